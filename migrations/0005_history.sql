-- What a device, its patch status, an agreement or an agreement's line was on a past day, and how long that is kept.
--
-- Triggers keep each version of a row when the next one is written, so that no writer can pass them by: nothing is
-- written for a new row (a first load costs nothing) nor for one that stays as it is, and an update of many rows is one
-- INSERT … SELECT. A version holds from the row's `changed_at` to that of its successor: intervals meet exactly. Times
-- are those at which a page's transaction began, as everywhere. Readings (volatile columns) and what the vendor sent
-- beside the columns (`vendor_fields`) are not kept: in an answer about the past they are null.

CREATE TABLE inventory.history (
    tenant_id     uuid NOT NULL,
    -- The view's name (`devices`).
    entity        text NOT NULL,
    id            uuid NOT NULL,
    connection_id uuid NOT NULL,
    valid_from    timestamptz NOT NULL,
    -- The first moment at which it was no longer so.
    valid_to      timestamptz NOT NULL,
    -- The columns that were not null, by name. A column that is added later is null in older versions.
    facts         jsonb NOT NULL,
    PRIMARY KEY (tenant_id, entity, id, valid_to)
);
COMMENT ON TABLE inventory.history IS 'Former versions of rows; asked through the functions devices_as_of(moment) and so on.';
CREATE INDEX history_by_end ON inventory.history (tenant_id, entity, valid_to);

-- Since when a tenant's history is whole; no row: since the tenant was made.
CREATE TABLE inventory.history_kept (
    tenant_id uuid PRIMARY KEY,
    since     timestamptz NOT NULL
);
COMMENT ON TABLE inventory.history_kept IS 'Since when a tenant''s history is whole; without a row, since its beginning.';
INSERT INTO inventory.history_kept SELECT id, now() FROM control.tenants;

