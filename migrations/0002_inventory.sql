-- The normalised model: what connectors fill and every reader sees. See docs for the names; the declarations in
-- Sources/Inventory say the same, and a test compares the two.
--
-- An entity `things` is a table `thing_facts`, for those with volatile columns a narrow `thing_readings` beside it, and
-- the views inventory.things and live.things (without deleted rows) that readers use. Parents carry no foreign keys: a
-- child is kept before its parent arrives, the loader sets an id only when it has found the row, and rows are never
-- removed but with their whole connection or tenant.

-- What every facts table begins with; dropped at the end.
CREATE TABLE inventory.common (
    tenant_id            uuid NOT NULL,
    connection_id        uuid NOT NULL,
    id                   uuid NOT NULL DEFAULT gen_random_uuid(),
    external_id          text NOT NULL,
    source_created_at    timestamptz,
    source_updated_at    timestamptz,
    first_synced_at      timestamptz NOT NULL DEFAULT now(),
    changed_at           timestamptz NOT NULL DEFAULT now(),
    deleted_at           timestamptz,
    -- Of the primary stream's values that are not volatile: an unchanged record is known by it.
    digest               bytea,
    -- The same for each other stream that fills the row: its name to a digest in hexadecimal.
    stream_digests       jsonb,
    -- What the primary stream sent and no column carries; and for each other stream, under its name.
    vendor_fields        jsonb,
    stream_vendor_fields jsonb
);

-- From the RMM ------------------------------------------------------------------------------------------------------

CREATE TABLE inventory.organization_facts (
    LIKE inventory.common INCLUDING DEFAULTS,
    custom_fields           jsonb,
    name                    text,
    description             text,
    parent_external_id      text,
    phone                   text,
    address_line1           text,
    address_line2           text,
    city                    text,
    region                  text,
    postal_code             text,
    country                 text,
    psa_company_external_id text,
    parent_id               uuid
);

CREATE TABLE inventory.site_facts (
    LIKE inventory.common INCLUDING DEFAULTS,
    organization_external_id text,
    name                     text,
    address_line1            text,
    address_line2            text,
    city                     text,
    region                   text,
    postal_code              text,
    country                  text,
    organization_id          uuid
);

CREATE TABLE inventory.device_facts (
    LIKE inventory.common INCLUDING DEFAULTS,
    custom_fields             jsonb,
    organization_external_id  text,
    site_external_id          text,
    parent_device_external_id text,
    hostname                  text,
    display_name              text,
    device_class              text
        CHECK (device_class IN (
            'server', 'workstation', 'laptop', 'network', 'hypervisor', 'virtual_machine', 'mobile',
            'printer', 'other')),
    device_class_label        text,
    is_virtual                boolean,
    approval_status           text CHECK (approval_status IN ('approved', 'pending', 'ignored')),
    approval_status_label     text,
    os_family                 text CHECK (os_family IN ('windows', 'macos', 'linux', 'network', 'other')),
    os_family_label           text,
    os_name                   text,
    os_version                text,
    os_build                  text,
    architecture              text,
    manufacturer              text,
    model                     text,
    serial_number             text,
    cpu_model                 text,
    cpu_cores                 integer,
    memory_bytes              bigint,
    storage_bytes             bigint,
    ip_addresses              inet[],
    mac_addresses             macaddr[],
    domain                    text,
    owner_name                text,
    owner_email               text,
    needs_reboot              boolean,
    agent_version             text,
    antivirus_product         text,
    antivirus_status          text
        CHECK (antivirus_status IN ('protected', 'outdated', 'disabled', 'missing', 'unknown')),
    antivirus_status_label    text,
    disk_encryption           text CHECK (disk_encryption IN ('on', 'partial', 'off', 'unknown')),
    disk_encryption_label     text,
    bios_released_on          date,
    purchased_on              date,
    warranty_starts_on        date,
    warranty_ends_on          date,
    tags                      text[],
    notes                     text,
    organization_id           uuid,
    site_id                   uuid,
    parent_device_id          uuid
);
CREATE TABLE inventory.device_readings (
    tenant_id          uuid NOT NULL,
    id                 uuid NOT NULL,
    storage_free_bytes bigint,
    public_ip          inet,
    last_user          text,
    online             boolean,
    last_seen_at       timestamptz,
    last_boot_at       timestamptz,
    last_audited_at    timestamptz,
    vendor_fields      jsonb
);

