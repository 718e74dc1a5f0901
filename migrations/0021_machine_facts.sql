-- The wide row a machine costs a third of every report. Most machines are seen once: of those each column is found by itself,
-- so that a query which asks for a few pays for no other. Each fact of one that is seen twice is told by the device that was
-- seen last of those that know it: `p` numbers them, and stands before the value until the least is found.
CREATE OR REPLACE VIEW report.machine_facts WITH (security_invoker) AS
WITH items AS (
    SELECT DISTINCT ON (l.tenant_id, l.device_id)
        l.tenant_id, l.device_id, c.id AS configuration_id, c.name AS configuration_name, c.purchased_on,
        c.warranty_ends_on
    FROM inventory.device_configurations l
    JOIN inventory.configuration_facts c ON c.tenant_id = l.tenant_id AND c.id = l.configuration_id
        AND c.deleted_at IS NULL
    WHERE l.state IN ('confirmed', 'automatic')
    ORDER BY l.tenant_id, l.device_id, (l.state = 'confirmed') DESC, l.score DESC NULLS LAST, c.id),
backups AS (
    SELECT b.tenant_id, b.device_id, max(b.last_success_at) AS last_success_at, count(*) AS jobs,
        min(b.product) AS product
    FROM inventory.backup_facts b WHERE b.deleted_at IS NULL AND b.device_id IS NOT NULL
    GROUP BY b.tenant_id, b.device_id),
states AS (
    SELECT DISTINCT ON (s.tenant_id, s.device_id)
        s.tenant_id, s.device_id, s.status, s.pending_count, s.failed_count, s.last_scanned_at
    FROM inventory.patch_status_facts s WHERE s.deleted_at IS NULL
    ORDER BY s.tenant_id, s.device_id, s.last_scanned_at DESC NULLS LAST, s.id),
seen AS NOT MATERIALIZED (
    SELECT d.tenant_id, coalesce(m.machine_id, d.id) AS machine_id, d.id, d.connection_id, d.organization_id, c.company_id,
        c.company_name, d.site_id, coalesce(d.display_name, d.hostname) AS display_name, d.hostname,
        nullif(d.device_class, 'other') AS device_class, d.is_virtual, d.os_family, d.os_name, d.os_version,
        coalesce(substring(d.os_build FROM '^[0-9]{4,5}'),
            substring(d.os_version FROM '^[0-9]+[.][0-9]+[.]([0-9]{4,5})')) AS os_build,
        d.architecture, d.manufacturer, d.model, d.serial_number, d.cpu_model, d.cpu_cores, d.memory_bytes,
        d.storage_bytes, r.storage_free_bytes, r.last_user, d.owner_name, r.online, r.last_seen_at, r.last_boot_at,
        least(d.source_created_at, d.first_synced_at) AS first_seen_at, d.needs_reboot, d.antivirus_product,
        d.antivirus_status, nullif(d.disk_encryption, 'unknown') AS disk_encryption,
        coalesce(d.purchased_on, i.purchased_on) AS purchased_on, d.warranty_starts_on,
        coalesce(d.warranty_ends_on, i.warranty_ends_on) AS warranty_ends_on, d.bios_released_on, i.configuration_id,
        i.configuration_name, nullif(s.status, 'unknown') AS patch_status, s.pending_count AS patches_pending,
        s.failed_count AS patches_failed, s.last_scanned_at AS patches_scanned_at,
        b.last_success_at AS backup_success_at, coalesce(b.jobs, 0) AS backup_jobs, b.product AS backup_product,
        n.number IS NOT NULL AS is_inventoried, coalesce(m.is_shared, false) AS is_shared
    FROM inventory.device_facts d
    LEFT JOIN (
        SELECT m.tenant_id, m.device_id, m.machine_id,
            count(*) OVER (PARTITION BY m.tenant_id, m.machine_id) > 1 AS is_shared
        FROM inventory.machine_devices m) AS m ON m.tenant_id = d.tenant_id AND m.device_id = d.id
    LEFT JOIN inventory.device_readings r ON r.tenant_id = d.tenant_id AND r.id = d.id
    LEFT JOIN report.organization_company c ON c.tenant_id = d.tenant_id AND c.organization_id = d.organization_id
    LEFT JOIN items i ON i.tenant_id = d.tenant_id AND i.device_id = d.id
    LEFT JOIN states s ON s.tenant_id = d.tenant_id AND s.device_id = d.id
    LEFT JOIN backups b ON b.tenant_id = d.tenant_id AND b.device_id = d.id
    LEFT JOIN inventory.device_numbers n ON n.tenant_id = d.tenant_id AND n.connection_id = d.connection_id
        AND n.external_id = d.external_id
    WHERE d.deleted_at IS NULL AND d.approval_status IS DISTINCT FROM 'ignored'),
