-- Tokens that vendors gave, for those that lock a key when tokens are asked for too often: whoever calls for the account
-- next (another run, another process, the program after a restart) finds them. Sealed like credentials.
CREATE TABLE control.tokens (
    tenant_id  uuid NOT NULL REFERENCES control.tenants (id) ON DELETE CASCADE,
    -- A digest of what identifies the account, and which of its tokens it is.
    account    text NOT NULL,
    name       text NOT NULL,
    sealed     bytea,
    good_until timestamptz,
    -- Until then nobody asks: somebody is asking, or the vendor wants it so.
    ask_after  timestamptz,
    PRIMARY KEY (tenant_id, account, name)
);
COMMENT ON TABLE control.tokens IS 'Vendors'' tokens that outlive a process, sealed: a row an account and token.';
ALTER TABLE control.tokens ENABLE ROW LEVEL SECURITY;
ALTER TABLE control.tokens FORCE ROW LEVEL SECURITY;
CREATE POLICY service ON control.tokens TO {role}_worker, {role}_reader
    USING (tenant_id = nullif(current_setting('quartermaster.tenant', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON control.tokens TO {role}_worker;
-- A token may come before the tenant's first credential, and with it the tenant's key.
GRANT INSERT ON control.tenant_keys TO {role}_worker;
