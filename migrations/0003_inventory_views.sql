-- What readers see: a view an entity over its narrower tables, and the same in `live` without deleted rows. Each runs
-- with its caller's rights (security_invoker), so that the tables' policies hold.

CREATE VIEW inventory.organizations WITH (security_invoker) AS
SELECT
    f.tenant_id, f.connection_id, f.id, f.external_id, f.source_created_at, f.source_updated_at,
    f.first_synced_at, f.changed_at, f.deleted_at, f.name, f.description, f.parent_external_id, f.phone,
    f.address_line1, f.address_line2, f.city, f.region, f.postal_code, f.country, f.psa_company_external_id,
    f.parent_id,
    nullif(coalesce(f.vendor_fields, '{}') || coalesce(f.stream_vendor_fields, '{}'), '{}') AS vendor_fields,
    f.custom_fields
FROM inventory.organization_facts f;

CREATE VIEW inventory.sites WITH (security_invoker) AS
SELECT
    f.tenant_id, f.connection_id, f.id, f.external_id, f.source_created_at, f.source_updated_at,
    f.first_synced_at, f.changed_at, f.deleted_at, f.organization_external_id, f.name, f.address_line1,
    f.address_line2, f.city, f.region, f.postal_code, f.country, f.organization_id,
    nullif(coalesce(f.vendor_fields, '{}') || coalesce(f.stream_vendor_fields, '{}'), '{}') AS vendor_fields
FROM inventory.site_facts f;

CREATE VIEW inventory.devices WITH (security_invoker) AS
SELECT
    f.tenant_id, f.connection_id, f.id, f.external_id, f.source_created_at, f.source_updated_at,
    f.first_synced_at, f.changed_at, f.deleted_at, f.organization_external_id, f.site_external_id,
    f.parent_device_external_id, f.hostname, f.display_name, f.device_class, f.device_class_label, f.is_virtual,
    f.approval_status, f.approval_status_label, f.os_family, f.os_family_label, f.os_name, f.os_version,
    f.os_build, f.architecture, f.manufacturer, f.model, f.serial_number, f.cpu_model, f.cpu_cores,
    f.memory_bytes, f.storage_bytes, r.storage_free_bytes, f.ip_addresses, f.mac_addresses, r.public_ip,
    f.domain, r.last_user, f.owner_name, f.owner_email, r.online, r.last_seen_at, r.last_boot_at,
    r.last_audited_at, f.needs_reboot, f.agent_version, f.antivirus_product, f.antivirus_status,
    f.antivirus_status_label, f.disk_encryption, f.disk_encryption_label, f.bios_released_on, f.purchased_on,
    f.warranty_starts_on, f.warranty_ends_on, f.tags, f.notes, f.organization_id, f.site_id, f.parent_device_id,
    nullif(coalesce(f.vendor_fields, '{}') || coalesce(r.vendor_fields, '{}') || coalesce(f.stream_vendor_fields, '{}'),
        '{}') AS vendor_fields,
    f.custom_fields
FROM inventory.device_facts f
LEFT JOIN inventory.device_readings r ON r.tenant_id = f.tenant_id AND r.id = f.id;

CREATE VIEW inventory.device_volumes WITH (security_invoker) AS
SELECT
    f.tenant_id, f.connection_id, f.id, f.external_id, f.source_created_at, f.source_updated_at,
    f.first_synced_at, f.changed_at, f.deleted_at, f.device_external_id, f.name, f.file_system,
    f.capacity_bytes, r.free_bytes, f.device_id,
    nullif(coalesce(f.vendor_fields, '{}') || coalesce(r.vendor_fields, '{}') || coalesce(f.stream_vendor_fields, '{}'),
        '{}') AS vendor_fields
FROM inventory.device_volume_facts f
LEFT JOIN inventory.device_volume_readings r ON r.tenant_id = f.tenant_id AND r.id = f.id;

