-- What the reports stand on: dates of support ends, classes of software and prices, each with a tenant's own word before
-- the program's; what a product counts; and the wide row a machine that every report reads.

-- From Config/, loaded whole with each migration: the same for all tenants.
CREATE TABLE report.reference_files (
    name      text PRIMARY KEY,
    digest    text NOT NULL,
    loaded_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE report.lifecycle_standards (
    kind             text NOT NULL CHECK (kind IN ('operating_system', 'software')),
    product          text NOT NULL,
    -- In small letters, as LIKE has them: one of `names` and none of `except`; an empty list of builds or versions is any.
    names            text[] NOT NULL,
    except_names     text[] NOT NULL DEFAULT '{}',
    builds           text[] NOT NULL DEFAULT '{}',
    versions         text[] NOT NULL DEFAULT '{}',
    ends_on          date,
    ends_term        text,
    extended_ends_on date,
    extended_term    text,
    successor        text,
    source           text NOT NULL,
    -- The first that fits counts.
    place            integer NOT NULL,
    PRIMARY KEY (kind, product)
);
CREATE TABLE report.software_category_standards (
    category text NOT NULL,
    pattern  text NOT NULL,
    PRIMARY KEY (category, pattern)
);
CREATE TABLE report.price_standards (
    name     text PRIMARY KEY,
    one_time numeric(14,2),
    monthly  numeric(14,2),
    currency text NOT NULL,
    meaning  text NOT NULL
);
COMMENT ON TABLE report.reference_files IS 'Which files of Config/ were loaded, and as they were.';
COMMENT ON TABLE report.lifecycle_standards IS 'When makers end the support of operating systems and software.';
COMMENT ON TABLE report.software_category_standards IS 'Patterns of software titles by what they are for.';
COMMENT ON TABLE report.price_standards IS 'What remedies cost, where a tenant has no price of its own.';
GRANT SELECT ON report.lifecycle_standards, report.software_category_standards, report.price_standards
    TO {role}_worker, {role}_reader, {role}_analysts;

-- A tenant's own, or that of one of its companies.
CREATE TABLE report.lifecycle_overrides (
    tenant_id        uuid NOT NULL REFERENCES control.tenants (id) ON DELETE CASCADE,
    id               uuid NOT NULL DEFAULT gen_random_uuid(),
    company_id       uuid,
    kind             text NOT NULL CHECK (kind IN ('operating_system', 'software')),
    product          text NOT NULL,
    ends_on          date,
    reason           text,
    decided_by       text NOT NULL,
    decided_at       timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, id),
    UNIQUE NULLS NOT DISTINCT (tenant_id, company_id, kind, product)
);
CREATE TABLE report.category_overrides (
    tenant_id  uuid NOT NULL REFERENCES control.tenants (id) ON DELETE CASCADE,
    id         uuid NOT NULL DEFAULT gen_random_uuid(),
    company_id uuid,
    pattern    text NOT NULL,
    category   text NOT NULL,
    -- False: what would be objected to is agreed.
    is_unwanted boolean NOT NULL DEFAULT false,
    reason     text,
    decided_by text NOT NULL,
    decided_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, id),
    UNIQUE NULLS NOT DISTINCT (tenant_id, company_id, category, pattern)
);
CREATE TABLE report.price_overrides (
    tenant_id  uuid NOT NULL REFERENCES control.tenants (id) ON DELETE CASCADE,
    id         uuid NOT NULL DEFAULT gen_random_uuid(),
    company_id uuid,
    name       text NOT NULL,
    one_time   numeric(14,2),
    monthly    numeric(14,2),
    currency   text NOT NULL,
    decided_by text NOT NULL,
    decided_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, id),
    UNIQUE NULLS NOT DISTINCT (tenant_id, company_id, name)
);

