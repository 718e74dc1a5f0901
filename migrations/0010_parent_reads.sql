-- When each parent's children were last read, for streams that ask a vendor once a parent and whose parents take turns
-- (a device's software, when the device has checked in since): a run begins with those that have waited longest.
CREATE TABLE control.parent_reads (
    tenant_id     uuid NOT NULL,
    connection_id uuid NOT NULL,
    stream        text NOT NULL,
    -- The parent's.
    external_id   text NOT NULL,
    -- When the read began that last saw the children; null where none has yet.
    read_at       timestamptz,
    -- The one before: the place in the order of the read that is under way.
    previous_at   timestamptz,
    -- How often in a row the vendor would not answer for it, and since when it is left alone for a while.
    failures      integer NOT NULL DEFAULT 0,
    failed_at     timestamptz,
    PRIMARY KEY (tenant_id, connection_id, stream, external_id),
    FOREIGN KEY (tenant_id, connection_id) REFERENCES control.connections (tenant_id, id) ON DELETE CASCADE
);
COMMENT ON TABLE control.parent_reads IS 'When each parent''s children were last read: a row a stream and parent.';
ALTER TABLE control.parent_reads ENABLE ROW LEVEL SECURITY;
ALTER TABLE control.parent_reads FORCE ROW LEVEL SECURITY;
CREATE POLICY service ON control.parent_reads TO {role}_worker, {role}_reader
    USING (tenant_id = nullif(current_setting('quartermaster.tenant', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON control.parent_reads TO {role}_worker;
GRANT SELECT ON control.parent_reads TO {role}_reader;
