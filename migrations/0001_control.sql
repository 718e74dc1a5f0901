-- What the service itself keeps: tenants, connections, leases, runs, checkpoints, quarantine, keys, audit.
-- {role} is the prefix of the roles, which belong to the whole cluster and not to one database.

DO $roles$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('quartermaster roles'));
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}_worker') THEN
        CREATE ROLE {role}_worker NOLOGIN NOBYPASSRLS;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}_reader') THEN
        CREATE ROLE {role}_reader NOLOGIN NOBYPASSRLS;
    END IF;
    -- Analysts' logins are members of this one, never of the other two.
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}_analysts') THEN
        CREATE ROLE {role}_analysts NOLOGIN NOBYPASSRLS;
    END IF;
    EXECUTE format('GRANT {role}_worker, {role}_reader TO %I', current_user);
END
$roles$;

CREATE SCHEMA control;
CREATE SCHEMA inventory;
CREATE SCHEMA live;
CREATE SCHEMA report;
GRANT USAGE ON SCHEMA control TO {role}_worker, {role}_reader;
GRANT USAGE ON SCHEMA inventory, live, report TO {role}_worker, {role}_reader, {role}_analysts;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- The tenant set for the transaction, or null. Written out in each policy so that it is an index condition.
CREATE TABLE control.tenants (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    slug       text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    name       text NOT NULL CHECK (name <> ''),
    created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE control.tenants IS 'The companies that use this installation; each sees its own rows only.';

-- A tenant's data key, wrapped by the master key; credentials are sealed with the data key.
CREATE TABLE control.tenant_keys (
    tenant_id   uuid PRIMARY KEY REFERENCES control.tenants (id) ON DELETE CASCADE,
    wrapped_key bytea NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE control.connections (
    tenant_id    uuid NOT NULL REFERENCES control.tenants (id) ON DELETE CASCADE,
    id           uuid NOT NULL DEFAULT gen_random_uuid(),
    vendor       text NOT NULL,
    name         text NOT NULL CHECK (name <> ''),
    base_url     text NOT NULL,
    settings     jsonb NOT NULL DEFAULT '{}',
    state        text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'paused', 'failing', 'blocked')),
    state_reason text,
    created_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, name)
);

CREATE TABLE control.credentials (
    tenant_id     uuid NOT NULL,
    connection_id uuid NOT NULL,
    field         text NOT NULL,
    sealed        bytea NOT NULL,
    updated_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, connection_id, field),
    FOREIGN KEY (tenant_id, connection_id) REFERENCES control.connections (tenant_id, id) ON DELETE CASCADE
);

-- One owner of a connection at a time; the token rises with every owner and is checked inside every commit.
CREATE TABLE control.leases (
    tenant_id     uuid NOT NULL,
    connection_id uuid NOT NULL,
    token         bigint NOT NULL,
    owner         text NOT NULL,
    expires_at    timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, connection_id),
    FOREIGN KEY (tenant_id, connection_id) REFERENCES control.connections (tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE control.streams (
    tenant_id       uuid NOT NULL,
    connection_id   uuid NOT NULL,
    stream          text NOT NULL,
    entity          text NOT NULL,
    state           text NOT NULL DEFAULT 'never_read'
        CHECK (state IN ('never_read', 'current', 'late', 'deferred', 'held', 'failing', 'not_available')),
    state_reason    text,
    period          interval NOT NULL,
    sweep_period    interval NOT NULL,
    next_due        timestamptz NOT NULL DEFAULT now(),
    -- Where an unfinished read stands, and what it has seen; null between reads.
    checkpoint      jsonb,
    -- The greatest modified time seen in the vendor's data (or its Date header): the next incremental lower bound.
    high_water      timestamptz,
    -- The database's time at the first request of the last finished read.
    as_of           timestamptz,
    last_success_at timestamptz,
    last_sweep_at   timestamptz,
    last_error      text,
    failures        integer NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, connection_id, stream),
    FOREIGN KEY (tenant_id, connection_id) REFERENCES control.connections (tenant_id, id) ON DELETE CASCADE
);