CREATE VIEW inventory.device_network_interfaces WITH (security_invoker) AS
SELECT
    f.tenant_id, f.connection_id, f.id, f.external_id, f.source_created_at, f.source_updated_at,
    f.first_synced_at, f.changed_at, f.deleted_at, f.device_external_id, f.name, f.mac_address, f.ip_addresses,
    f.is_virtual, f.device_id,
    nullif(coalesce(f.vendor_fields, '{}') || coalesce(f.stream_vendor_fields, '{}'), '{}') AS vendor_fields
FROM inventory.device_network_interface_facts f;

CREATE VIEW inventory.device_antivirus WITH (security_invoker) AS
SELECT
    f.tenant_id, f.connection_id, f.id, f.external_id, f.source_created_at, f.source_updated_at,
    f.first_synced_at, f.changed_at, f.deleted_at, f.device_external_id, f.product, f.version, f.status,
    f.status_label, f.definitions_at, f.device_id,
    nullif(coalesce(f.vendor_fields, '{}') || coalesce(f.stream_vendor_fields, '{}'), '{}') AS vendor_fields
FROM inventory.device_antivirus_facts f;

CREATE VIEW inventory.patch_status WITH (security_invoker) AS
SELECT
    f.tenant_id, f.connection_id, f.id, f.external_id, f.source_created_at, f.source_updated_at,
    f.first_synced_at, f.changed_at, f.deleted_at, f.device_external_id, f.installed_count, f.pending_count,
    f.failed_count, f.rejected_count, f.status, f.status_label, f.last_scanned_at, f.device_id,
    nullif(coalesce(f.vendor_fields, '{}') || coalesce(f.stream_vendor_fields, '{}'), '{}') AS vendor_fields
FROM inventory.patch_status_facts f;

CREATE VIEW inventory.backups WITH (security_invoker) AS
SELECT
    f.tenant_id, f.connection_id, f.id, f.external_id, f.source_created_at, f.source_updated_at,
    f.first_synced_at, f.changed_at, f.deleted_at, f.device_external_id, f.organization_external_id, f.product,
    f.job_name, f.status, f.status_label, f.last_run_at, f.last_success_at, f.protected_bytes, f.message,
    f.device_id, f.organization_id,
    nullif(coalesce(f.vendor_fields, '{}') || coalesce(f.stream_vendor_fields, '{}'), '{}') AS vendor_fields
FROM inventory.backup_facts f;

CREATE VIEW inventory.alerts WITH (security_invoker) AS
SELECT
    f.tenant_id, f.connection_id, f.id, f.external_id, f.source_created_at, f.source_updated_at,
    f.first_synced_at, f.changed_at, f.deleted_at, f.device_external_id, f.organization_external_id, f.severity,
    f.severity_label, f.category, f.condition_name, f.message, f.status, f.status_label, f.raised_at,
    f.resolved_at, f.ticket_external_id, f.device_id, f.organization_id,
    nullif(coalesce(f.vendor_fields, '{}') || coalesce(f.stream_vendor_fields, '{}'), '{}') AS vendor_fields
FROM inventory.alert_facts f;

CREATE VIEW inventory.companies WITH (security_invoker) AS
SELECT
    f.tenant_id, f.connection_id, f.id, f.external_id, f.source_created_at, f.source_updated_at,
    f.first_synced_at, f.changed_at, f.deleted_at, f.name, f.identifier, f.kind, f.kind_label, f.is_active,
    f.website, f.phone, f.address_line1, f.address_line2, f.city, f.region, f.postal_code, f.country,
    f.parent_external_id, f.account_manager_name, f.parent_id,
    nullif(coalesce(f.vendor_fields, '{}') || coalesce(f.stream_vendor_fields, '{}'), '{}') AS vendor_fields,
    f.custom_fields
FROM inventory.company_facts f;

