-- The calls and places of a scope that are given out, to which process and until when: see BudgetLedger. Renewed once a
-- second or so by each process that calls, under the row's lock.
ALTER TABLE control.budgets ADD COLUMN ledger jsonb;
ALTER TABLE control.budgets SET (fillfactor = 50);
COMMENT ON COLUMN control.budgets.ledger IS
    'Calls of the minute still to be had (bucket), and who holds places for calls at one time (holdings).';