numbered AS (
    SELECT s.*, lpad(row_number() OVER (
        PARTITION BY s.tenant_id, s.machine_id ORDER BY s.last_seen_at DESC NULLS LAST, s.id)::text, 2, '0')
        COLLATE "C" AS p
    FROM seen s WHERE s.is_shared),
merged AS (
    SELECT tenant_id, machine_id, ARRAY[id] AS device_ids, ARRAY[connection_id] AS connection_ids, organization_id,
        company_id, company_name, site_id, display_name, hostname, device_class, is_virtual, os_family, os_name,
        os_version, os_build, architecture, manufacturer, model, serial_number, cpu_model, cpu_cores, memory_bytes,
        storage_bytes, storage_free_bytes, last_user, owner_name, online, last_seen_at, last_boot_at, first_seen_at,
        needs_reboot, antivirus_product, antivirus_status, disk_encryption, purchased_on, warranty_starts_on,
        warranty_ends_on, bios_released_on, configuration_id, configuration_name, patch_status, patches_pending,
        patches_failed, patches_scanned_at, backup_success_at, backup_jobs, backup_product, is_inventoried
    FROM seen WHERE NOT is_shared
    UNION ALL
    SELECT tenant_id, machine_id,
        array_agg(DISTINCT id), array_agg(DISTINCT connection_id),
        substr(min(p || organization_id::text), 3)::uuid,
        substr(min(p || company_id::text), 3)::uuid,
        substr(min(p || company_name), 3),
        substr(min(p || site_id::text), 3)::uuid,
        substr(min(p || display_name), 3),
        substr(min(p || hostname), 3),
        substr(min(p || device_class), 3),
        bool_or(is_virtual),
        substr(min(p || os_family), 3),
        substr(min(p || os_name), 3),
        substr(min(p || os_version), 3),
        substr(min(p || os_build), 3),
        substr(min(p || architecture), 3),
        substr(min(p || manufacturer), 3),
        substr(min(p || model), 3),
        substr(min(p || serial_number), 3),
        substr(min(p || cpu_model), 3),
        max(cpu_cores), max(memory_bytes), max(storage_bytes),
        substr(min(p || storage_free_bytes::text), 3)::bigint,
        substr(min(p || last_user), 3),
        substr(min(p || owner_name), 3),
        bool_or(online), max(last_seen_at), max(last_boot_at), min(first_seen_at), bool_or(needs_reboot),
        substr(min(p || antivirus_product), 3),
        -- The best word of all: one RMM that sees protection is enough.
        (ARRAY['protected', 'outdated', 'disabled', 'missing', 'unknown'])[
            min(array_position(ARRAY['protected', 'outdated', 'disabled', 'missing', 'unknown'], antivirus_status))],
        substr(min(p || disk_encryption), 3),
        min(purchased_on), min(warranty_starts_on), max(warranty_ends_on), min(bios_released_on),
        substr(min(p || configuration_id::text), 3)::uuid,
        substr(min(p || configuration_name), 3),
        substr(min(p || patch_status), 3),
        substr(min(p || patches_pending::text), 3)::integer,
        substr(min(p || patches_failed::text), 3)::integer,
        max(patches_scanned_at), max(backup_success_at), max(backup_jobs), min(backup_product), bool_or(is_inventoried)
    FROM numbered GROUP BY tenant_id, machine_id)
SELECT m.tenant_id, m.machine_id, m.device_ids, m.connection_ids, m.company_id, m.company_name, m.organization_id,
    o.name AS organization_name, t.name AS site_name, m.hostname, m.display_name,
    CASE
        WHEN m.device_class = 'server' OR m.os_family = 'windows' AND lower(m.os_name) LIKE '%server%' THEN 'server'
        WHEN m.device_class IN ('hypervisor', 'network', 'mobile', 'printer', 'laptop', 'workstation')
            THEN m.device_class
        WHEN m.os_family IN ('windows', 'macos') THEN 'workstation'
        WHEN m.os_family = 'linux' THEN 'server'
        ELSE 'other'
    END AS role,
    m.device_class,
    coalesce(m.is_virtual, false) OR coalesce(m.device_class, '') = 'virtual_machine'
        -- ILIKE would fold each value again for each pattern.
        OR lower(coalesce(m.manufacturer, '')) LIKE ANY (ARRAY['vmware%', 'qemu%', 'xen%', 'innotek%', 'parallels%',
            'amazon ec2%', 'google compute%', 'nutanix%'])
        OR lower(coalesce(m.model, '')) LIKE ANY (ARRAY['virtual machine%', 'vmware%', 'kvm%', 'virtualbox%']) AS is_virtual,
    m.os_family, m.os_name, m.os_version, m.os_build, m.architecture, m.manufacturer, m.model, m.serial_number,
    m.cpu_model, m.cpu_cores, m.memory_bytes, m.storage_bytes, m.storage_free_bytes, m.last_user, m.owner_name,
    m.online, m.last_seen_at, m.last_boot_at, m.first_seen_at, m.needs_reboot, m.antivirus_product, m.antivirus_status,
    m.disk_encryption, m.purchased_on, m.warranty_starts_on, m.warranty_ends_on, m.bios_released_on,
    coalesce(m.purchased_on, m.warranty_starts_on, m.bios_released_on, m.first_seen_at::date) AS age_from,
    CASE WHEN m.purchased_on IS NOT NULL THEN 'purchase' WHEN m.warranty_starts_on IS NOT NULL THEN 'warranty'
        WHEN m.bios_released_on IS NOT NULL THEN 'bios_date' ELSE 'first_seen' END AS age_basis,
    m.configuration_id, m.configuration_name, m.patch_status, m.patches_pending, m.patches_failed,
    m.patches_scanned_at, m.backup_success_at, m.backup_jobs, m.backup_product,
    m.is_inventoried
