-- Keys that are limited to companies: what they see is decided here, whatever a route asks. Their transactions take on a
-- role of their own, which sees of the tenant (`quartermaster.tenant`) the companies in `quartermaster.companies`, the
-- organisations that are matched to these, and what hangs on either. The reader's policies stay one plain comparison, so
-- that keys without a limit pay nothing.
--
-- A row that hangs on another is seen where that one is: the subqueries are under the policies themselves.
DO $role$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('quartermaster roles'));
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}_limited') THEN
        CREATE ROLE {role}_limited NOLOGIN NOBYPASSRLS;
    END IF;
    EXECUTE format('GRANT {role}_limited TO %I', current_user);
END
$role$;
GRANT USAGE ON SCHEMA control, inventory, live, report TO {role}_limited;

-- Each table and its condition, in which `$companies` stands for the setting. A table without one is not for limited keys;
-- a migration that makes a table calls this for it.
CREATE FUNCTION inventory.limit_to_companies(limits text[][]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    pair text[];
BEGIN
    FOREACH pair SLICE 1 IN ARRAY limits LOOP
        EXECUTE format('CREATE POLICY limited ON %s FOR SELECT TO {role}_limited
            USING (%s = nullif(current_setting(''quartermaster.tenant'', true), '''')::uuid AND (%s))', pair[1],
            CASE pair[1] WHEN 'control.tenants' THEN 'id' ELSE 'tenant_id' END,
            replace(pair[2], '$companies',
                '(SELECT nullif(current_setting(''quartermaster.companies'', true), '''')::uuid[])::uuid[]'));
        EXECUTE format('GRANT SELECT ON %s TO {role}_limited', pair[1]);
    END LOOP;
END
$$;
REVOKE ALL ON FUNCTION inventory.limit_to_companies(text[][]) FROM PUBLIC;

-- What has a former version that is seen. Not SQL, which would be taken apart into the policy that asks it.
CREATE FUNCTION inventory.former_ids(of_entity text) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT h.id FROM inventory.history h
        WHERE h.tenant_id = nullif(current_setting('quartermaster.tenant', true), '')::uuid AND h.entity = of_entity;
END
$$;

SELECT inventory.limit_to_companies(ARRAY[
    ['inventory.company_facts', 'id = ANY ($companies)'],
    ['inventory.company_site_facts', 'company_id = ANY ($companies)'],
    ['inventory.contact_facts', 'company_id = ANY ($companies)'],
    ['inventory.ticket_facts', 'company_id = ANY ($companies)'],
    ['inventory.configuration_facts', 'company_id = ANY ($companies)'],
    ['inventory.agreement_facts', 'company_id = ANY ($companies)'],
    ['inventory.opportunity_facts', 'company_id = ANY ($companies)'],
    ['inventory.machines', 'company_id = ANY ($companies)'],
    ['inventory.organization_companies', 'company_id = ANY ($companies) AND state IN (''confirmed'', ''automatic'')'],
    ['inventory.organization_facts', 'id IN (SELECT m.organization_id FROM inventory.organization_companies m)'],
    ['inventory.site_facts', 'organization_id IN (SELECT m.organization_id FROM inventory.organization_companies m)'],
    ['inventory.device_facts', 'organization_id IN (SELECT m.organization_id FROM inventory.organization_companies m)'],
    ['inventory.device_readings', 'id IN (SELECT d.id FROM inventory.device_facts d)'],
    ['inventory.device_volume_facts', 'device_id IN (SELECT d.id FROM inventory.device_facts d)'],
    ['inventory.device_volume_readings', 'id IN (SELECT v.id FROM inventory.device_volume_facts v)'],
    ['inventory.device_network_interface_facts', 'device_id IN (SELECT d.id FROM inventory.device_facts d)'],
    ['inventory.device_antivirus_facts', 'device_id IN (SELECT d.id FROM inventory.device_facts d)'],
    -- Of these the past can be asked, and so what was theirs then is not hidden because it is another's now.
    ['inventory.patch_status_facts', 'device_id IN (SELECT d.id FROM inventory.device_facts d)
        OR device_id IN (SELECT inventory.former_ids(''devices''))'],
    ['inventory.backup_facts', 'organization_id IN (SELECT m.organization_id FROM inventory.organization_companies m)
        OR organization_id IS NULL AND device_id IN (SELECT d.id FROM inventory.device_facts d)'],
    ['inventory.alert_facts', 'organization_id IN (SELECT m.organization_id FROM inventory.organization_companies m)
        OR organization_id IS NULL AND device_id IN (SELECT d.id FROM inventory.device_facts d)'],
    ['inventory.device_numbers', '(connection_id, external_id) IN (SELECT d.connection_id, d.external_id
        FROM inventory.device_facts d)'],
    ['inventory.software_rows', 'device_number IN (SELECT n.number FROM inventory.device_numbers n)'],
    ['inventory.patch_rows', 'device_number IN (SELECT n.number FROM inventory.device_numbers n)'],
    ['inventory.ticket_configuration_facts', 'ticket_id IN (SELECT t.id FROM inventory.ticket_facts t)'],
    ['inventory.ticket_note_facts', 'ticket_id IN (SELECT t.id FROM inventory.ticket_facts t)'],
    ['inventory.time_entry_facts', 'company_id = ANY ($companies) OR company_id IS NULL AND (
        ticket_id IN (SELECT t.id FROM inventory.ticket_facts t)
        OR ticket_id IS NULL AND agreement_id IN (SELECT a.id FROM inventory.agreement_facts a))'],
    ['inventory.agreement_line_facts', 'agreement_id IN (SELECT a.id FROM inventory.agreement_facts a)
        OR agreement_id IN (SELECT inventory.former_ids(''agreements''))'],
    ['inventory.device_configurations', 'device_id IN (SELECT d.id FROM inventory.device_facts d)
        AND configuration_id IN (SELECT c.id FROM inventory.configuration_facts c)'],
    ['inventory.machine_devices', 'device_id IN (SELECT d.id FROM inventory.device_facts d)'],
    ['inventory.machine_configurations', 'configuration_id IN (SELECT c.id FROM inventory.configuration_facts c)'],
    -- Whose a former version was then, not whose the thing is now.
    ['inventory.history', 'CASE entity
        WHEN ''devices'' THEN (facts ->> ''organization_id'')::uuid IN (SELECT m.organization_id
            FROM inventory.organization_companies m)
        WHEN ''patch_status'' THEN (facts ->> ''device_id'')::uuid IN (SELECT d.id FROM inventory.device_facts d
            UNION ALL SELECT inventory.former_ids(''devices''))
        WHEN ''agreements'' THEN (facts ->> ''company_id'')::uuid = ANY ($companies)
        WHEN ''agreement_lines'' THEN (facts ->> ''agreement_id'')::uuid IN (SELECT a.id
            FROM inventory.agreement_facts a UNION ALL SELECT inventory.former_ids(''agreements''))
        END'],
    -- Of no client: names of programs and patches, which show in rows that are seen; what the PSA sells and calls things.
    ['inventory.software_titles', 'true'], ['inventory.software_versions', 'true'], ['inventory.patch_titles', 'true'],
    ['inventory.patch_states', 'true'], ['inventory.product_facts', 'true'], ['inventory.lookup_facts', 'true'],
    ['inventory.history_kept', 'true'], ['control.tenants', 'true'], ['control.connections', 'true'],
    ['control.streams', 'true']]);

DO $views$
DECLARE
    name regclass;
BEGIN
    FOR name IN SELECT oid FROM pg_class WHERE relkind = 'v'
        AND relnamespace IN ('inventory'::regnamespace, 'live'::regnamespace)
    LOOP
        EXECUTE format('GRANT SELECT ON %s TO {role}_limited', name);
    END LOOP;
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO {role}_limited', (SELECT string_agg(oid::regprocedure::text, ', ')
        FROM pg_proc WHERE pronamespace = 'inventory'::regnamespace AND proname LIKE '%\_as\_of'));
END
$views$;