CREATE VIEW inventory.company_sites WITH (security_invoker) AS
SELECT
    f.tenant_id, f.connection_id, f.id, f.external_id, f.source_created_at, f.source_updated_at,
    f.first_synced_at, f.changed_at, f.deleted_at, f.company_external_id, f.name, f.address_line1,
    f.address_line2, f.city, f.region, f.postal_code, f.country, f.phone, f.is_primary, f.company_id,
    nullif(coalesce(f.vendor_fields, '{}') || coalesce(f.stream_vendor_fields, '{}'), '{}') AS vendor_fields
FROM inventory.company_site_facts f;

CREATE VIEW inventory.contacts WITH (security_invoker) AS
SELECT
    f.tenant_id, f.connection_id, f.id, f.external_id, f.source_created_at, f.source_updated_at,
    f.first_synced_at, f.changed_at, f.deleted_at, f.company_external_id, f.first_name, f.last_name, f.email,
    f.phone, f.job_title, f.is_active, f.company_id,
    nullif(coalesce(f.vendor_fields, '{}') || coalesce(f.stream_vendor_fields, '{}'), '{}') AS vendor_fields,
    f.custom_fields
FROM inventory.contact_facts f;

CREATE VIEW inventory.tickets WITH (security_invoker) AS
SELECT
    f.tenant_id, f.connection_id, f.id, f.external_id, f.source_created_at, f.source_updated_at,
    f.first_synced_at, f.changed_at, f.deleted_at, f.number, f.record_kind, f.record_kind_label, f.summary,
    f.description, f.description_html, f.status_category, f.status_label, f.priority, f.priority_label,
    f.kind_label, f.queue_label, f.source_label, f.company_external_id, f.company_site_external_id,
    f.contact_external_id, f.configuration_external_id, f.agreement_external_id, f.parent_ticket_external_id,
    f.alert_external_id, f.merged_into_external_id, f.subtype_label, f.sla_label, f.assignee_name, f.opened_at,
    f.first_responded_at, f.respond_due_at, f.due_at, f.resolved_at, f.closed_at, f.company_id,
    f.company_site_id, f.contact_id, f.configuration_id, f.agreement_id, f.parent_ticket_id,
    nullif(coalesce(f.vendor_fields, '{}') || coalesce(f.stream_vendor_fields, '{}'), '{}') AS vendor_fields,
    f.custom_fields
FROM inventory.ticket_facts f;

CREATE VIEW inventory.ticket_configurations WITH (security_invoker) AS
SELECT
    f.tenant_id, f.connection_id, f.id, f.external_id, f.source_created_at, f.source_updated_at,
    f.first_synced_at, f.changed_at, f.deleted_at, f.ticket_external_id, f.configuration_external_id,
    f.ticket_id, f.configuration_id,
    nullif(coalesce(f.vendor_fields, '{}') || coalesce(f.stream_vendor_fields, '{}'), '{}') AS vendor_fields
FROM inventory.ticket_configuration_facts f;

CREATE VIEW inventory.ticket_notes WITH (security_invoker) AS
SELECT
    f.tenant_id, f.connection_id, f.id, f.external_id, f.source_created_at, f.source_updated_at,
    f.first_synced_at, f.changed_at, f.deleted_at, f.ticket_external_id, f.body, f.author_name, f.is_internal,
    f.written_at, f.ticket_id,
    nullif(coalesce(f.vendor_fields, '{}') || coalesce(f.stream_vendor_fields, '{}'), '{}') AS vendor_fields
FROM inventory.ticket_note_facts f;

CREATE VIEW inventory.time_entries WITH (security_invoker) AS
SELECT
    f.tenant_id, f.connection_id, f.id, f.external_id, f.source_created_at, f.source_updated_at,
    f.first_synced_at, f.changed_at, f.deleted_at, f.ticket_external_id, f.company_external_id,
    f.agreement_external_id, f.member_name, f.started_at, f.ended_at, f.duration_minutes, f.is_billable,
    f.billing_label, f.hourly_rate, f.work_type_label, f.notes, f.ticket_id, f.company_id, f.agreement_id,
    nullif(coalesce(f.vendor_fields, '{}') || coalesce(f.stream_vendor_fields, '{}'), '{}') AS vendor_fields