FROM merged m
LEFT JOIN inventory.organization_facts o ON o.tenant_id = m.tenant_id AND o.id = m.organization_id
LEFT JOIN inventory.site_facts t ON t.tenant_id = m.tenant_id AND t.id = m.site_id;

-- The titles of a category on each device: found title by title, which are few of all that is installed; then the machines of
-- all these rows at once, which looked up row by row cost the most. Rows are kept narrow until then. Reports count machines,
-- and do not mind a row that comes twice.
CREATE VIEW report.classed_installations WITH (security_invoker) AS
WITH classed AS MATERIALIZED (
    SELECT c.tenant_id, c.title_number, c.name, c.category,
        coalesce(bool_or(c.is_included) FILTER (WHERE c.company_id IS NULL), false) AS is_usual,
        array_agg(c.company_id) FILTER (WHERE c.company_id IS NOT NULL AND c.is_included) AS included,
        array_agg(c.company_id) FILTER (WHERE c.company_id IS NOT NULL AND NOT c.is_included) AS excluded
    FROM report.software_categories c GROUP BY c.tenant_id, c.title_number, c.name, c.category),
installed AS MATERIALIZED (
    SELECT t.tenant_id, t.title_number, s.device_number, s.version_number
    FROM (SELECT DISTINCT c.tenant_id, c.title_number FROM classed c) AS t
    CROSS JOIN LATERAL (
        SELECT s.device_number, s.version_number FROM inventory.software_rows s
        WHERE s.tenant_id = t.tenant_id AND s.title_number = t.title_number OFFSET 0) AS s)
SELECT i.tenant_id, coalesce(m.machine_id, d.id) AS machine_id, c.category, c.name, v.version
FROM installed i
JOIN inventory.device_numbers n ON n.tenant_id = i.tenant_id AND n.number = i.device_number
JOIN inventory.device_facts d ON d.tenant_id = n.tenant_id AND d.connection_id = n.connection_id
    AND d.external_id = n.external_id AND d.deleted_at IS NULL AND d.approval_status IS DISTINCT FROM 'ignored'
JOIN classed c ON c.tenant_id = i.tenant_id AND c.title_number = i.title_number
LEFT JOIN inventory.software_versions v ON v.tenant_id = i.tenant_id AND v.number = i.version_number
LEFT JOIN inventory.machine_devices m ON m.tenant_id = d.tenant_id AND m.device_id = d.id
LEFT JOIN report.organization_company o ON o.tenant_id = d.tenant_id AND o.organization_id = d.organization_id
WHERE CASE WHEN o.company_id = ANY (c.excluded) THEN false WHEN o.company_id = ANY (c.included) THEN true
    ELSE c.is_usual END;
COMMENT ON VIEW report.classed_installations IS
    'The classed software titles of each machine, once a device that tells of them.';
CREATE OR REPLACE VIEW report.machine_software WITH (security_invoker) AS
SELECT DISTINCT i.tenant_id, i.machine_id, i.category, i.name, i.version FROM report.classed_installations i;
COMMENT ON COLUMN report.classed_installations.tenant_id IS 'The tenant.';
COMMENT ON COLUMN report.classed_installations.machine_id IS 'The machine in report.machine_facts.';
COMMENT ON COLUMN report.classed_installations.category IS
    'The class of software: remote_access, antivirus, backup, unwanted, or one of a tenant''s own.';
COMMENT ON COLUMN report.classed_installations.name IS 'The title.';
COMMENT ON COLUMN report.classed_installations.version IS 'The version that is installed.';
GRANT SELECT ON report.classed_installations TO {role}_worker, {role}_reader, {role}_limited;
SELECT inventory.let_analysts_read();
