-- What matching works with: each organisation and company as it is compared, the pairs that have anything in common with
-- what speaks for them, and the keys of devices and configurations. A pass brings them up to date from what has changed
-- since the one before; they can be made anew at any time.
CREATE EXTENSION IF NOT EXISTS btree_gin;

-- How far the last pass has looked: nothing that changed before it is unknown.
CREATE TABLE control.match_passes (
    tenant_id uuid NOT NULL REFERENCES control.tenants (id) ON DELETE CASCADE,
    looked_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id)
);

CREATE TABLE inventory.match_parties (
    tenant_id     uuid NOT NULL,
    id            uuid NOT NULL,
    connection_id uuid NOT NULL,
    side          text NOT NULL CHECK (side IN ('organization', 'company')),
    -- Words, words as written and those of another name, by tabulators.
    folded_name   text NOT NULL,
    domains       text[] NOT NULL DEFAULT '{}',
    phones        text[] NOT NULL DEFAULT '{}',
    -- Street, postal code and town, by tabulators.
    places        text[] NOT NULL DEFAULT '{}',
    -- How many serial numbers it has.
    serials       integer NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, connection_id) REFERENCES control.connections (tenant_id, id) ON DELETE CASCADE
);

-- Their folded names: a second one where a party has another name.
CREATE TABLE inventory.match_names (
    tenant_id uuid NOT NULL,
    party_id  uuid NOT NULL,
    side      text NOT NULL CHECK (side IN ('organization', 'company')),
    key       text NOT NULL,
    PRIMARY KEY (tenant_id, party_id, key),
    FOREIGN KEY (tenant_id, party_id) REFERENCES inventory.match_parties (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX match_names_of_organizations ON inventory.match_names USING gin (tenant_id, key gin_trgm_ops)
    WITH (fastupdate = off) WHERE side = 'organization';
CREATE INDEX match_names_of_companies ON inventory.match_names USING gin (tenant_id, key gin_trgm_ops)
    WITH (fastupdate = off) WHERE side = 'company';

CREATE TABLE inventory.match_candidates (
    tenant_id        uuid NOT NULL,
    organization_id  uuid NOT NULL,
    company_id       uuid NOT NULL,
    logit            double precision NOT NULL,
    beside_name      double precision NOT NULL,
    has_native_id    boolean NOT NULL,
    only_of_that_name boolean NOT NULL,
    method           text NOT NULL,
    evidence         jsonb NOT NULL,
    PRIMARY KEY (tenant_id, organization_id, company_id),
    FOREIGN KEY (tenant_id, organization_id) REFERENCES inventory.match_parties (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, company_id) REFERENCES inventory.match_parties (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX match_candidates_by_company ON inventory.match_candidates (tenant_id, company_id);

-- What devices and configurations are known by, folded. A key is null where nothing that tells one from another stands. A
-- bulk table: no foreign key, and no index where those of the facts lead as well.
CREATE TABLE inventory.match_keys (
    tenant_id     uuid NOT NULL,
    id            uuid NOT NULL,
    connection_id uuid NOT NULL,
    side          text COLLATE "C" NOT NULL CHECK (side IN ('device', 'configuration')),
    -- The organisation or company.
    owner_id      uuid,
    serial        text COLLATE "C",
    hostname      text COLLATE "C",
    -- A device's own id at its vendor; a configuration's word for it.
    native_id     text COLLATE "C",
    -- A device's RMM; for a configuration the RMM that its native id is of, where the PSA tells.
    vendor        text COLLATE "C",
    manufacturer  text COLLATE "C",
    model         text COLLATE "C",
    macs          macaddr[] NOT NULL DEFAULT '{}',
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX match_keys_by_serial ON inventory.match_keys (tenant_id, serial) WHERE serial IS NOT NULL;
CREATE INDEX match_keys_by_hostname ON inventory.match_keys (tenant_id, hostname) WHERE hostname IS NOT NULL;
CREATE INDEX match_keys_by_native_id ON inventory.match_keys (tenant_id, native_id)
    WHERE side = 'configuration' AND native_id IS NOT NULL;

-- What is found about devices and configurations is a row for each of hundreds of thousands: no foreign keys, which would be
-- checked one by one. What goes with a device, a configuration or a company is removed once a statement instead.
ALTER TABLE inventory.device_configurations
    DROP CONSTRAINT device_configurations_tenant_id_device_id_fkey,
    DROP CONSTRAINT device_configurations_tenant_id_configuration_id_fkey;
ALTER TABLE inventory.machines DROP CONSTRAINT machines_tenant_id_company_id_fkey;
ALTER TABLE inventory.machine_devices
    DROP CONSTRAINT machine_devices_tenant_id_machine_id_fkey,
    DROP CONSTRAINT machine_devices_tenant_id_device_id_fkey;
ALTER TABLE inventory.machine_configurations
    DROP CONSTRAINT machine_configurations_tenant_id_machine_id_fkey,
    DROP CONSTRAINT machine_configurations_tenant_id_configuration_id_fkey;

-- A device is one machine.
DROP INDEX inventory.machine_devices_by_device;
CREATE UNIQUE INDEX machine_devices_by_device ON inventory.machine_devices (tenant_id, device_id);

CREATE FUNCTION inventory.forget_device_matches() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM inventory.match_keys k USING former f WHERE k.tenant_id = f.tenant_id AND k.id = f.id;
    DELETE FROM inventory.device_configurations l USING former f
        WHERE l.tenant_id = f.tenant_id AND l.device_id = f.id;
    WITH left_over AS (
        DELETE FROM inventory.machine_devices m USING former f WHERE m.tenant_id = f.tenant_id AND m.device_id = f.id
        RETURNING m.tenant_id, m.machine_id),
    -- As they were before: those of others alone keep a machine.
    empty AS (
        SELECT DISTINCT tenant_id, machine_id FROM left_over e WHERE NOT EXISTS (
            SELECT FROM inventory.machine_devices o
            WHERE o.tenant_id = e.tenant_id AND o.machine_id = e.machine_id
                AND NOT EXISTS (SELECT FROM former f WHERE f.tenant_id = o.tenant_id AND f.id = o.device_id))),
    items AS (
        DELETE FROM inventory.machine_configurations c USING empty e
        WHERE c.tenant_id = e.tenant_id AND c.machine_id = e.machine_id)
    DELETE FROM inventory.machines m USING empty e WHERE m.tenant_id = e.tenant_id AND m.id = e.machine_id;
    RETURN NULL;
END
$$;

CREATE FUNCTION inventory.forget_configuration_matches() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM inventory.match_keys k USING former f WHERE k.tenant_id = f.tenant_id AND k.id = f.id;
    DELETE FROM inventory.device_configurations l USING former f
        WHERE l.tenant_id = f.tenant_id AND l.configuration_id = f.id;
    DELETE FROM inventory.machine_configurations m USING former f
        WHERE m.tenant_id = f.tenant_id AND m.configuration_id = f.id;
    RETURN NULL;
END
$$;

CREATE FUNCTION inventory.forget_company_matches() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE inventory.machines m SET company_id = NULL FROM former f
        WHERE m.tenant_id = f.tenant_id AND m.company_id = f.id;
    RETURN NULL;
END
$$;

CREATE TRIGGER forget_matches AFTER DELETE ON inventory.device_facts REFERENCING OLD TABLE AS former
    FOR EACH STATEMENT EXECUTE FUNCTION inventory.forget_device_matches();
CREATE TRIGGER forget_matches AFTER DELETE ON inventory.configuration_facts REFERENCING OLD TABLE AS former
    FOR EACH STATEMENT EXECUTE FUNCTION inventory.forget_configuration_matches();
CREATE TRIGGER forget_matches AFTER DELETE ON inventory.company_facts REFERENCING OLD TABLE AS former
    FOR EACH STATEMENT EXECUTE FUNCTION inventory.forget_company_matches();

DO $policies$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['control.match_passes', 'inventory.match_parties', 'inventory.match_names',
        'inventory.match_candidates', 'inventory.match_keys'] LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY service ON %s TO {role}_worker, {role}_reader
            USING (tenant_id = nullif(current_setting(''quartermaster.tenant'', true), '''')::uuid)', name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO {role}_worker', name);
    END LOOP;
END
$policies$;

-- A serial number that tells one device from another, in one spelling; null for what makers and vendors write where they
-- know none, and for one character over and over.
CREATE FUNCTION inventory.match_serial(serial text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
    bare text := translate(upper(serial), ' -_./:#,;()*', '');
BEGIN
    IF length(bare) < 4 OR length(bare) > 100 OR replace(bare, left(bare, 1), '') = '' OR bare LIKE 'VMWARE0000000%'
        OR strpos('01234567890123456789', bare) > 0 OR strpos('98765432109876543210', bare) > 0
        OR bare IN ('TOBEFILLEDBYOEM', 'TOBEFILLED', 'OEM', 'DEFAULT', 'DEFAULTSTRING', 'NONE', 'NULL', 'UNDEFINED',
            'UNKNOWN', 'INVALID', 'EMPTY', 'BLANK', 'NOTSPECIFIED', 'NOTAVAILABLE', 'NOTAPPLICABLE', 'NOTSET',
            'NOTPRESENT', 'NOASSETTAG', 'NOSERIAL', 'NOSERIALNUMBER', 'SYSTEMSERIALNUMBER', 'SYSTEMSERIAL',
            'SYSTEMPRODUCTNAME', 'SYSTEMMANUFACTURER', 'SYSTEMVERSION', 'SYSTEMNAME', 'SERIALNUMBER', 'SERIAL',
            'CHASSISSERIALNUMBER', 'CHASSISSERIAL', 'BASEBOARDSERIALNUMBER', 'MBSERIALNUMBER', 'ASSETTAG',
            'ASSET1234567890', 'VIRTUAL', 'VIRTUALMACHINE', 'EVAL', 'TEST', 'TESTSERIAL', 'XXXXXXX')
    THEN
        RETURN NULL;
    END IF;
    RETURN bare;
END
$$;

-- The parties of the other side whose names share most groups of three letters with each of these. The comparison may
-- not drive an index under a policy, so it runs here, with the tenant fixed inside. It is planned for its values, and so that
-- the index of likeness is used whatever is known of a table that was just filled. The extension is in whatever schema it was
-- made in.
DO $similar$
BEGIN
    EXECUTE format($make$
CREATE FUNCTION inventory.similar_names(of_parties uuid[], on_side text, at_most integer)
RETURNS TABLE (party_id uuid, other_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, %I, pg_temp
SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off SET enable_nestloop = on AS $body$
BEGIN
    RETURN QUERY EXECUTE format($query$
        SELECT DISTINCT mine.party_id, near.party_id
        FROM inventory.match_names AS mine
        CROSS JOIN LATERAL (
            SELECT its.party_id
            FROM inventory.match_names AS its
            WHERE its.tenant_id = $1 AND its.side = %%L AND its.key %%%% mine.key
            ORDER BY similarity(its.key, mine.key) DESC, its.party_id
            LIMIT $3) AS near
        WHERE mine.tenant_id = $1 AND mine.party_id = ANY ($2)
        $query$, on_side)
    USING nullif(current_setting('quartermaster.tenant', true), '')::uuid, of_parties, at_most;
END
$body$
    $make$, (SELECT n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_trgm'));
END
$similar$;
REVOKE ALL ON FUNCTION inventory.similar_names(uuid[], text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION inventory.similar_names(uuid[], text, integer) TO {role}_worker;
COMMENT ON FUNCTION inventory.similar_names(uuid[], text, integer) IS
    'The tenant''s organisations or companies with the most similar names.';

-- What the planner knows of the tables that matching fills: after a pass has filled them with many rows, which only their
-- owner may have counted. It shows nothing.
CREATE FUNCTION inventory.analyze_matches() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    ANALYZE inventory.match_keys, inventory.device_configurations, inventory.machine_devices;
END
$$;
REVOKE ALL ON FUNCTION inventory.analyze_matches() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION inventory.analyze_matches() TO {role}_worker;
COMMENT ON FUNCTION inventory.analyze_matches() IS 'Counts the tables of matching anew, for the planner.';

-- A person's word may come over the query service too.
GRANT INSERT, UPDATE, DELETE ON inventory.organization_companies TO {role}_reader;

-- A ticket, each of its configuration items, the device that it is known to be (a row a device, where several RMMs show it),
-- and the machine.
CREATE VIEW inventory.ticket_devices WITH (security_invoker) AS
SELECT t.tenant_id, t.id AS ticket_id, c.configuration_id, l.device_id, m.machine_id, l.state, l.method
FROM inventory.ticket_facts t
LEFT JOIN LATERAL (
    SELECT t.configuration_id WHERE t.configuration_id IS NOT NULL
    UNION
    SELECT tc.configuration_id FROM inventory.ticket_configuration_facts tc
    WHERE tc.tenant_id = t.tenant_id AND tc.ticket_id = t.id AND tc.deleted_at IS NULL
        AND tc.configuration_id IS NOT NULL) AS c ON true
LEFT JOIN inventory.device_configurations l ON l.tenant_id = t.tenant_id AND l.configuration_id = c.configuration_id
    AND l.state IN ('confirmed', 'automatic')
LEFT JOIN inventory.machine_devices m ON m.tenant_id = t.tenant_id AND m.device_id = l.device_id
WHERE t.deleted_at IS NULL;
COMMENT ON VIEW inventory.ticket_devices IS
    'Each ticket''s configuration items, as devices of the RMM and as machines.';
GRANT SELECT ON inventory.ticket_devices TO {role}_worker, {role}_reader;
GRANT SELECT ON inventory.ticket_devices TO {role}_limited;
SELECT inventory.let_analysts_read();

COMMENT ON TABLE control.match_passes IS 'How far matching has looked: what changed before is known.';
COMMENT ON TABLE inventory.match_parties IS 'Each organisation and company as matching compares it.';
COMMENT ON TABLE inventory.match_names IS 'The folded names of organisations and companies.';
COMMENT ON TABLE inventory.match_candidates IS 'Organisations and companies with anything in common, and what speaks for them.';
COMMENT ON TABLE inventory.match_keys IS 'What devices and configurations are known by, folded.';
DO $comments$
DECLARE
    described record;
BEGIN
    FOR described IN
        SELECT c.oid::regclass AS name, a.attname, m.meaning
        FROM (VALUES
            ('tenant_id', 'The tenant.'), ('looked_at', 'When the last pass began.'),
            ('id', 'The organisation, company, device or configuration.'), ('connection_id', 'The connection it came by.'),
            ('side', 'Which of the two sides it is of.'), ('folded_name', 'Its name as it is compared.'),
            ('domains', 'E-mail and web domains.'), ('phones', 'Telephone numbers, digits alone.'),
            ('places', 'Street, postal code and town, by tabulators.'), ('serials', 'How many serial numbers it has.'),
            ('party_id', 'The organisation or company.'), ('key', 'The folded name.'),
            ('organization_id', 'The organisation of the RMM.'), ('company_id', 'The company of the PSA.'),
            ('logit', 'All that speaks for and against the pair, as the logarithm of odds.'),
            ('beside_name', 'The part of it that is not the name''s.'),
            ('has_native_id', 'Whether a vendor has stored the other''s id.'),
            ('only_of_that_name', 'Whether no other company has so similar a name.'),
            ('method', 'What spoke most for it.'), ('evidence', 'Each sign with its weight.'),
            ('owner_id', 'The organisation of a device, the company of a configuration.'),
            ('serial', 'The serial number, folded; null where it tells nothing.'),
            ('hostname', 'The short host name, folded.'),
            ('native_id', 'A device''s id at its vendor; a configuration''s word for it.'),
            ('vendor', 'The RMM that the native id is of.'), ('manufacturer', 'The maker, folded.'),
            ('model', 'The model, folded.'), ('macs', 'The MAC addresses of real hardware.')) AS m (attname, meaning)
        JOIN pg_attribute a ON a.attname = m.attname AND a.attnum > 0
        JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r' AND c.relname LIKE 'match\_%'
            AND c.relnamespace = 'inventory'::regnamespace
    LOOP
        EXECUTE format('COMMENT ON COLUMN %s.%I IS %L', described.name, described.attname, described.meaning);
    END LOOP;
END
$comments$;
COMMENT ON COLUMN inventory.ticket_devices.tenant_id IS 'The tenant.';
COMMENT ON COLUMN inventory.ticket_devices.ticket_id IS 'The ticket.';
COMMENT ON COLUMN inventory.ticket_devices.configuration_id IS 'An item that it names; null where it names none.';
COMMENT ON COLUMN inventory.ticket_devices.device_id IS 'The device of an RMM that the item is; null where none is known.';
COMMENT ON COLUMN inventory.ticket_devices.machine_id IS 'The machine that the device is.';
COMMENT ON COLUMN inventory.ticket_devices.state IS 'Whether a person confirmed the item to be the device or it is automatic.';
COMMENT ON COLUMN inventory.ticket_devices.method IS 'By what the item was found to be the device.';
