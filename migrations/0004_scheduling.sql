-- How often a tenant's streams are read where that is not the usual, and what queued runs and the circuit breaker keep.

-- A row without a connection holds for all of the tenant's connections, one without a stream for all streams.
CREATE TABLE control.schedules (
    tenant_id     uuid NOT NULL REFERENCES control.tenants (id) ON DELETE CASCADE,
    id            uuid NOT NULL DEFAULT gen_random_uuid(),
    connection_id uuid,
    stream        text,
    -- Between two reads; of a cron expression, the shortest time between two of its moments.
    period        interval NOT NULL CHECK (period > interval '0'),
    cron          text,
    updated_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, id),
    UNIQUE NULLS NOT DISTINCT (tenant_id, connection_id, stream),
    FOREIGN KEY (tenant_id, connection_id) REFERENCES control.connections (tenant_id, id) ON DELETE CASCADE
);
COMMENT ON TABLE control.schedules IS
    'Where streams are read otherwise than the vendor''s connector declares. The most specific row holds.';
ALTER TABLE control.schedules ENABLE ROW LEVEL SECURITY;
ALTER TABLE control.schedules FORCE ROW LEVEL SECURITY;
CREATE POLICY service ON control.schedules TO {role}_worker, {role}_reader
    USING (tenant_id = nullif(current_setting('quartermaster.tenant', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON control.schedules TO {role}_worker;
GRANT SELECT ON control.schedules TO {role}_reader;

-- `period` is the one in force; what the connector declares stands beside it, so that a schedule can be taken back.
ALTER TABLE control.streams ADD COLUMN declared_period interval, ADD COLUMN cron text;
UPDATE control.streams SET declared_period = period;
CREATE INDEX streams_by_due ON control.streams (tenant_id, next_due);

-- The circuit breaker: failed runs in a row, and until when the schedule leaves the connection alone.
ALTER TABLE control.connections ADD COLUMN failures integer NOT NULL DEFAULT 0, ADD COLUMN retry_at timestamptz;
GRANT UPDATE (failures, retry_at) ON control.connections TO {role}_worker;

-- Null: begun at once by who asked. A queued run whose worker goes is queued again, some times.
ALTER TABLE control.runs ADD COLUMN queued_at timestamptz, ADD COLUMN attempts integer NOT NULL DEFAULT 0,
    ADD COLUMN releases_brake boolean NOT NULL DEFAULT false;
CREATE INDEX runs_queued ON control.runs (tenant_id, connection_id, created_at) WHERE state = 'queued';