-- What a product, and so an agreement's line of it, counts.
CREATE TABLE report.product_measures (
    tenant_id  uuid NOT NULL,
    product_id uuid NOT NULL,
    measure    text NOT NULL CHECK (measure IN
        ('servers', 'workstations', 'devices', 'software_category', 'protected_servers', 'protected_devices',
         'contacts', 'nothing')),
    category   text,
    decided_by text NOT NULL,
    decided_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, product_id),
    CHECK ((measure = 'software_category') = (category IS NOT NULL)),
    FOREIGN KEY (tenant_id, product_id) REFERENCES inventory.product_facts (tenant_id, id) ON DELETE CASCADE
);
-- What became of an upsell opportunity: its key is the same as long as it is the same client and kind.
CREATE TABLE report.findings (
    tenant_id  uuid NOT NULL REFERENCES control.tenants (id) ON DELETE CASCADE,
    key        text NOT NULL,
    state      text NOT NULL CHECK (state IN ('dismissed', 'snoozed', 'quoted', 'won')),
    -- Of a snoozed one: from then on it is shown again.
    until      date,
    reason     text,
    decided_by text NOT NULL,
    decided_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, key)
);
COMMENT ON TABLE report.findings IS 'What became of an upsell opportunity, by whose word and why.';
COMMENT ON TABLE report.lifecycle_overrides IS 'Dates of support ends that a tenant has set, for all or one company.';
COMMENT ON TABLE report.category_overrides IS 'Classes of software that a tenant has set or agreed to.';
COMMENT ON TABLE report.price_overrides IS 'A tenant''s own prices, for all or one company.';
COMMENT ON TABLE report.product_measures IS 'What a person has confirmed that a product of the PSA counts.';

