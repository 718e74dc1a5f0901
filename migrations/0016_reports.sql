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
    ends_on          date NOT NULL,
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
    -- A backslash at its end would make every report fail.
    pattern    text NOT NULL CHECK (pattern = lower(pattern) AND pattern ~ '[^%_]' AND strpos(pattern, '\') = 0),
    category   text NOT NULL CHECK (category ~ '^[a-z][a-z0-9_]*$'),
    -- False: what would be objected to is agreed.
    is_included boolean NOT NULL,
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
    reason     text,
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
    -- Kind and company: `backup:6cb8b5e8-0ee8-4532-97f9-fb9317088556`.
    key        text NOT NULL,
    company_id uuid NOT NULL,
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
-- before the value until the least is found. Most machines are seen once, and need no such search.
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
sightings AS (
    SELECT m.tenant_id, m.machine_id, count(*) AS sightings FROM inventory.machine_devices m
    GROUP BY m.tenant_id, m.machine_id),
seen AS MATERIALIZED (
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
        n.number IS NOT NULL AS is_inventoried, coalesce(k.sightings, 1) AS sightings
    FROM inventory.device_facts d
    LEFT JOIN inventory.machine_devices m ON m.tenant_id = d.tenant_id AND m.device_id = d.id
    LEFT JOIN sightings k ON k.tenant_id = d.tenant_id AND k.machine_id = m.machine_id
    LEFT JOIN inventory.device_readings r ON r.tenant_id = d.tenant_id AND r.id = d.id
    LEFT JOIN report.organization_company c ON c.tenant_id = d.tenant_id AND c.organization_id = d.organization_id
    LEFT JOIN items i ON i.tenant_id = d.tenant_id AND i.device_id = d.id
    LEFT JOIN inventory.patch_status_facts s ON s.tenant_id = d.tenant_id AND s.device_id = d.id
        AND s.deleted_at IS NULL
    LEFT JOIN backups b ON b.tenant_id = d.tenant_id AND b.device_id = d.id
    LEFT JOIN inventory.device_numbers n ON n.tenant_id = d.tenant_id AND n.connection_id = d.connection_id
        AND n.external_id = d.external_id
    WHERE d.deleted_at IS NULL AND d.approval_status IS DISTINCT FROM 'ignored'),
numbered AS (
    SELECT s.*, lpad(row_number() OVER (
        PARTITION BY s.tenant_id, s.machine_id ORDER BY s.last_seen_at DESC NULLS LAST, s.id)::text, 2, '0')
        COLLATE "C" AS p
    FROM seen s WHERE s.sightings > 1),
merged AS (
    SELECT tenant_id, machine_id, ARRAY[id] AS device_ids, ARRAY[connection_id] AS connection_ids, organization_id,
        company_id, company_name, site_id, display_name, hostname, device_class, is_virtual, os_family, os_name,
        os_version, os_build, architecture, manufacturer, model, serial_number, cpu_model, cpu_cores, memory_bytes,
        storage_bytes, storage_free_bytes, last_user, owner_name, online, last_seen_at, last_boot_at, first_seen_at,
        needs_reboot, antivirus_product, antivirus_status, disk_encryption, purchased_on, warranty_starts_on,
        warranty_ends_on, bios_released_on, configuration_id, configuration_name, patch_status, patches_pending,
        patches_failed, patches_scanned_at, backup_success_at, backup_jobs, backup_product, is_inventoried
    FROM seen WHERE sightings = 1
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

-- What each software title is for, by the program's word or the tenant's own before it: for all companies (company_id null)
-- but those that have a row of their own. Of several patterns that fit the longest counts. OFFSET 0 keeps the planner from
-- folding each title's letters again for each pattern.
CREATE VIEW report.software_categories WITH (security_invoker) AS
WITH standard AS (
    -- Most patterns say how a title begins: those few letters find the pattern.
    SELECT t.tenant_id, t.number, t.name, s.category
    FROM (SELECT t.*, lower(t.name) AS folded FROM inventory.software_titles t OFFSET 0) AS t
    JOIN report.software_category_standards s ON left(s.pattern, 3) = left(t.folded, 3) AND t.folded LIKE s.pattern
    WHERE left(s.pattern, 3) !~ '[%_]'
    UNION
    SELECT t.tenant_id, t.number, t.name, s.category
    FROM (SELECT t.*, lower(t.name) AS folded FROM inventory.software_titles t OFFSET 0) AS t
    JOIN report.software_category_standards s ON t.folded LIKE s.pattern
    WHERE left(s.pattern, 3) ~ '[%_]'),
own AS (
    SELECT DISTINCT ON (t.tenant_id, t.number, o.category, o.company_id)
        t.tenant_id, t.number, t.name, o.category, o.company_id, o.is_included
    FROM report.category_overrides o
    JOIN (SELECT t.*, lower(t.name) AS folded FROM inventory.software_titles t OFFSET 0) AS t
        ON t.tenant_id = o.tenant_id AND t.folded LIKE o.pattern
    ORDER BY t.tenant_id, t.number, o.category, o.company_id, length(o.pattern) DESC, o.is_included)
SELECT s.tenant_id, s.number AS title_number, s.name, s.category, NULL::uuid AS company_id, true AS is_included
FROM standard s
WHERE NOT EXISTS (
    SELECT FROM own o
    WHERE o.tenant_id = s.tenant_id AND o.number = s.number AND o.category = s.category AND o.company_id IS NULL)
UNION ALL
SELECT o.tenant_id, o.number, o.name, o.category, o.company_id, o.is_included FROM own o;
COMMENT ON VIEW report.software_categories IS
    'What each software title is for: for all companies but those that have a row of their own.';

-- The titles of a category on each machine: found title by title, which are few of all that is installed; then the machines of
-- all these rows at once, which looked up row by row cost the most.
CREATE VIEW report.machine_software WITH (security_invoker) AS
WITH classed AS (
    SELECT c.tenant_id, c.title_number, c.name, c.category,
        coalesce(bool_or(c.is_included) FILTER (WHERE c.company_id IS NULL), false) AS is_usual,
        array_agg(c.company_id) FILTER (WHERE c.company_id IS NOT NULL AND c.is_included) AS included,
        array_agg(c.company_id) FILTER (WHERE c.company_id IS NOT NULL AND NOT c.is_included) AS excluded
    FROM report.software_categories c GROUP BY c.tenant_id, c.title_number, c.name, c.category),
installed AS MATERIALIZED (
    SELECT c.*, s.device_number, s.version_number
    FROM classed c
    CROSS JOIN LATERAL (
        SELECT s.device_number, s.version_number FROM inventory.software_rows s
        WHERE s.tenant_id = c.tenant_id AND s.title_number = c.title_number OFFSET 0) AS s)
SELECT DISTINCT i.tenant_id, coalesce(m.machine_id, d.id) AS machine_id, i.category, i.name, v.version
FROM installed i
JOIN inventory.software_versions v ON v.tenant_id = i.tenant_id AND v.number = i.version_number
JOIN inventory.device_numbers n ON n.tenant_id = i.tenant_id AND n.number = i.device_number
JOIN inventory.device_facts d ON d.tenant_id = n.tenant_id AND d.connection_id = n.connection_id
    AND d.external_id = n.external_id AND d.deleted_at IS NULL AND d.approval_status IS DISTINCT FROM 'ignored'
LEFT JOIN inventory.machine_devices m ON m.tenant_id = d.tenant_id AND m.device_id = d.id
LEFT JOIN report.organization_company o ON o.tenant_id = d.tenant_id AND o.organization_id = d.organization_id
WHERE CASE WHEN o.company_id = ANY (i.excluded) THEN false WHEN o.company_id = ANY (i.included) THEN true
    ELSE i.is_usual END;
COMMENT ON VIEW report.machine_software IS 'The classed software titles of each machine.';

-- What each column of the schema means stands in the database, as it does for the model's.
DO $comments$
DECLARE
    described record;
BEGIN
    FOR described IN SELECT c.oid::regclass AS thing, a.attname AS name, m.meaning
        FROM (VALUES
            (NULL, 'tenant_id', 'The tenant.'), (NULL, 'id', 'Its id.'), (NULL, 'name', 'Its name.'),
            (NULL, 'kind', 'operating_system or software.'),
            (NULL, 'product', 'The product, as Config/lifecycle has it.'),
            (NULL, 'category', 'The class of software: remote_access, antivirus, backup, unwanted, or one of a tenant''s own.'),
            (NULL, 'pattern', 'Of titles in small letters, as LIKE has it.'),
            (NULL, 'company_id', 'The company of the PSA; null: all that have no row of their own.'),
            (NULL, 'reason', 'Why.'), (NULL, 'decided_by', 'By whose word.'), (NULL, 'decided_at', 'When it was said.'),
            (NULL, 'one_time', 'What is paid once.'), (NULL, 'monthly', 'What is paid each month.'),
            (NULL, 'currency', 'Of the sums.'), (NULL, 'meaning', 'What it is.'),
            (NULL, 'source', 'Where the dates are from.'), (NULL, 'ends_on', 'The last day of support for everybody.'),
            (NULL, 'ends_term', 'What the source calls that day.'),
            (NULL, 'extended_ends_on', 'The last day of support for those who pay for more.'),
            (NULL, 'extended_term', 'What the source calls that day.'), (NULL, 'successor', 'What to go to.'),
            (NULL, 'names', 'Patterns in small letters, as LIKE has them: one of these fits.'),
            (NULL, 'except_names', 'Patterns of which none may fit.'),
            (NULL, 'builds', 'Build numbers; none: any.'), (NULL, 'versions', 'Patterns of versions; none: any.'),
            (NULL, 'place', 'The least of those that fit counts.'),
            (NULL, 'digest', 'Of the file as it was loaded.'), (NULL, 'loaded_at', 'When it was loaded.'),
            (NULL, 'product_id', 'The product of the PSA.'),
            (NULL, 'measure', 'What it counts.'), (NULL, 'key', 'Of the opportunity: its kind and its company.'),
            (NULL, 'until', 'Of a snoozed one: the day on which it is shown again.'),
            (NULL, 'state', 'dismissed, snoozed, quoted or won.'),
            (NULL, 'is_included', 'Whether the titles are of the class; false: what would be objected to is agreed.'),
            (NULL, 'connection_id', 'The connection.'), (NULL, 'connection', 'Its name.'), (NULL, 'vendor', 'The vendor.'),
            (NULL, 'stream', 'The stream.'), (NULL, 'source_table', 'The table that the stream fills.'),
            (NULL, 'as_of', 'How new what was read is; null: never read.'),
            (NULL, 'is_fresh', 'Whether it can be believed: read whole within three of its periods, and waiting for nobody.'),
            (NULL, 'organization_id', 'The organisation of the RMM.'), (NULL, 'company_name', 'The company''s name.'),
            (NULL, 'company_connection_id', 'The PSA.'), (NULL, 'device_id', 'The device of an RMM.'),
            (NULL, 'machine_id', 'The machine in report.machine_facts.'),
            (NULL, 'title_number', 'The title in inventory.software_titles.'),
            (NULL, 'version', 'The version that is installed.'),
            ('sources', 'state', 'The stream''s state, or the connection''s where that is blocked or paused.'),
            ('connections', 'state', 'active, failing, paused or blocked.'),
            ('software_categories', 'name', 'The title.'), ('machine_software', 'name', 'The title.')
        ) AS m (thing, name, meaning)
        JOIN pg_attribute a ON a.attname = m.name AND a.attnum > 0
        JOIN pg_class c ON c.oid = a.attrelid AND c.relnamespace = 'report'::regnamespace AND c.relkind IN ('r', 'v')
            AND c.relname = coalesce(m.thing, c.relname) AND c.relname <> 'machine_facts'
        ORDER BY m.thing NULLS FIRST
    LOOP
        EXECUTE format('COMMENT ON COLUMN %s.%I IS %L', described.thing, described.name, described.meaning);
    END LOOP;
END
$comments$;

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
    ['report.findings', 'company_id = ANY ($companies)']]);

-- Such a key may speak for its companies and for no other, and what it does is audited.
DO $writes$
DECLARE
    name text;
    theirs text := 'tenant_id = nullif(current_setting(''quartermaster.tenant'', true), '''')::uuid AND company_id = ANY (
        (SELECT nullif(current_setting(''quartermaster.companies'', true), '''')::uuid[])::uuid[])';
BEGIN
    FOREACH name IN ARRAY ARRAY['lifecycle_overrides', 'category_overrides', 'price_overrides', 'findings'] LOOP
        EXECUTE format('CREATE POLICY limited_insert ON report.%I FOR INSERT TO {role}_limited WITH CHECK (%s)', name, theirs);
        EXECUTE format('CREATE POLICY limited_update ON report.%I FOR UPDATE TO {role}_limited USING (%s)', name, theirs);
        EXECUTE format('CREATE POLICY limited_delete ON report.%I FOR DELETE TO {role}_limited USING (%s)', name, theirs);
        EXECUTE format('GRANT INSERT, UPDATE, DELETE ON report.%I TO {role}_limited', name);
    END LOOP;
END
$writes$;
CREATE POLICY limited_insert ON control.audit FOR INSERT TO {role}_limited
    WITH CHECK (tenant_id = nullif(current_setting('quartermaster.tenant', true), '')::uuid);
GRANT INSERT ON control.audit TO {role}_limited;
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