DO $policies$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['history', 'history_kept'] LOOP
        EXECUTE format('ALTER TABLE inventory.%I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE inventory.%I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY service ON inventory.%I TO {role}_worker, {role}_reader
            USING (tenant_id = nullif(current_setting(''quartermaster.tenant'', true), '''')::uuid)', name);
        EXECUTE format('GRANT SELECT ON inventory.%I TO {role}_worker, {role}_reader', name);
    END LOOP;
END
$policies$;
-- What was is not altered by anybody; it is removed when it is no longer to be kept.
GRANT INSERT, DELETE ON inventory.history TO {role}_worker;
GRANT INSERT, UPDATE ON inventory.history_kept TO {role}_worker;

-- Two transactions that overlap may write the same row one after the other, the one that began first last: a row's
-- `changed_at` never goes back, and it moves with whatever is updated.
CREATE FUNCTION inventory.advance_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    NEW.changed_at := greatest(OLD.changed_at, now());
    RETURN NEW;
END
$$;

-- The versions that an update ended. One that did not last (written and changed in one transaction) never was.
CREATE FUNCTION inventory.keep_history() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO inventory.history (tenant_id, entity, id, connection_id, valid_from, valid_to, facts)
    SELECT o.tenant_id, TG_ARGV[0], o.id, o.connection_id, o.changed_at, n.changed_at,
        jsonb_strip_nulls(to_jsonb(o) - ARRAY['tenant_id', 'connection_id', 'id', 'digest', 'stream_digests',
            'vendor_fields', 'stream_vendor_fields', 'custom_fields'])
        || jsonb_build_object('custom_fields', to_jsonb(o) -> 'custom_fields')
    FROM former o JOIN latter n ON n.tenant_id = o.tenant_id AND n.id = o.id
    WHERE n.changed_at > o.changed_at;
    RETURN NULL;
END
$$;

-- Rows are removed with their whole connection or tenant only, and then so is what they were.
CREATE FUNCTION inventory.erase_history() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM inventory.history h USING former o
    WHERE h.tenant_id = o.tenant_id AND h.entity = TG_ARGV[0] AND h.id = o.id;
    RETURN NULL;
END
$$;

-- True, or an error where a moment is asked for that is no longer (or not yet) kept: half a past is worse than none.
CREATE FUNCTION inventory.history_reaches(moment timestamptz) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    kept timestamptz := (SELECT max(since) FROM inventory.history_kept);
BEGIN
    IF moment < kept THEN
        RAISE EXCEPTION 'history is kept since %, and % is before that', kept, moment
            USING ERRCODE = 'invalid_parameter_value', HINT = 'Ask for a later moment.';
    END IF;
    RETURN true;
END
$$;

-- Defines inventory.<entity>_as_of(moment), which gives the rows of the view inventory.<entity> as they were: those that
-- live and those that were deleted by then; what came later is absent. Plain SQL with its caller's rights, so that
-- policies hold and conditions on tenant_id and id reach the indexes.
--
-- A migration that adds a column to a facts table and (at its end) to the view calls this again for that view:
--     ALTER TABLE …; CREATE OR REPLACE VIEW …; SELECT inventory.define_as_of('devices', 'device_facts');
-- One that must drop the view drops the function first and defines it again afterwards:
--     DROP FUNCTION inventory.devices_as_of(timestamptz); DROP VIEW …; CREATE VIEW …; SELECT inventory.define_as_of(…);
-- Versions kept before have null in a column that is new; one that is gone is passed over.
CREATE FUNCTION inventory.define_as_of(entity text, facts text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $define$
DECLARE
    present text;
    past text;
BEGIN
    SELECT string_agg(CASE WHEN f.attname IS NULL OR v.attname = 'vendor_fields'
            THEN format('NULL::%s', format_type(v.atttypid, v.atttypmod)) ELSE format('f.%I', v.attname) END,
            ', ' ORDER BY v.attnum),
        string_agg(CASE WHEN v.attname IN ('tenant_id', 'connection_id', 'id') THEN format('h.%I', v.attname)
            ELSE format('p.%I', v.attname) END, ', ' ORDER BY v.attnum)
    INTO present, past
    FROM pg_attribute v LEFT JOIN pg_attribute f ON f.attrelid = format('inventory.%I', facts)::regclass
        AND f.attname = v.attname AND f.attnum > 0 AND NOT f.attisdropped
    WHERE v.attrelid = format('inventory.%I', entity)::regclass AND v.attnum > 0 AND NOT v.attisdropped;
    EXECUTE format($statement$
        CREATE OR REPLACE FUNCTION inventory.%1$I(moment timestamptz) RETURNS SETOF inventory.%2$I
        LANGUAGE sql STABLE AS $body$
            SELECT %4$s FROM inventory.%3$I f
            WHERE f.changed_at <= moment AND (SELECT inventory.history_reaches(moment))
            UNION ALL
            SELECT %5$s FROM inventory.history h
            CROSS JOIN LATERAL jsonb_populate_record(NULL::inventory.%2$I, h.facts) p
            WHERE h.entity = %2$L AND h.valid_from <= moment AND h.valid_to > moment
                AND (SELECT inventory.history_reaches(moment))
        $body$
        $statement$, entity || '_as_of', entity, facts, present, past);
    EXECUTE format('REVOKE ALL ON FUNCTION inventory.%I(timestamptz) FROM PUBLIC', entity || '_as_of');
    EXECUTE format('GRANT EXECUTE ON FUNCTION inventory.%I(timestamptz) TO {role}_worker, {role}_reader,
        {role}_analysts', entity || '_as_of');
    EXECUTE format('COMMENT ON FUNCTION inventory.%I(timestamptz) IS %L', entity || '_as_of',
        format('The rows of inventory.%s as they were at a moment; readings and vendor_fields are null.', entity));
END
$define$;
REVOKE ALL ON FUNCTION inventory.define_as_of(text, text) FROM PUBLIC;

DO $history$
DECLARE
    kept record;
BEGIN
    FOR kept IN SELECT * FROM (VALUES
        ('devices', 'device_facts'), ('patch_status', 'patch_status_facts'), ('agreements', 'agreement_facts'),
        ('agreement_lines', 'agreement_line_facts')) AS entities (entity, facts)
    LOOP
        EXECUTE format('CREATE TRIGGER advance_change BEFORE UPDATE ON inventory.%I
            FOR EACH ROW WHEN (NEW.changed_at <= OLD.changed_at)
            EXECUTE FUNCTION inventory.advance_change()', kept.facts);
        EXECUTE format('CREATE TRIGGER keep_history AFTER UPDATE ON inventory.%I
            REFERENCING OLD TABLE AS former NEW TABLE AS latter
            FOR EACH STATEMENT EXECUTE FUNCTION inventory.keep_history(%L)', kept.facts, kept.entity);
        EXECUTE format('CREATE TRIGGER erase_history AFTER DELETE ON inventory.%I
            REFERENCING OLD TABLE AS former
            FOR EACH STATEMENT EXECUTE FUNCTION inventory.erase_history(%L)', kept.facts, kept.entity);
        PERFORM inventory.define_as_of(kept.entity, kept.facts);
    END LOOP;
END
$history$;

-- How many days a tenant keeps what it need not keep for ever; null: as control.retention_in_force says.
CREATE TABLE control.retention (
    tenant_id            uuid PRIMARY KEY REFERENCES control.tenants (id) ON DELETE CASCADE,
    history_days         integer CHECK (history_days BETWEEN 1 AND 36500),
    changes_days         integer CHECK (changes_days BETWEEN 1 AND 36500),
    resolved_alerts_days integer CHECK (resolved_alerts_days BETWEEN 1 AND 36500),
    runs_days            integer CHECK (runs_days BETWEEN 1 AND 36500),
    quarantine_days      integer CHECK (quarantine_days BETWEEN 1 AND 36500),
    -- When somebody last began to remove what is older.
    last_run_at          timestamptz
);
ALTER TABLE control.retention ENABLE ROW LEVEL SECURITY;
ALTER TABLE control.retention FORCE ROW LEVEL SECURITY;
CREATE POLICY service ON control.retention TO {role}_worker, {role}_reader
    USING (tenant_id = nullif(current_setting('quartermaster.tenant', true), '')::uuid);

CREATE VIEW control.retention_in_force WITH (security_invoker) AS
SELECT
    t.id AS tenant_id, coalesce(r.history_days, 400) AS history_days, coalesce(r.changes_days, 90) AS changes_days,
    coalesce(r.resolved_alerts_days, 90) AS resolved_alerts_days, coalesce(r.runs_days, 90) AS runs_days,
    coalesce(r.quarantine_days, 90) AS quarantine_days, r.last_run_at
FROM control.tenants t LEFT JOIN control.retention r ON r.tenant_id = t.id;
GRANT SELECT ON control.retention, control.retention_in_force TO {role}_worker, {role}_reader;

-- Whose turn is it? Gives one tenant whose last turn is longer ago than the period and notes that it has had it now;
-- null when there is none.
CREATE FUNCTION control.claim_housekeeping(period interval) RETURNS uuid
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, control, pg_temp AS $$
    INSERT INTO control.retention AS r (tenant_id, last_run_at)
    SELECT t.id, clock_timestamp()
    FROM control.tenants t LEFT JOIN control.retention k ON k.tenant_id = t.id
    WHERE coalesce(k.last_run_at, '-infinity') <= clock_timestamp() - period
    ORDER BY k.last_run_at NULLS FIRST, t.id LIMIT 1
    FOR NO KEY UPDATE OF t SKIP LOCKED
    ON CONFLICT (tenant_id) DO UPDATE SET last_run_at = excluded.last_run_at
    WHERE coalesce(r.last_run_at, '-infinity') <= clock_timestamp() - period
    RETURNING r.tenant_id
$$;
REVOKE ALL ON FUNCTION control.claim_housekeeping(interval) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION control.claim_housekeeping(interval) TO {role}_worker;