CREATE TABLE inventory.device_volume_facts (
    LIKE inventory.common INCLUDING DEFAULTS,
    device_external_id text,
    name               text,
    file_system        text,
    capacity_bytes     bigint,
    device_id          uuid
);
CREATE TABLE inventory.device_volume_readings (
    tenant_id     uuid NOT NULL,
    id            uuid NOT NULL,
    free_bytes    bigint,
    vendor_fields jsonb
);

CREATE TABLE inventory.device_network_interface_facts (
    LIKE inventory.common INCLUDING DEFAULTS,
    device_external_id text,
    name               text,
    mac_address        macaddr,
    ip_addresses       inet[],
    is_virtual         boolean,
    device_id          uuid
);

CREATE TABLE inventory.device_antivirus_facts (
    LIKE inventory.common INCLUDING DEFAULTS,
    device_external_id text,
    product            text,
    version            text,
    status             text CHECK (status IN ('protected', 'outdated', 'disabled', 'missing', 'unknown')),
    status_label       text,
    definitions_at     timestamptz,
    device_id          uuid
);

CREATE TABLE inventory.patch_status_facts (
    LIKE inventory.common INCLUDING DEFAULTS,
    device_external_id text,
    installed_count    integer,
    pending_count      integer,
    failed_count       integer,
    rejected_count     integer,
    status             text CHECK (status IN ('compliant', 'pending', 'failed', 'reboot_required', 'unknown')),
    status_label       text,
    last_scanned_at    timestamptz,
    device_id          uuid
);

CREATE TABLE inventory.backup_facts (
    LIKE inventory.common INCLUDING DEFAULTS,
    device_external_id       text,
    organization_external_id text,
    product                  text,
    job_name                 text,
    status                   text
        CHECK (status IN ('success', 'warning', 'failed', 'running', 'never_ran', 'unknown')),
    status_label             text,
    last_run_at              timestamptz,
    last_success_at          timestamptz,
    protected_bytes          bigint,
    message                  text,
    device_id                uuid,
    organization_id          uuid
);

CREATE TABLE inventory.alert_facts (
    LIKE inventory.common INCLUDING DEFAULTS,
    device_external_id       text,
    organization_external_id text,
    severity                 text CHECK (severity IN ('critical', 'major', 'moderate', 'minor', 'info')),
    severity_label           text,
    category                 text,
    condition_name           text,
    message                  text,
    status                   text CHECK (status IN ('open', 'resolved')),
    status_label             text,
    raised_at                timestamptz,
    resolved_at              timestamptz,
    ticket_external_id       text,
    device_id                uuid,
    organization_id          uuid
);

-- From the PSA ------------------------------------------------------------------------------------------------------

CREATE TABLE inventory.company_facts (
    LIKE inventory.common INCLUDING DEFAULTS,
    custom_fields        jsonb,
    name                 text,
    identifier           text,
    kind                 text
        CHECK (kind IN ('customer', 'prospect', 'former', 'vendor', 'partner', 'internal', 'other')),
    kind_label           text,
    is_active            boolean,
    website              text,
    phone                text,
    address_line1        text,
    address_line2        text,
    city                 text,
    region               text,
    postal_code          text,
    country              text,
    parent_external_id   text,
    account_manager_name text,
    parent_id            uuid
);

CREATE TABLE inventory.company_site_facts (
    LIKE inventory.common INCLUDING DEFAULTS,
    company_external_id text,
    name                text,
    address_line1       text,
    address_line2       text,
    city                text,
    region              text,
    postal_code         text,
    country             text,
    phone               text,
    is_primary          boolean,
    company_id          uuid
);

CREATE TABLE inventory.contact_facts (
    LIKE inventory.common INCLUDING DEFAULTS,
    custom_fields       jsonb,
    company_external_id text,
    first_name          text,
    last_name           text,
    email               text,
    phone               text,
    job_title           text,
    is_active           boolean,
    company_id          uuid
);