FROM inventory.time_entry_facts f;

CREATE VIEW inventory.configurations WITH (security_invoker) AS
SELECT
    f.tenant_id, f.connection_id, f.id, f.external_id, f.source_created_at, f.source_updated_at,
    f.first_synced_at, f.changed_at, f.deleted_at, f.company_external_id, f.company_site_external_id,
    f.contact_external_id, f.name, f.kind_label, f.status_label, f.is_active, f.serial_number, f.manufacturer,
    f.model, f.rmm_vendor, f.rmm_device_external_id, f.installed_on, f.purchased_on, f.warranty_ends_on,
    f.company_id, f.company_site_id, f.contact_id,
    nullif(coalesce(f.vendor_fields, '{}') || coalesce(f.stream_vendor_fields, '{}'), '{}') AS vendor_fields,
    f.custom_fields
FROM inventory.configuration_facts f;

CREATE VIEW inventory.agreements WITH (security_invoker) AS
SELECT
    f.tenant_id, f.connection_id, f.id, f.external_id, f.source_created_at, f.source_updated_at,
    f.first_synced_at, f.changed_at, f.deleted_at, f.company_external_id, f.name, f.kind_label, f.status,
    f.status_label, f.starts_on, f.ends_on, f.amount, f.monthly_amount, f.currency, f.billing_cycle,
    f.billing_cycle_label, f.company_id,
    nullif(coalesce(f.vendor_fields, '{}') || coalesce(f.stream_vendor_fields, '{}'), '{}') AS vendor_fields
FROM inventory.agreement_facts f;

CREATE VIEW inventory.agreement_lines WITH (security_invoker) AS
SELECT
    f.tenant_id, f.connection_id, f.id, f.external_id, f.source_created_at, f.source_updated_at,
    f.first_synced_at, f.changed_at, f.deleted_at, f.agreement_external_id, f.product_external_id, f.name,
    f.quantity, f.billed_quantity, f.included_quantity, f.unit_price, f.unit_cost, f.currency, f.starts_on,
    f.ends_on, f.agreement_id, f.product_id,
    nullif(coalesce(f.vendor_fields, '{}') || coalesce(f.stream_vendor_fields, '{}'), '{}') AS vendor_fields
FROM inventory.agreement_line_facts f;

CREATE VIEW inventory.products WITH (security_invoker) AS
SELECT
    f.tenant_id, f.connection_id, f.id, f.external_id, f.source_created_at, f.source_updated_at,
    f.first_synced_at, f.changed_at, f.deleted_at, f.kind, f.kind_label, f.name, f.sku, f.category,
    f.unit_price, f.unit_cost, f.currency, f.is_active,
    nullif(coalesce(f.vendor_fields, '{}') || coalesce(f.stream_vendor_fields, '{}'), '{}') AS vendor_fields
FROM inventory.product_facts f;

CREATE VIEW inventory.opportunities WITH (security_invoker) AS
SELECT
    f.tenant_id, f.connection_id, f.id, f.external_id, f.source_created_at, f.source_updated_at,
    f.first_synced_at, f.changed_at, f.deleted_at, f.company_external_id, f.name, f.status, f.status_label,
    f.stage_label, f.probability, f.owner_name, f.amount, f.currency, f.expected_close_on, f.closed_on,
    f.company_id,
    nullif(coalesce(f.vendor_fields, '{}') || coalesce(f.stream_vendor_fields, '{}'), '{}') AS vendor_fields
FROM inventory.opportunity_facts f;

CREATE VIEW inventory.lookups WITH (security_invoker) AS
SELECT
    f.tenant_id, f.connection_id, f.id, f.external_id, f.source_created_at, f.source_updated_at,
    f.first_synced_at, f.changed_at, f.deleted_at, f.kind, f.name, f.parent_external_id, f.is_active,
    nullif(coalesce(f.vendor_fields, '{}') || coalesce(f.stream_vendor_fields, '{}'), '{}') AS vendor_fields
