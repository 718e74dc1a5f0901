-- Analysts: logins of PostgreSQL, each of which reads one tenant's inventory and reports, and writes nothing.
--
-- The tenant is a part of the login's name, which `session_user` gives: whatever the login sets, calls or becomes, that
-- stays. Their policies are for the analysts' group alone, which is a member of no other role.
CREATE TABLE control.analysts (
    tenant_id  uuid NOT NULL REFERENCES control.tenants (id) ON DELETE CASCADE,
    name       text NOT NULL CHECK (name <> ''),
    -- analyst_<the tenant's id in 32 digits>_<12 random digits>
    login      text NOT NULL,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, name)
);
COMMENT ON TABLE control.analysts IS 'Who may read a tenant with SQL: a row a login.';
ALTER TABLE control.analysts ENABLE ROW LEVEL SECURITY;
ALTER TABLE control.analysts FORCE ROW LEVEL SECURITY;
CREATE POLICY service ON control.analysts TO {role}_worker, {role}_reader
    USING (tenant_id = nullif(current_setting('quartermaster.tenant', true), '')::uuid);

-- A login may set its own time limits; who sets them wider than this reads nothing.
CREATE FUNCTION inventory.analyst_limits_hold() RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    most constant interval := interval '60 seconds';
    statement interval := current_setting('statement_timeout')::interval;
    silence interval := current_setting('idle_in_transaction_session_timeout')::interval;
BEGIN
    IF statement BETWEEN interval '1 ms' AND most AND silence BETWEEN interval '1 ms' AND most
        AND pg_size_bytes(current_setting('work_mem')) <= 64 * 1024 * 1024 THEN
        RETURN true;
    END IF;
    RAISE EXCEPTION 'an analyst reads with statement_timeout and idle_in_transaction_session_timeout of at most 60 s'
        ' and work_mem of at most 64 MB'
        USING ERRCODE = 'insufficient_privilege', HINT = 'RESET ALL sets them right.';
END
$$;

-- What a vendor sent beside the columns is not given to analysts. The views would need the right to it for all who read
-- them; so they ask a function, which looks only for who has it.
DO $vendor_fields$
DECLARE
    entity record;
    readings text;
BEGIN
    FOR entity IN
        SELECT v.relname AS name, v.oid, f.relname AS facts, replace(f.relname, '_facts', '') AS singular
        FROM pg_class v
        CROSS JOIN LATERAL (
            SELECT c.relname FROM pg_depend d JOIN pg_rewrite w ON w.oid = d.objid AND w.ev_class = v.oid
            JOIN pg_class c ON c.oid = d.refobjid AND c.relname LIKE '%\_facts' LIMIT 1) f
        WHERE v.relnamespace = 'inventory'::regnamespace AND v.relkind = 'v'
            AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = v.oid AND a.attname = 'vendor_fields')
        ORDER BY 1
    LOOP
        readings := CASE WHEN to_regclass(format('inventory.%I', entity.singular || '_readings')) IS NOT NULL
            THEN format(' || coalesce((SELECT r.vendor_fields FROM inventory.%I r
                WHERE r.tenant_id = of_tenant AND r.id = of_id), ''{}'')', entity.singular || '_readings') ELSE '' END;
        EXECUTE format($statement$
            CREATE FUNCTION inventory.%1$I(of_tenant uuid, of_id uuid) RETURNS jsonb
            LANGUAGE plpgsql STABLE AS $body$
            BEGIN
                IF NOT pg_catalog.has_column_privilege('inventory.%2$I', 'vendor_fields', 'SELECT') THEN
                    RETURN NULL;
                END IF;
                RETURN (SELECT nullif(coalesce(f.vendor_fields, '{}')%3$s || coalesce(f.stream_vendor_fields, '{}'), '{}')
                    FROM inventory.%2$I f WHERE f.tenant_id = of_tenant AND f.id = of_id);
            END
            $body$
            $statement$, entity.singular || '_vendor_fields', entity.facts, readings);
        EXECUTE format('CREATE OR REPLACE VIEW inventory.%I WITH (security_invoker) AS %s', entity.name,
            regexp_replace(pg_get_viewdef(entity.oid), 'NULLIF\(.*\) AS vendor_fields',
                format('inventory.%I(f.tenant_id, f.id) AS vendor_fields', entity.singular || '_vendor_fields')));
    END LOOP;
END
$vendor_fields$;

-- A migration that makes a table or a view for analysts calls this again; what is there already stays as it is.
CREATE FUNCTION inventory.let_analysts_read() RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    thing record;
BEGIN
    FOR thing IN
        SELECT c.oid, c.oid::regclass AS name, c.relkind, c.relname,
            (SELECT string_agg(format('%I', a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a
             WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND (c.relkind = 'v' OR a.attname NOT IN
                ('vendor_fields', 'stream_vendor_fields', 'digest', 'stream_digests'))) AS columns
        FROM pg_class c
        WHERE c.relnamespace IN ('inventory'::regnamespace, 'live'::regnamespace, 'report'::regnamespace)
            AND c.relkind IN ('r', 'p', 'v') AND c.relname <> 'counters'
    LOOP
        EXECUTE format('GRANT SELECT (%s) ON %s TO {role}_analysts', thing.columns, thing.name);
        CONTINUE WHEN thing.relkind = 'v' OR EXISTS (
            SELECT FROM pg_policy p WHERE p.polrelid = thing.oid AND p.polname = 'analysts');
        EXECUTE format('CREATE POLICY analysts ON %s FOR SELECT TO {role}_analysts
            USING (tenant_id = substr(session_user::text, 9, 32)::uuid)', thing.name);
        -- As a subquery it is asked once a statement, not once a row.
        EXECUTE format('CREATE POLICY analysts_limits ON %s AS RESTRICTIVE FOR SELECT TO {role}_analysts
            USING ((SELECT inventory.analyst_limits_hold()))', thing.name);
    END LOOP;
END
$$;
REVOKE ALL ON FUNCTION inventory.let_analysts_read() FROM PUBLIC;
SELECT inventory.let_analysts_read();