CREATE TABLE inventory.ticket_facts (
    LIKE inventory.common INCLUDING DEFAULTS,
    custom_fields             jsonb,
    number                    text,
    record_kind               text
        CHECK (record_kind IN (
            'ticket', 'incident', 'request', 'case', 'problem', 'change', 'task', 'project_ticket',
            'other')),
    record_kind_label         text,
    summary                   text,
    description               text,
    description_html          text,
    status_category           text CHECK (status_category IN ('open', 'waiting', 'closed')),
    status_label              text,
    priority                  text CHECK (priority IN ('critical', 'high', 'medium', 'low')),
    priority_label            text,
    kind_label                text,
    queue_label               text,
    source_label              text,
    company_external_id       text,
    company_site_external_id  text,
    contact_external_id       text,
    configuration_external_id text,
    agreement_external_id     text,
    parent_ticket_external_id text,
    alert_external_id         text,
    merged_into_external_id   text,
    subtype_label             text,
    sla_label                 text,
    assignee_name             text,
    opened_at                 timestamptz,
    first_responded_at        timestamptz,
    respond_due_at            timestamptz,
    due_at                    timestamptz,
    resolved_at               timestamptz,
    closed_at                 timestamptz,
    company_id                uuid,
    company_site_id           uuid,
    contact_id                uuid,
    configuration_id          uuid,
    agreement_id              uuid,
    parent_ticket_id          uuid
);

CREATE TABLE inventory.ticket_configuration_facts (
    LIKE inventory.common INCLUDING DEFAULTS,
    ticket_external_id        text,
    configuration_external_id text,
    ticket_id                 uuid,
    configuration_id          uuid
);

CREATE TABLE inventory.ticket_note_facts (
    LIKE inventory.common INCLUDING DEFAULTS,
    ticket_external_id text,
    body               text,
    author_name        text,
    is_internal        boolean,
    written_at         timestamptz,
    ticket_id          uuid
);

CREATE TABLE inventory.time_entry_facts (
    LIKE inventory.common INCLUDING DEFAULTS,
    ticket_external_id    text,
    company_external_id   text,
    agreement_external_id text,
    member_name           text,
    started_at            timestamptz,
    ended_at              timestamptz,
    duration_minutes      integer,
    is_billable           boolean,
    billing_label         text,
    hourly_rate           numeric(14,2),
    work_type_label       text,
    notes                 text,
    ticket_id             uuid,
    company_id            uuid,
    agreement_id          uuid
);

CREATE TABLE inventory.configuration_facts (
    LIKE inventory.common INCLUDING DEFAULTS,
    custom_fields            jsonb,
    company_external_id      text,
    company_site_external_id text,
    contact_external_id      text,
    name                     text,
    kind_label               text,
    status_label             text,
    is_active                boolean,
    serial_number            text,
    manufacturer             text,
    model                    text,
    rmm_vendor               text,
    rmm_device_external_id   text,
    installed_on             date,
    purchased_on             date,
    warranty_ends_on         date,
    company_id               uuid,
    company_site_id          uuid,
    contact_id               uuid
);

CREATE TABLE inventory.agreement_facts (
    LIKE inventory.common INCLUDING DEFAULTS,
    company_external_id text,
    name                text,
    kind_label          text,
    status              text CHECK (status IN ('active', 'expired', 'cancelled', 'draft')),
    status_label        text,
    starts_on           date,
    ends_on             date,
    amount              numeric(14,2),
    monthly_amount      numeric(14,2),
    currency            text,
    billing_cycle       text
        CHECK (billing_cycle IN (
            'one_time', 'weekly', 'biweekly', 'monthly', 'quarterly', 'semiannual', 'yearly',
            'other')),
    billing_cycle_label text,
    company_id          uuid
);

CREATE TABLE inventory.agreement_line_facts (
    LIKE inventory.common INCLUDING DEFAULTS,
    agreement_external_id text,
    product_external_id   text,
    name                  text,
    quantity              numeric,
    billed_quantity       numeric,
    included_quantity     numeric,
    unit_price            numeric(14,2),
    unit_cost             numeric(14,2),
    currency              text,
    starts_on             date,
    ends_on               date,
    agreement_id          uuid,
    product_id            uuid
);

