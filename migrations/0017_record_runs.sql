-- A run that reads one thing again, by the id that the vendor knows it by, because somebody waits for it.
ALTER TABLE control.runs ADD COLUMN record_id text;
COMMENT ON COLUMN control.runs.record_id IS 'The external id of the only record to be read; null: all of the streams.';