-- The ids seen by an unfinished whole read, 8 bytes of hash each, appended with each page.
CREATE TABLE control.seen (
    tenant_id     uuid NOT NULL,
    connection_id uuid NOT NULL,
    stream        text NOT NULL,
    page          integer NOT NULL,
    hashes        bytea NOT NULL,
    PRIMARY KEY (tenant_id, connection_id, stream, page),
    FOREIGN KEY (tenant_id, connection_id) REFERENCES control.connections (tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE control.runs (
    tenant_id     uuid NOT NULL,
    id            uuid NOT NULL DEFAULT gen_random_uuid(),
    connection_id uuid NOT NULL,
    trigger       text NOT NULL CHECK (trigger IN ('command', 'api', 'schedule', 'refresh')),
    is_full       boolean NOT NULL DEFAULT false,
    requested     text[],
    idempotency_key text,
    state         text NOT NULL CHECK (state IN
        ('queued', 'running', 'done', 'partly_done', 'deferred', 'held', 'failed', 'abandoned')),
    reason        text,
    created_at    timestamptz NOT NULL DEFAULT now(),
    started_at    timestamptz,
    ended_at      timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, connection_id) REFERENCES control.connections (tenant_id, id) ON DELETE CASCADE
);
-- Never two runs of one connection at once.
CREATE UNIQUE INDEX runs_one_running ON control.runs (tenant_id, connection_id) WHERE state = 'running';
CREATE INDEX runs_by_connection ON control.runs (tenant_id, connection_id, created_at DESC);
CREATE UNIQUE INDEX runs_idempotency ON control.runs (tenant_id, idempotency_key) WHERE idempotency_key IS NOT NULL;

CREATE TABLE control.run_streams (
    tenant_id   uuid NOT NULL,
    run_id      uuid NOT NULL,
    stream      text NOT NULL,
    state       text NOT NULL CHECK (state IN
        ('queued', 'running', 'done', 'partly_done', 'deferred', 'held', 'failed', 'abandoned')),
    reason      text,
    is_sweep    boolean NOT NULL DEFAULT false,
    read        bigint NOT NULL DEFAULT 0,
    created     bigint NOT NULL DEFAULT 0,
    updated     bigint NOT NULL DEFAULT 0,
    unchanged   bigint NOT NULL DEFAULT 0,
    deleted     bigint NOT NULL DEFAULT 0,
    quarantined bigint NOT NULL DEFAULT 0,
    calls       bigint NOT NULL DEFAULT 0,
    bytes       bigint NOT NULL DEFAULT 0,
    seconds     double precision NOT NULL DEFAULT 0,
    -- A held stream: how many rows it would have deleted or moved, and which (the first hundred).
    would_delete  bigint,
    would_details jsonb,
    started_at  timestamptz,
    ended_at    timestamptz,
    PRIMARY KEY (tenant_id, run_id, stream),
    FOREIGN KEY (tenant_id, run_id) REFERENCES control.runs (tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE control.quarantine (
    tenant_id     uuid NOT NULL,
    id            uuid NOT NULL DEFAULT gen_random_uuid(),
    connection_id uuid NOT NULL,
    stream        text NOT NULL,
    external_id   text,
    reason        text NOT NULL,
    payload       text NOT NULL,
    occurrences   integer NOT NULL DEFAULT 1,
    first_seen_at timestamptz NOT NULL DEFAULT now(),
    last_seen_at  timestamptz NOT NULL DEFAULT now(),
    resolved_at   timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, connection_id) REFERENCES control.connections (tenant_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX quarantine_open ON control.quarantine
    (tenant_id, connection_id, stream, md5(coalesce(external_id, payload))) WHERE resolved_at IS NULL;

-- API keys: only a hash is kept.
CREATE TABLE control.api_keys (
    tenant_id    uuid NOT NULL REFERENCES control.tenants (id) ON DELETE CASCADE,
    id           uuid NOT NULL DEFAULT gen_random_uuid(),
    name         text NOT NULL CHECK (name <> ''),
    -- The key's public first part, for recognising it in lists and logs.
    prefix       text NOT NULL,
    hash         bytea NOT NULL,
    profile      text NOT NULL,
    -- Group to level, over the profile's.
    grants       jsonb NOT NULL DEFAULT '{}',
    -- Companies that the key is limited to; null: all.
    company_ids  uuid[],
    is_test      boolean NOT NULL DEFAULT false,
    created_at   timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz,
    revoked_at   timestamptz,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, name)
);
CREATE INDEX api_keys_by_prefix ON control.api_keys (tenant_id, prefix);

CREATE TABLE control.audit (
    tenant_id   uuid NOT NULL REFERENCES control.tenants (id) ON DELETE CASCADE,
    id          uuid NOT NULL DEFAULT gen_random_uuid(),
    at          timestamptz NOT NULL DEFAULT now(),
    -- `operator:<login>`, `key:<name>`, `worker`.
    actor       text NOT NULL,
    action      text NOT NULL,
    subject     text,
    details     jsonb NOT NULL DEFAULT '{}',
    outcome     text NOT NULL DEFAULT 'done' CHECK (outcome IN ('done', 'refused', 'failed')),
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX audit_by_time ON control.audit (tenant_id, at DESC);

-- The limits learned or set, by what the vendor counts by; a pause outlives the process. Not a tenant's table: one
-- caller's address serves all tenants. The key is a hash where it would name an account.
CREATE TABLE control.budgets (
    scope            text PRIMARY KEY,
    calls_per_minute integer,
    concurrent_calls integer,
    paused_until     timestamptz,
    reason           text,
    updated_at       timestamptz NOT NULL DEFAULT now()
);

DO $policies$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['tenant_keys', 'connections', 'credentials', 'leases', 'streams', 'seen', 'runs',
        'run_streams', 'quarantine', 'api_keys', 'audit']
    LOOP
        EXECUTE format('ALTER TABLE control.%I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE control.%I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY service ON control.%I TO {role}_worker, {role}_reader
            USING (tenant_id = nullif(current_setting(''quartermaster.tenant'', true), '''')::uuid)', name);
    END LOOP;
    ALTER TABLE control.tenants ENABLE ROW LEVEL SECURITY;
    ALTER TABLE control.tenants FORCE ROW LEVEL SECURITY;
    CREATE POLICY service ON control.tenants TO {role}_worker, {role}_reader
        USING (id = nullif(current_setting('quartermaster.tenant', true), '')::uuid);
END
$policies$;

GRANT SELECT ON control.tenants TO {role}_worker, {role}_reader;
-- Credentials and the keys that open them are the worker's alone; the reader writes keys' and people's requests only.
GRANT SELECT ON control.tenant_keys, control.credentials TO {role}_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON control.leases, control.streams, control.seen, control.runs,
    control.run_streams, control.quarantine TO {role}_worker;
GRANT SELECT ON control.connections TO {role}_worker, {role}_reader;
GRANT UPDATE (state, state_reason) ON control.connections TO {role}_worker;
GRANT SELECT, INSERT, UPDATE ON control.budgets TO {role}_worker;
GRANT SELECT ON control.streams, control.runs, control.run_streams, control.quarantine, control.api_keys,
    control.audit, control.leases TO {role}_reader;
GRANT INSERT ON control.runs TO {role}_reader;
GRANT INSERT ON control.audit TO {role}_worker, {role}_reader;
GRANT SELECT ON control.audit TO {role}_worker;

-- What must look across tenants, and nothing else does. Each has a pinned search path.

-- Which key is this? The caller compares the hash; an unknown prefix gives no row.
CREATE FUNCTION control.find_key(key_prefix text)
RETURNS TABLE (tenant_id uuid, tenant_slug text, id uuid, name text, hash bytea, profile text, grants jsonb,
    company_ids uuid[], is_test boolean, expires_at timestamptz, revoked_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, control, pg_temp AS $$
    SELECT k.tenant_id, t.slug, k.id, k.name, k.hash, k.profile, k.grants, k.company_ids, k.is_test, k.expires_at,
        k.revoked_at
    FROM control.api_keys k JOIN control.tenants t ON t.id = k.tenant_id
    WHERE k.prefix = key_prefix
$$;

-- Which tenant is this slug?
CREATE FUNCTION control.find_tenant(tenant_slug text)
RETURNS TABLE (id uuid, slug text, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, control, pg_temp AS $$
    SELECT t.id, t.slug, t.name FROM control.tenants t WHERE t.slug = tenant_slug
$$;

-- What is due: a row a connection that has a stream due, the longest waiting first.
CREATE FUNCTION control.due_connections(maximum integer)
RETURNS TABLE (tenant_id uuid, connection_id uuid, due_since timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, control, pg_temp AS $$
    SELECT s.tenant_id, s.connection_id, min(s.next_due)
    FROM control.streams s JOIN control.connections c ON c.tenant_id = s.tenant_id AND c.id = s.connection_id
    WHERE s.next_due <= clock_timestamp() AND c.state IN ('active', 'failing') AND s.state <> 'not_available'
    GROUP BY s.tenant_id, s.connection_id
    ORDER BY min(s.next_due)
    LIMIT maximum
$$;
REVOKE ALL ON FUNCTION control.find_key(text), control.find_tenant(text), control.due_connections(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION control.find_key(text), control.find_tenant(text) TO {role}_reader, {role}_worker;
GRANT EXECUTE ON FUNCTION control.due_connections(integer) TO {role}_worker;
