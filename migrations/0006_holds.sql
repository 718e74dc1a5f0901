-- What the brake held and what a person said of it, and the runs as people and programs ask for them.

-- One row for each set of rows that a read would have deleted or moved. Several runs may meet the same one.
CREATE TABLE control.holds (
    tenant_id     uuid NOT NULL,
    id            uuid NOT NULL DEFAULT gen_random_uuid(),
    connection_id uuid NOT NULL,
    stream        text NOT NULL,
    -- The last run that met it.
    run_id        uuid NOT NULL,
    kind          text NOT NULL CHECK (kind IN ('deletion', 'empty_list', 'move')),
    count         bigint NOT NULL,
    -- The rows that it is about: 8 bytes of hash of each external id, in order. A rejection loses those that the vendor
    -- has shown again.
    hashes        bytea NOT NULL,
    -- The external ids of the first hundred.
    examples      jsonb NOT NULL DEFAULT '[]',
    words         text NOT NULL,
    state         text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'accepted', 'rejected', 'lapsed')),
    decided_by    text,
    decided_at    timestamptz,
    created_at    timestamptz NOT NULL DEFAULT now(),
    -- Null while it waits or its decision is in force.
    ended_at      timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, connection_id) REFERENCES control.connections (tenant_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX holds_waiting ON control.holds (tenant_id, connection_id, stream) WHERE state = 'waiting';
CREATE INDEX holds_in_force ON control.holds (tenant_id, connection_id, stream) WHERE ended_at IS NULL;
COMMENT ON TABLE control.holds IS 'What syncs would have deleted or moved and did not; a person accepts or rejects it.';
ALTER TABLE control.holds ENABLE ROW LEVEL SECURITY;
ALTER TABLE control.holds FORCE ROW LEVEL SECURITY;
CREATE POLICY service ON control.holds TO {role}_worker, {role}_reader
    USING (tenant_id = nullif(current_setting('quartermaster.tenant', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON control.holds TO {role}_worker;
GRANT SELECT ON control.holds TO {role}_reader;
-- A person's word comes over the query service too.
GRANT UPDATE (state, decided_by, decided_at) ON control.holds TO {role}_reader;

-- What a held stream of a run was held for.
ALTER TABLE control.run_streams ADD COLUMN hold_id uuid;

-- Syncs as people and programs ask for them.
CREATE INDEX runs_by_time ON control.runs (tenant_id, created_at DESC, id);
CREATE VIEW control.syncs WITH (security_invoker = true) AS
SELECT r.tenant_id, r.id, c.name AS connection, r.connection_id, c.vendor, r.trigger, r.is_full AS "full",
    r.requested, r.state, r.reason, r.created_at, r.started_at, r.ended_at
FROM control.runs r JOIN control.connections c ON c.tenant_id = r.tenant_id AND c.id = r.connection_id;
COMMENT ON VIEW control.syncs IS 'The runs, each with its connection''s name and vendor.';
GRANT SELECT ON control.syncs TO {role}_worker, {role}_reader;