DO $policies$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['lifecycle_overrides', 'category_overrides', 'price_overrides',
        'product_measures', 'findings']
    LOOP
        EXECUTE format('ALTER TABLE report.%I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE report.%I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY service ON report.%I TO {role}_worker, {role}_reader
            USING (tenant_id = nullif(current_setting(''quartermaster.tenant'', true), '''')::uuid)', name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON report.%I TO {role}_worker, {role}_reader', name);
    END LOOP;
END
$policies$;

-- How far each stream of a connection can be believed. Fresh: read whole within three of its periods (a day and a half at
-- least), and neither it nor its connection waits for anybody.
CREATE VIEW report.sources WITH (security_invoker) AS
SELECT c.tenant_id, c.id AS connection_id, c.name AS connection, c.vendor, s.stream, s.entity AS source_table, s.as_of,
    CASE WHEN c.state IN ('blocked', 'paused') THEN c.state ELSE s.state END AS state,
    s.as_of IS NOT NULL AND s.as_of > now() - greatest(3 * s.period, interval '36 hours')
        AND s.state NOT IN ('never_read', 'failing', 'held', 'not_available')
        AND c.state NOT IN ('blocked', 'paused') AS is_fresh
FROM control.connections c
JOIN control.streams s ON s.tenant_id = c.tenant_id AND s.connection_id = c.id;
COMMENT ON VIEW report.sources IS 'How far each stream of a connection can be believed now.';

CREATE VIEW report.connections WITH (security_invoker) AS
SELECT c.tenant_id, c.id, c.name, c.vendor, c.state FROM control.connections c;
COMMENT ON VIEW report.connections IS 'The vendor systems that are read.';

-- The one company that an organisation's machines count for.
CREATE VIEW report.organization_company WITH (security_invoker) AS
SELECT DISTINCT ON (m.tenant_id, m.organization_id)
    m.tenant_id, m.organization_id, m.company_id, c.name AS company_name, c.connection_id AS company_connection_id
FROM inventory.organization_companies m
JOIN inventory.company_facts c ON c.tenant_id = m.tenant_id AND c.id = m.company_id AND c.deleted_at IS NULL
WHERE m.state IN ('confirmed', 'automatic')
ORDER BY m.tenant_id, m.organization_id, (m.state = 'confirmed') DESC, m.score DESC NULLS LAST, c.external_id, c.id;
COMMENT ON VIEW report.organization_company IS 'The one company that an organisation''s machines count for.';

-- Which device is which machine; a device that is known to be none is a machine by itself.
CREATE VIEW report.device_machines WITH (security_invoker) AS
SELECT d.tenant_id, d.id AS device_id, d.connection_id, coalesce(m.machine_id, d.id) AS machine_id
FROM inventory.device_facts d
LEFT JOIN inventory.machine_devices m ON m.tenant_id = d.tenant_id AND m.device_id = d.id
WHERE d.deleted_at IS NULL AND d.approval_status IS DISTINCT FROM 'ignored';
COMMENT ON VIEW report.device_machines IS 'Which device of an RMM is which machine.';

-- Each fact of a machine is told by the device that was seen last of those that know it: `p` numbers them, and stands
-- before the value until the least is found.
CREATE VIEW report.machine_facts WITH (security_invoker) AS
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
seen AS (
    SELECT d.tenant_id, coalesce(m.machine_id, d.id) AS machine_id, d.id, d.connection_id, d.organization_id, d.hostname, d.display_name,
        d.device_class, d.is_virtual, d.os_family, d.os_name, d.os_version, d.os_build, d.architecture, d.manufacturer,
        d.model, d.serial_number, d.cpu_model, d.cpu_cores, d.memory_bytes, d.storage_bytes, d.needs_reboot,
        d.antivirus_product, d.antivirus_status, d.disk_encryption, d.bios_released_on, d.purchased_on,
        d.warranty_starts_on, d.warranty_ends_on, d.site_id, d.owner_name,
        least(d.source_created_at, d.first_synced_at) AS first_seen_at,
        r.storage_free_bytes, r.last_user, r.online, r.last_seen_at, r.last_boot_at,
        c.company_id, c.company_name,
        i.configuration_id, i.configuration_name, i.purchased_on AS item_purchased_on,
        i.warranty_ends_on AS item_warranty_ends_on,
        s.status AS patch_status, s.pending_count, s.failed_count, s.last_scanned_at,
        b.last_success_at AS backup_success_at, b.jobs AS backup_jobs, b.product AS backup_product,
        n.number IS NOT NULL AS is_inventoried,
        lpad(row_number() OVER (
            PARTITION BY d.tenant_id, coalesce(m.machine_id, d.id) ORDER BY r.last_seen_at DESC NULLS LAST, d.id)::text, 2, '0')
            COLLATE "C" AS p
    FROM inventory.device_facts d
    LEFT JOIN inventory.machine_devices m ON m.tenant_id = d.tenant_id AND m.device_id = d.id
    LEFT JOIN inventory.device_readings r ON r.tenant_id = d.tenant_id AND r.id = d.id
    LEFT JOIN report.organization_company c ON c.tenant_id = d.tenant_id AND c.organization_id = d.organization_id
    LEFT JOIN items i ON i.tenant_id = d.tenant_id AND i.device_id = d.id
    LEFT JOIN inventory.patch_status_facts s ON s.tenant_id = d.tenant_id AND s.device_id = d.id
        AND s.deleted_at IS NULL
    LEFT JOIN backups b ON b.tenant_id = d.tenant_id AND b.device_id = d.id
    LEFT JOIN inventory.device_numbers n ON n.tenant_id = d.tenant_id AND n.connection_id = d.connection_id
        AND n.external_id = d.external_id
    WHERE d.deleted_at IS NULL AND d.approval_status IS DISTINCT FROM 'ignored'),
merged AS (
    SELECT tenant_id, machine_id,
        array_agg(DISTINCT id) AS device_ids, array_agg(DISTINCT connection_id) AS connection_ids,
        substr(min(p || organization_id::text), 3)::uuid AS organization_id,
        substr(min(p || company_id::text), 3)::uuid AS company_id,
        substr(min(p || company_name), 3) AS company_name,
        substr(min(p || site_id::text), 3)::uuid AS site_id,
        substr(min(p || coalesce(display_name, hostname)), 3) AS display_name,
        substr(min(p || hostname), 3) AS hostname,
        substr(min(p || nullif(device_class, 'other')), 3) AS device_class,
        bool_or(is_virtual) AS is_virtual,
        substr(min(p || os_family), 3) AS os_family,
        substr(min(p || os_name), 3) AS os_name,
        substr(min(p || os_version), 3) AS os_version,
        substr(min(p || coalesce(substring(os_build FROM '^[0-9]{4,5}'),
            substring(os_version FROM '^[0-9]+[.][0-9]+[.]([0-9]{4,5})'))), 3) AS os_build,
        substr(min(p || architecture), 3) AS architecture,
        substr(min(p || manufacturer), 3) AS manufacturer,
        substr(min(p || model), 3) AS model,
        substr(min(p || serial_number), 3) AS serial_number,
        substr(min(p || cpu_model), 3) AS cpu_model,
        max(cpu_cores) AS cpu_cores, max(memory_bytes) AS memory_bytes, max(storage_bytes) AS storage_bytes,
        substr(min(p || storage_free_bytes::text), 3)::bigint AS storage_free_bytes,
        substr(min(p || last_user), 3) AS last_user,
        substr(min(p || owner_name), 3) AS owner_name,
        bool_or(online) AS online, max(last_seen_at) AS last_seen_at, max(last_boot_at) AS last_boot_at,
        min(first_seen_at) AS first_seen_at, bool_or(needs_reboot) AS needs_reboot,
        substr(min(p || antivirus_product), 3) AS antivirus_product,
        -- The best word of all: one RMM that sees protection is enough.
        (ARRAY['protected', 'outdated', 'disabled', 'missing', 'unknown'])[
            min(array_position(ARRAY['protected', 'outdated', 'disabled', 'missing', 'unknown'], antivirus_status))
        ] AS antivirus_status,
        substr(min(p || nullif(disk_encryption, 'unknown')), 3) AS disk_encryption,
        min(coalesce(purchased_on, item_purchased_on)) AS purchased_on,
        min(warranty_starts_on) AS warranty_starts_on,
        max(coalesce(warranty_ends_on, item_warranty_ends_on)) AS warranty_ends_on,
        min(bios_released_on) AS bios_released_on,
        substr(min(p || configuration_id::text), 3)::uuid AS configuration_id,
        substr(min(p || configuration_name), 3) AS configuration_name,
        substr(min(p || nullif(patch_status, 'unknown')), 3) AS patch_status,
        substr(min(p || pending_count::text), 3)::integer AS patches_pending,
        substr(min(p || failed_count::text), 3)::integer AS patches_failed,
        max(last_scanned_at) AS patches_scanned_at,
        max(backup_success_at) AS backup_success_at, coalesce(max(backup_jobs), 0) AS backup_jobs,
        min(backup_product) AS backup_product, bool_or(is_inventoried) AS is_inventoried
    FROM seen GROUP BY tenant_id, machine_id)
SELECT m.tenant_id, m.machine_id, m.device_ids, m.connection_ids, m.company_id, m.company_name, m.organization_id,
    o.name AS organization_name, t.name AS site_name, m.hostname, m.display_name,
    CASE
        WHEN m.os_name ILIKE '%server%' AND m.os_family = 'windows' OR m.device_class = 'server' THEN 'server'
        WHEN m.device_class IN ('hypervisor', 'network', 'mobile', 'printer', 'laptop', 'workstation')
            THEN m.device_class
        WHEN m.os_family IN ('windows', 'macos') THEN 'workstation'
        WHEN m.os_family = 'linux' THEN 'server'
        ELSE 'other'
    END AS role,
    m.device_class,
    coalesce(m.is_virtual, false) OR coalesce(m.device_class, '') = 'virtual_machine'
        OR coalesce(m.manufacturer, '') ILIKE ANY (ARRAY['vmware%', 'qemu%', 'xen%', 'innotek%', 'parallels%',
            'amazon ec2%', 'google compute%', 'nutanix%'])
        OR coalesce(m.model, '') ILIKE ANY (ARRAY['virtual machine%', 'vmware%', 'kvm%', 'virtualbox%']) AS is_virtual,
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
COMMENT ON VIEW report.machine_facts IS
    'One wide row a machine, whichever RMMs see it; a device that is known to be no machine''s is one by itself.';

DO $comments$
DECLARE
    described record;
BEGIN
    FOR described IN SELECT * FROM (VALUES
        ('tenant_id', 'The tenant.'),
        ('machine_id', 'The machine in inventory.machines; of a device that is known to be none''s, its own id.'),
        ('device_ids', 'The devices in inventory.devices that are the machine, one an RMM.'),
        ('connection_ids', 'The RMMs that see it.'),
        ('company_id', 'The company of the PSA that it counts for, through its organisation; null where none is matched.'),
        ('company_name', 'That company''s name.'), ('organization_id', 'The organisation of the RMM.'),
        ('organization_name', 'That organisation''s name.'), ('site_name', 'Its place.'),
        ('hostname', 'Its name, as the device seen last has it.'), ('display_name', 'The name that people gave it.'),
        ('role', 'What it is used as: server, workstation, laptop, hypervisor, network, printer, mobile or other.'),
        ('device_class', 'What the RMM takes it for.'), ('is_virtual', 'Whether it is a virtual machine.'),
        ('os_family', 'windows, macos, linux, network or other.'), ('os_name', 'The system''s name.'),
        ('os_version', 'The system''s version.'), ('os_build', 'The build number of Windows, four or five digits.'),
        ('architecture', 'The processor''s kind.'), ('manufacturer', 'Who made it.'), ('model', 'The maker''s model.'),
        ('serial_number', 'The maker''s serial number.'), ('cpu_model', 'The processor.'), ('cpu_cores', 'Its cores.'),
        ('memory_bytes', 'Memory in bytes.'), ('storage_bytes', 'Storage in bytes.'),
        ('storage_free_bytes', 'Free storage in bytes.'), ('last_user', 'Who used it last.'),
        ('owner_name', 'The person that it is assigned to.'), ('online', 'Whether any RMM has it online.'),
        ('last_seen_at', 'When any RMM saw it last.'), ('last_boot_at', 'When it started last.'),
        ('first_seen_at', 'When an RMM or this warehouse saw it first.'),
        ('needs_reboot', 'Whether it waits for a restart.'), ('antivirus_product', 'Its antivirus.'),
        ('antivirus_status', 'The best that any RMM says: protected, outdated, disabled, missing or unknown.'),
        ('disk_encryption', 'on, partial or off.'),
        ('purchased_on', 'The earliest date of purchase, of the RMMs and of the PSA''s item.'),
        ('warranty_starts_on', 'The first day of the maker''s warranty.'),
        ('warranty_ends_on', 'The last day of the maker''s warranty, of the RMMs and of the PSA''s item.'),
        ('bios_released_on', 'The date of the firmware.'), ('age_from', 'The day from which its age is counted.'),
        ('age_basis', 'What that day is: purchase, warranty (its start), bios_date or first_seen (a lower bound).'),
        ('configuration_id', 'The PSA''s item for it.'), ('configuration_name', 'That item''s name.'),
        ('patch_status', 'compliant, pending, failed or reboot_required.'),
        ('patches_pending', 'Patches that wait.'), ('patches_failed', 'Patches that failed.'),
        ('patches_scanned_at', 'When it was scanned for patches last.'),
        ('backup_success_at', 'When a backup of it succeeded last.'), ('backup_jobs', 'Its backup jobs.'),
        ('backup_product', 'The backup product.'),
        ('is_inventoried', 'Whether an agent has told what is installed on it.')
    ) AS columns (name, meaning) LOOP
        EXECUTE format('COMMENT ON COLUMN report.machine_facts.%I IS %L', described.name, described.meaning);
    END LOOP;
END
$comments$;

-- What each software title is for: by the tenant's word for all companies, and by the program's. OFFSET 0 keeps the
-- planner from folding each title's letters again for each pattern.
CREATE VIEW report.software_categories WITH (security_invoker) AS
WITH titles AS (
    SELECT t.tenant_id, t.number, t.name, lower(t.name) AS folded FROM inventory.software_titles t OFFSET 0)
SELECT t.tenant_id, t.number AS title_number, t.name, s.category
FROM titles t JOIN report.software_category_standards s ON t.folded LIKE s.pattern
UNION
SELECT t.tenant_id, t.number, t.name, o.category
FROM report.category_overrides o JOIN titles t ON t.tenant_id = o.tenant_id AND t.folded LIKE o.pattern
WHERE o.company_id IS NULL AND o.is_unwanted;
COMMENT ON VIEW report.software_categories IS 'What each software title is for.';

-- The titles of a category on each machine: found title by title, which are few of all that is installed.
CREATE VIEW report.machine_software WITH (security_invoker) AS
SELECT DISTINCT c.tenant_id, m.machine_id, c.category, c.name, v.version
FROM report.software_categories c
CROSS JOIN LATERAL (
    SELECT s.device_number, s.version_number FROM inventory.software_rows s
    WHERE s.tenant_id = c.tenant_id AND s.title_number = c.title_number OFFSET 0) AS s
JOIN inventory.software_versions v ON v.tenant_id = c.tenant_id AND v.number = s.version_number
JOIN inventory.device_numbers n ON n.tenant_id = c.tenant_id AND n.number = s.device_number
JOIN inventory.device_facts d ON d.tenant_id = n.tenant_id AND d.connection_id = n.connection_id
    AND d.external_id = n.external_id AND d.deleted_at IS NULL
JOIN report.device_machines m ON m.tenant_id = d.tenant_id AND m.device_id = d.id;
COMMENT ON VIEW report.machine_software IS 'The classed software titles of each machine.';

-- What a product's name suggests that it counts, until a person says it; null where it suggests nothing.
CREATE FUNCTION report.suggested_measure(name text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN lower(name) ~ '(backup|bcdr|recovery)' AND lower(name) ~ 'server' THEN 'protected_servers'
        WHEN lower(name) ~ '(backup|bcdr|recovery)' AND lower(name) ~ '(device|endpoint|workstation)'
            THEN 'protected_devices'
        WHEN lower(name) ~ '(antivirus|anti-virus|edr|endpoint protection|endpoint security)' THEN 'software_category'
        WHEN lower(name) ~ 'managed server|server (management|monitoring|support)' THEN 'servers'
        WHEN lower(name) ~ 'managed (workstation|desktop|laptop|pc)|(workstation|desktop) (management|support)'
            THEN 'workstations'
        WHEN lower(name) ~ 'managed (device|endpoint)|per (device|endpoint)' THEN 'devices'
        WHEN lower(name) ~ '(laptop|docking|monitor|hardware|bundle|block of hours|project|firewall)' THEN 'nothing'
    END
$$;
COMMENT ON FUNCTION report.suggested_measure(text) IS 'What a product''s name suggests that it counts.';

DO $grants$
DECLARE
    name text;
BEGIN
    FOR name IN SELECT relname FROM pg_class WHERE relnamespace = 'report'::regnamespace AND relkind = 'v' LOOP
        EXECUTE format('GRANT SELECT ON report.%I TO {role}_worker, {role}_reader, {role}_analysts', name);
    END LOOP;
END
$grants$;

-- Analysts read these too; what is the same for all tenants has no policy.
CREATE OR REPLACE FUNCTION inventory.let_analysts_read() RETURNS void
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
            AND c.relkind IN ('r', 'p', 'v') AND c.relname NOT IN ('counters', 'reference_files')
    LOOP
        EXECUTE format('GRANT SELECT (%s) ON %s TO {role}_analysts', thing.columns, thing.name);
        CONTINUE WHEN thing.relkind = 'v' OR EXISTS (
            SELECT FROM pg_policy p WHERE p.polrelid = thing.oid AND p.polname = 'analysts')
            -- The same for all tenants.
            OR NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = thing.oid AND a.attname = 'tenant_id');
        EXECUTE format('CREATE POLICY analysts ON %s FOR SELECT TO {role}_analysts
            USING (tenant_id = substr(session_user::text, 9, 32)::uuid)', thing.name);
        -- As a subquery it is asked once a statement, not once a row.
        EXECUTE format('CREATE POLICY analysts_limits ON %s AS RESTRICTIVE FOR SELECT TO {role}_analysts
            USING ((SELECT inventory.analyst_limits_hold()))', thing.name);
    END LOOP;
END
$$;
SELECT inventory.let_analysts_read();

-- How fresh their answers are they see through the two views alone: they may not name anything in control.
GRANT SELECT (tenant_id, id, name, vendor, state) ON control.connections TO {role}_analysts;
GRANT SELECT (tenant_id, connection_id, stream, entity, as_of, period, state) ON control.streams TO {role}_analysts;
DO $analysts$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['connections', 'streams'] LOOP
        EXECUTE format('CREATE POLICY analysts ON control.%I FOR SELECT TO {role}_analysts
            USING (tenant_id = substr(session_user::text, 9, 32)::uuid)', name);
        EXECUTE format('CREATE POLICY analysts_limits ON control.%I AS RESTRICTIVE FOR SELECT TO {role}_analysts
            USING ((SELECT inventory.analyst_limits_hold()))', name);
    END LOOP;
END
$analysts$;

-- Keys that are limited to companies read the reports of those: what a tenant has said of all companies, and of theirs.
SELECT inventory.limit_to_companies(ARRAY[
    ['report.lifecycle_overrides', 'company_id IS NULL OR company_id = ANY ($companies)'],
    ['report.category_overrides', 'company_id IS NULL OR company_id = ANY ($companies)'],
    ['report.price_overrides', 'company_id IS NULL OR company_id = ANY ($companies)'],
    ['report.product_measures', 'true'],
    ['report.findings', 'split_part(key, '':'', 2) = ANY ($companies::text[])']]);
DO $limited$
DECLARE
    name text;
BEGIN
    FOR name IN SELECT relname FROM pg_class WHERE relnamespace = 'report'::regnamespace
        AND (relkind = 'v' OR relname LIKE '%\_standards')
    LOOP
        EXECUTE format('GRANT SELECT ON report.%I TO {role}_limited', name);
    END LOOP;
END
$limited$;