CREATE TABLE inventory.product_facts (
    LIKE inventory.common INCLUDING DEFAULTS,
    kind       text CHECK (kind IN ('product', 'service', 'bundle', 'other')),
    kind_label text,
    name       text,
    sku        text,
    category   text,
    unit_price numeric(14,2),
    unit_cost  numeric(14,2),
    currency   text,
    is_active  boolean
);

CREATE TABLE inventory.opportunity_facts (
    LIKE inventory.common INCLUDING DEFAULTS,
    company_external_id text,
    name                text,
    status              text CHECK (status IN ('open', 'won', 'lost')),
    status_label        text,
    stage_label         text,
    probability         numeric,
    owner_name          text,
    amount              numeric(14,2),
    currency            text,
    expected_close_on   date,
    closed_on           date,
    company_id          uuid
);

CREATE TABLE inventory.lookup_facts (
    LIKE inventory.common INCLUDING DEFAULTS,
    kind               text,
    name               text,
    parent_external_id text,
    is_active          boolean
);

-- Bulk: software and patches ---------------------------------------------------------------------------------------
-- Narrow rows with small numbers as keys and no foreign keys, their texts once a tenant in dictionaries. Those are
-- found by a digest of their texts, which may be too long for an index.

-- Numbers handed out a tenant, taken under a row lock.
CREATE TABLE inventory.counters (
    tenant_id uuid NOT NULL,
    name      text NOT NULL,
    value     bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, name)
);

-- A number for each device that software or patches were reported for, whether or not the device has arrived.
CREATE TABLE inventory.device_numbers (
    tenant_id     uuid NOT NULL,
    number        integer NOT NULL,
    connection_id uuid NOT NULL,
    external_id   text NOT NULL,
    PRIMARY KEY (tenant_id, number),
    UNIQUE (tenant_id, connection_id, external_id)
);

CREATE TABLE inventory.software_titles (
    tenant_id    uuid NOT NULL,
    number       integer NOT NULL,
    hash         bytea NOT NULL,
    source_key   text,
    name         text,
    publisher    text,
    architecture text,
    PRIMARY KEY (tenant_id, number),
    UNIQUE (tenant_id, hash)
);
CREATE TABLE inventory.software_versions (
    tenant_id uuid NOT NULL,
    number    integer NOT NULL,
    hash      bytea NOT NULL,
    version   text,
    PRIMARY KEY (tenant_id, number),
    UNIQUE (tenant_id, hash)
);
-- `part` tells the streams apart that fill the table: each compares and deletes its own rows only.
CREATE TABLE inventory.software_rows (
    tenant_id      uuid NOT NULL,
    size_bytes     bigint,
    device_number  integer NOT NULL,
    title_number   integer NOT NULL,
    version_number integer NOT NULL,
    installed_on   date,
    part           smallint NOT NULL,
    PRIMARY KEY (tenant_id, device_number, part, title_number, version_number)
);
-- Who has this program?
CREATE INDEX software_rows_by_title ON inventory.software_rows (tenant_id, title_number, version_number);

CREATE TABLE inventory.patch_titles (
    tenant_id      uuid NOT NULL,
    number         integer NOT NULL,
    hash           bytea NOT NULL,
    source_key     text,
    kb             text,
    title          text,
    kind           text CHECK (kind IN ('os', 'third_party')),
    severity       text CHECK (severity IN ('critical', 'important', 'moderate', 'low', 'unknown')),
    severity_label text,
    released_on    date,
    PRIMARY KEY (tenant_id, number),
    UNIQUE (tenant_id, hash)
);
CREATE TABLE inventory.patch_states (
    tenant_id   uuid NOT NULL,
    number      integer NOT NULL,
    hash        bytea NOT NULL,
    state       text CHECK (state IN ('installed', 'pending', 'approved', 'rejected', 'failed', 'missing')),
    state_label text,
    PRIMARY KEY (tenant_id, number),
    UNIQUE (tenant_id, hash)
);
CREATE TABLE inventory.patch_rows (
    tenant_id     uuid NOT NULL,
    installed_at  timestamptz,
    device_number integer NOT NULL,
    title_number  integer NOT NULL,
    state_number  integer NOT NULL,
    part          smallint NOT NULL,
    PRIMARY KEY (tenant_id, device_number, part, title_number)
);
CREATE INDEX patch_rows_by_title ON inventory.patch_rows (tenant_id, title_number, state_number);