FROM inventory.lookup_facts f;

-- The bulk tables as readers know them. A row's id is made of its key; a row goes when the thing is gone, so there are
-- no times and no deleted rows.
CREATE VIEW inventory.software WITH (security_invoker) AS
SELECT
    s.tenant_id, n.connection_id,
    md5(concat_ws(':', 'software', s.device_number, s.part, s.title_number, s.version_number))::uuid AS id,
    n.external_id || ':' || coalesce(t.source_key, concat(t.name, ':', v.version)) AS external_id,
    NULL::timestamptz AS source_created_at, NULL::timestamptz AS source_updated_at,
    NULL::timestamptz AS first_synced_at, NULL::timestamptz AS changed_at, NULL::timestamptz AS deleted_at,
    n.external_id AS device_external_id, t.name, v.version, t.publisher, s.installed_on, s.size_bytes, t.architecture,
    d.id AS device_id
FROM inventory.software_rows s
JOIN inventory.device_numbers n ON n.tenant_id = s.tenant_id AND n.number = s.device_number
JOIN inventory.software_titles t ON t.tenant_id = s.tenant_id AND t.number = s.title_number
JOIN inventory.software_versions v ON v.tenant_id = s.tenant_id AND v.number = s.version_number
LEFT JOIN inventory.device_facts d ON d.tenant_id = n.tenant_id AND d.connection_id = n.connection_id
    AND d.external_id = n.external_id AND d.deleted_at IS NULL;

CREATE VIEW inventory.patches WITH (security_invoker) AS
SELECT
    p.tenant_id, n.connection_id,
    md5(concat_ws(':', 'patches', p.device_number, p.part, p.title_number))::uuid AS id,
    n.external_id || ':' || coalesce(t.source_key, t.kb, t.title, '') AS external_id,
    NULL::timestamptz AS source_created_at, NULL::timestamptz AS source_updated_at,
    NULL::timestamptz AS first_synced_at, NULL::timestamptz AS changed_at, NULL::timestamptz AS deleted_at,
    n.external_id AS device_external_id, t.kb, t.title, t.kind, t.severity, t.severity_label, s.state, s.state_label,
    t.released_on, p.installed_at, d.id AS device_id
FROM inventory.patch_rows p
JOIN inventory.device_numbers n ON n.tenant_id = p.tenant_id AND n.number = p.device_number
JOIN inventory.patch_titles t ON t.tenant_id = p.tenant_id AND t.number = p.title_number
JOIN inventory.patch_states s ON s.tenant_id = p.tenant_id AND s.number = p.state_number
LEFT JOIN inventory.device_facts d ON d.tenant_id = n.tenant_id AND d.connection_id = n.connection_id
    AND d.external_id = n.external_id AND d.deleted_at IS NULL;

-- Software and patches of a device that lives; of a deleted device (or one that has not arrived) they are not counted.
CREATE VIEW live.software WITH (security_invoker) AS SELECT * FROM inventory.software WHERE device_id IS NOT NULL;
CREATE VIEW live.patches WITH (security_invoker) AS SELECT * FROM inventory.patches WHERE device_id IS NOT NULL;

DO $live$
DECLARE
    name text;
BEGIN
    FOR name IN
        SELECT relname FROM pg_class WHERE relnamespace = 'inventory'::regnamespace AND relkind = 'v'
            AND relname NOT IN ('software', 'patches') ORDER BY relname
    LOOP
        EXECUTE format('CREATE VIEW live.%1$I WITH (security_invoker) AS
            SELECT * FROM inventory.%1$I WHERE deleted_at IS NULL', name);
    END LOOP;
    FOR name IN
        SELECT format('%I.%I', relnamespace::regnamespace, relname) FROM pg_class
        WHERE relnamespace IN ('inventory'::regnamespace, 'live'::regnamespace) AND relkind = 'v'
    LOOP
        EXECUTE format('GRANT SELECT ON %s TO {role}_worker, {role}_reader', name);
    END LOOP;
END
$live$;
