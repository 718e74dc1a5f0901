-- How far the warehouse has drifted from the vendor: each day a hundredth of a stream's rows is read again by id and
-- compared. The rows are taken in the order of their ids, which is no order of anything else, and each day goes on where
-- the last one ended.
CREATE TABLE control.drift (
    tenant_id     uuid NOT NULL,
    connection_id uuid NOT NULL,
    stream        text NOT NULL,
    day           date NOT NULL,
    -- The rows that are to be read again on this day.
    due           integer NOT NULL,
    -- The rows of which the vendor told how they are, and of them
    checked       integer NOT NULL DEFAULT 0,
    -- those that were not as it told, although the read before should have seen it; they were set right,
    differed      integer NOT NULL DEFAULT 0,
    -- those that are not there any more (nothing is deleted for that; the next read is whole),
    missing       integer NOT NULL DEFAULT 0,
    -- and those that the vendor has changed since the last read.
    stale         integer NOT NULL DEFAULT 0,
    -- The rows of which the vendor would not tell.
    unread        integer NOT NULL DEFAULT 0,
    -- The first of those that differed or are missing: external id, and the names of the fields.
    examples      jsonb NOT NULL DEFAULT '[]',
    -- Where the next sample begins.
    last_id       uuid,
    checked_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, connection_id, stream, day),
    FOREIGN KEY (tenant_id, connection_id) REFERENCES control.connections (tenant_id, id) ON DELETE CASCADE
);
COMMENT ON TABLE control.drift IS 'What a sample of rows, read again by id, has found: a row a stream and day.';
ALTER TABLE control.drift ENABLE ROW LEVEL SECURITY;
ALTER TABLE control.drift FORCE ROW LEVEL SECURITY;
CREATE POLICY service ON control.drift TO {role}_worker, {role}_reader
    USING (tenant_id = nullif(current_setting('quartermaster.tenant', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON control.drift TO {role}_worker;
GRANT SELECT ON control.drift TO {role}_reader;