-- What the warehouse itself finds out -------------------------------------------------------------------------------

-- What syncs changed. The sequence is the tenant's counter 'changes', taken last in the transaction: no gap, in the
-- order of commits. A first load is one record a stream, without an id.
CREATE TABLE inventory.changes (
    tenant_id      uuid NOT NULL,
    sequence       bigint NOT NULL,
    connection_id  uuid,
    entity         text NOT NULL,
    id             uuid,
    external_id    text,
    operation      text NOT NULL CHECK (operation IN ('created', 'updated', 'deleted', 'restored')),
    -- Column to [old, new].
    changed_fields jsonb,
    changed_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    run_id         uuid,
    PRIMARY KEY (tenant_id, sequence)
);
CREATE INDEX changes_by_thing ON inventory.changes (tenant_id, id, sequence) WHERE id IS NOT NULL;

-- Facts that every table below has in common.
DO $facts$
DECLARE
    facts text;
BEGIN
    FOR facts IN
        SELECT relname FROM pg_class WHERE relnamespace = 'inventory'::regnamespace AND relkind = 'r'
            AND relname LIKE '%\_facts' ORDER BY relname
    LOOP
        EXECUTE format('ALTER TABLE inventory.%I ADD PRIMARY KEY (tenant_id, id), SET (fillfactor = 85)', facts);
        -- One live row an external id; a re-used id is a new row beside the deleted one.
        EXECUTE format('CREATE UNIQUE INDEX %I ON inventory.%I (tenant_id, connection_id, external_id)
            WHERE deleted_at IS NULL', facts || '_alive', facts);
        -- Has a thing that turns up been here before?
        EXECUTE format('CREATE INDEX %I ON inventory.%I (tenant_id, connection_id, external_id)
            WHERE deleted_at IS NOT NULL', facts || '_gone', facts);
        EXECUTE format('CREATE INDEX %I ON inventory.%I (tenant_id, changed_at)', facts || '_by_change', facts);
    END LOOP;
    FOR facts IN
        SELECT relname FROM pg_class WHERE relnamespace = 'inventory'::regnamespace AND relkind = 'r'
            AND relname LIKE '%\_readings' ORDER BY relname
    LOOP
        -- Half a page of room, so that a new reading stays on its page.
        EXECUTE format('ALTER TABLE inventory.%I ADD PRIMARY KEY (tenant_id, id), SET (fillfactor = 50)', facts);
    END LOOP;
END
$facts$;

-- Children by their parent, and those that wait for one.
DO $parents$
DECLARE
    child record;
BEGIN
    FOR child IN SELECT * FROM (VALUES
        ('organization_facts', 'parent_id', 'parent_external_id'),
        ('site_facts', 'organization_id', 'organization_external_id'),
        ('device_facts', 'organization_id', 'organization_external_id'),
        ('device_facts', 'site_id', 'site_external_id'),
        ('device_facts', 'parent_device_id', 'parent_device_external_id'),
        ('device_volume_facts', 'device_id', 'device_external_id'),
        ('device_network_interface_facts', 'device_id', 'device_external_id'),
        ('device_antivirus_facts', 'device_id', 'device_external_id'),
        ('patch_status_facts', 'device_id', 'device_external_id'),
        ('backup_facts', 'device_id', 'device_external_id'),
        ('backup_facts', 'organization_id', 'organization_external_id'),
        ('alert_facts', 'device_id', 'device_external_id'),
        ('alert_facts', 'organization_id', 'organization_external_id'),
        ('company_facts', 'parent_id', 'parent_external_id'),
        ('company_site_facts', 'company_id', 'company_external_id'),
        ('contact_facts', 'company_id', 'company_external_id'),
        ('ticket_facts', 'company_id', 'company_external_id'),
        ('ticket_facts', 'company_site_id', 'company_site_external_id'),
        ('ticket_facts', 'contact_id', 'contact_external_id'),
        ('ticket_facts', 'configuration_id', 'configuration_external_id'),
        ('ticket_facts', 'agreement_id', 'agreement_external_id'),
        ('ticket_facts', 'parent_ticket_id', 'parent_ticket_external_id'),
        ('ticket_configuration_facts', 'ticket_id', 'ticket_external_id'),
        ('ticket_configuration_facts', 'configuration_id', 'configuration_external_id'),
        ('ticket_note_facts', 'ticket_id', 'ticket_external_id'),
        ('time_entry_facts', 'ticket_id', 'ticket_external_id'),
        ('time_entry_facts', 'company_id', 'company_external_id'),
        ('time_entry_facts', 'agreement_id', 'agreement_external_id'),
        ('configuration_facts', 'company_id', 'company_external_id'),
        ('configuration_facts', 'company_site_id', 'company_site_external_id'),
        ('configuration_facts', 'contact_id', 'contact_external_id'),
        ('agreement_facts', 'company_id', 'company_external_id'),
        ('agreement_line_facts', 'agreement_id', 'agreement_external_id'),
        ('agreement_line_facts', 'product_id', 'product_external_id'),
        ('opportunity_facts', 'company_id', 'company_external_id')
    ) AS reference (facts, id_column, external_column)
    LOOP
        EXECUTE format('CREATE INDEX ON inventory.%1$I (tenant_id, %2$I)', child.facts, child.id_column);
        EXECUTE format('CREATE INDEX ON inventory.%1$I (tenant_id, connection_id, %3$I)
            WHERE %2$I IS NULL AND %3$I IS NOT NULL', child.facts, child.id_column, child.external_column);
    END LOOP;
END
$parents$;

-- What people look for and sort by. No volatile column is indexed: it would cost every check-in an index entry.
CREATE INDEX organization_facts_by_name ON inventory.organization_facts (tenant_id, name);
CREATE INDEX device_facts_by_hostname ON inventory.device_facts (tenant_id, hostname);
CREATE INDEX device_facts_by_serial ON inventory.device_facts (tenant_id, serial_number);
CREATE INDEX alert_facts_by_status ON inventory.alert_facts (tenant_id, status, raised_at);
CREATE INDEX company_facts_by_name ON inventory.company_facts (tenant_id, name);
CREATE INDEX company_facts_by_identifier ON inventory.company_facts (tenant_id, identifier);
CREATE INDEX contact_facts_by_email ON inventory.contact_facts (tenant_id, email);
CREATE INDEX contact_facts_by_last_name ON inventory.contact_facts (tenant_id, last_name);
CREATE INDEX ticket_facts_by_number ON inventory.ticket_facts (tenant_id, number);
CREATE INDEX ticket_facts_by_status ON inventory.ticket_facts (tenant_id, status_category, source_updated_at);
CREATE INDEX ticket_facts_by_opening ON inventory.ticket_facts (tenant_id, opened_at);
CREATE INDEX ticket_note_facts_by_time ON inventory.ticket_note_facts (tenant_id, ticket_id, written_at);
CREATE INDEX time_entry_facts_by_start ON inventory.time_entry_facts (tenant_id, started_at);
CREATE INDEX configuration_facts_by_name ON inventory.configuration_facts (tenant_id, name);
CREATE INDEX configuration_facts_by_serial ON inventory.configuration_facts (tenant_id, serial_number);
CREATE INDEX configuration_facts_by_device ON inventory.configuration_facts (tenant_id, rmm_device_external_id);
CREATE INDEX product_facts_by_sku ON inventory.product_facts (tenant_id, sku);
CREATE INDEX lookup_facts_by_kind ON inventory.lookup_facts (tenant_id, kind, name);

-- Decisions of matching. They hang on the rows they speak of and go with them when a connection is erased.
CREATE TABLE inventory.organization_companies (
    tenant_id       uuid NOT NULL,
    id              uuid NOT NULL DEFAULT gen_random_uuid(),
    organization_id uuid NOT NULL,
    company_id      uuid NOT NULL,
    state           text NOT NULL CHECK (state IN ('confirmed', 'automatic', 'suggested', 'rejected')),
    method          text NOT NULL CHECK (method IN
        ('native_id', 'serial_overlap', 'domain', 'exact_name', 'similar_name', 'manual')),
    score           numeric CHECK (score BETWEEN 0 AND 1),
    evidence        jsonb NOT NULL DEFAULT '{}',
    decided_by      text,
    decided_at      timestamptz,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, organization_id, company_id),
    FOREIGN KEY (tenant_id, organization_id) REFERENCES inventory.organization_facts (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, company_id) REFERENCES inventory.company_facts (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX organization_companies_by_company ON inventory.organization_companies (tenant_id, company_id);

CREATE TABLE inventory.device_configurations (
    tenant_id        uuid NOT NULL,
    id               uuid NOT NULL DEFAULT gen_random_uuid(),
    device_id        uuid NOT NULL,
    configuration_id uuid NOT NULL,
    state            text NOT NULL CHECK (state IN ('confirmed', 'automatic', 'suggested', 'rejected')),
    method           text NOT NULL CHECK (method IN ('native_id', 'serial', 'mac', 'hostname', 'manual')),
    score            numeric CHECK (score BETWEEN 0 AND 1),
    evidence         jsonb NOT NULL DEFAULT '{}',
    decided_by       text,
    decided_at       timestamptz,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, device_id, configuration_id),
    FOREIGN KEY (tenant_id, device_id) REFERENCES inventory.device_facts (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, configuration_id) REFERENCES inventory.configuration_facts (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX device_configurations_by_configuration ON inventory.device_configurations (tenant_id, configuration_id);

-- One physical or virtual machine, whoever sees it.
CREATE TABLE inventory.machines (
    tenant_id     uuid NOT NULL,
    id            uuid NOT NULL DEFAULT gen_random_uuid(),
    hostname      text,
    serial_number text,
    manufacturer  text,
    model         text,
    company_id    uuid,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, company_id) REFERENCES inventory.company_facts (tenant_id, id)
        ON DELETE SET NULL (company_id)
);
CREATE INDEX machines_by_company ON inventory.machines (tenant_id, company_id);
CREATE INDEX machines_by_serial ON inventory.machines (tenant_id, serial_number);

CREATE TABLE inventory.machine_devices (
    tenant_id  uuid NOT NULL,
    id         uuid NOT NULL DEFAULT gen_random_uuid(),
    machine_id uuid NOT NULL,
    device_id  uuid NOT NULL,
    method     text NOT NULL,
    score      numeric CHECK (score BETWEEN 0 AND 1),
    evidence   jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, machine_id, device_id),
    FOREIGN KEY (tenant_id, machine_id) REFERENCES inventory.machines (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, device_id) REFERENCES inventory.device_facts (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX machine_devices_by_device ON inventory.machine_devices (tenant_id, device_id);

CREATE TABLE inventory.machine_configurations (
    tenant_id        uuid NOT NULL,
    id               uuid NOT NULL DEFAULT gen_random_uuid(),
    machine_id       uuid NOT NULL,
    configuration_id uuid NOT NULL,
    method           text NOT NULL,
    score            numeric CHECK (score BETWEEN 0 AND 1),
    evidence         jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, machine_id, configuration_id),
    FOREIGN KEY (tenant_id, machine_id) REFERENCES inventory.machines (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, configuration_id) REFERENCES inventory.configuration_facts (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX machine_configurations_by_configuration ON inventory.machine_configurations (tenant_id, configuration_id);

DROP TABLE inventory.common;

-- Row-level security and rights on every table, all of which have a tenant_id.
DO $policies$
DECLARE
    name text;
BEGIN
    FOR name IN
        SELECT relname FROM pg_class WHERE relnamespace = 'inventory'::regnamespace AND relkind = 'r' ORDER BY relname
    LOOP
        EXECUTE format('ALTER TABLE inventory.%I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE inventory.%I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY service ON inventory.%I TO {role}_worker, {role}_reader
            USING (tenant_id = nullif(current_setting(''quartermaster.tenant'', true), '''')::uuid)', name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON inventory.%I TO {role}_worker', name);
        EXECUTE format('GRANT SELECT ON inventory.%I TO {role}_reader', name);
    END LOOP;
END
$policies$;
