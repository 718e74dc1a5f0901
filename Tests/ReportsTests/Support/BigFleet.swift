import Foundation
import Postgres

/// A tenant with so many devices, each with a hundred programs, and a PSA to go with them: made in the database, for
/// measuring. Every number in it is the same each time.
struct BigFleet: Sendable {
    let devices: Int

    /// Fills the database, whose reference files are loaded.
    /// - Returns: the tenant.
    func fill(_ owner: PostgresClient) async throws -> UUID {
        let tenant = try await owner.query(
            "INSERT INTO control.tenants (slug, name) VALUES ('big', 'Big IT') RETURNING id"
        ).only().get("id", as: UUID.self)
        try await owner.transaction(tenant: nil) { session in
            try await session.execute(
                "SELECT set_config('big.tenant', '\(tenant)', true), set_config('big.devices', '\(devices)', true)")
            try await session.execute(Self.script)
        }
        try await owner.query("VACUUM ANALYZE")
        return tenant
    }

    /// Ids are hashes of what they are of, so that rows can name each other.
    private static let script = #"""
        CREATE FUNCTION pg_temp.tenant() RETURNS uuid LANGUAGE sql STABLE
            AS $$ SELECT current_setting('big.tenant')::uuid $$;
        CREATE FUNCTION pg_temp.devices() RETURNS integer LANGUAGE sql STABLE
            AS $$ SELECT current_setting('big.devices')::integer $$;
        CREATE FUNCTION pg_temp.clients() RETURNS integer LANGUAGE sql STABLE
            AS $$ SELECT pg_temp.devices() / 50 $$;
        CREATE FUNCTION pg_temp.id(what text, number bigint) RETURNS uuid LANGUAGE sql IMMUTABLE
            AS $$ SELECT md5(what || number)::uuid $$;

        INSERT INTO control.connections (tenant_id, id, vendor, name, base_url)
        SELECT pg_temp.tenant(), pg_temp.id(name, 0), vendor, name, 'https://x'
        FROM (VALUES ('ninjaone', 'rmm'), ('datto-rmm', 'second'), ('autotask', 'psa')) AS c (vendor, name);
        INSERT INTO control.streams (tenant_id, connection_id, stream, entity, state, period, sweep_period, as_of)
        SELECT pg_temp.tenant(), pg_temp.id(c, 0), e, e, 'current', interval '15 min', interval '1 day', now()
        FROM unnest(ARRAY['rmm', 'second']) AS c, unnest(ARRAY['organizations', 'devices', 'software', 'backups',
            'device_antivirus', 'patch_status', 'device_volumes', 'alerts']) AS e
        UNION ALL
        SELECT pg_temp.tenant(), pg_temp.id('psa', 0), e, e, 'current', interval '15 min', interval '1 day', now()
        FROM unnest(ARRAY['companies', 'agreements', 'agreement_lines', 'products', 'tickets', 'time_entries',
            'opportunities', 'configurations', 'contacts']) AS e;

        INSERT INTO inventory.organization_facts (tenant_id, connection_id, id, external_id, name)
        SELECT pg_temp.tenant(), pg_temp.id('rmm', 0), pg_temp.id('organization', n), n, 'Client ' || n
        FROM generate_series(0, pg_temp.clients()) AS n;
        INSERT INTO inventory.company_facts (tenant_id, connection_id, id, external_id, name, kind, is_active)
        SELECT pg_temp.tenant(), pg_temp.id('psa', 0), pg_temp.id('company', n), n, 'Client ' || n, 'customer', true
        FROM generate_series(0, pg_temp.clients()) AS n;
        INSERT INTO inventory.organization_companies (tenant_id, organization_id, company_id, state, method, score)
        SELECT pg_temp.tenant(), pg_temp.id('organization', n), pg_temp.id('company', n), 'automatic', 'exact_name', 0.95
        FROM generate_series(1, pg_temp.clients()) AS n;

        -- Every tenth machine is seen by the second RMM too: those devices come last.
        INSERT INTO inventory.device_facts (tenant_id, connection_id, id, external_id, hostname, device_class, is_virtual,
            os_family, os_name, os_version, os_build, manufacturer, model, serial_number, cpu_cores, memory_bytes,
            storage_bytes, antivirus_status, warranty_starts_on, warranty_ends_on, organization_id)
        SELECT pg_temp.tenant(), pg_temp.id(CASE WHEN d.is_second THEN 'second' ELSE 'rmm' END, 0),
            pg_temp.id('device', d.n), d.n, 'host-' || d.machine, CASE WHEN d.machine % 10 = 0 THEN 'server'
            WHEN d.machine % 3 = 0 THEN 'laptop' ELSE 'workstation' END, d.machine % 20 = 0, 'windows',
            CASE WHEN d.machine % 10 = 0 THEN (ARRAY['Windows Server 2022 Standard', 'Windows Server 2016 Standard',
                'Windows Server 2012 R2 Standard'])[1 + d.machine / 10 % 3]
            ELSE (ARRAY['Windows 11 Professional', 'Windows 11 Enterprise', 'Windows 10 Professional'])[1 + d.machine % 3] END,
            '10.0', CASE WHEN d.machine % 10 = 0 THEN '20348' ELSE (ARRAY['22631', '26100', '19045'])[1 + d.machine % 3] END,
            'Dell Inc.', 'Model ' || d.machine % 40, 'S' || d.machine, 8, (8 + 8 * (d.machine % 4))::bigint << 30,
            512::bigint << 30, CASE WHEN d.machine % 4 = 0 THEN 'protected' END,
            date '2026-07-01' - (d.machine * 37 % 2900), date '2026-07-01' - (d.machine * 37 % 2900) + 1095,
            pg_temp.id('organization', 1 + d.machine % pg_temp.clients())
        FROM (SELECT n, n > pg_temp.devices() * 10 / 11 AS is_second,
                CASE WHEN n > pg_temp.devices() * 10 / 11 THEN (n - pg_temp.devices() * 10 / 11) * 10 - 1 ELSE n END AS machine
            FROM generate_series(1, pg_temp.devices()) AS n) AS d;
        INSERT INTO inventory.machines (tenant_id, id, hostname, serial_number)
        SELECT DISTINCT pg_temp.tenant(), md5('machine' || d.serial_number)::uuid, d.hostname, d.serial_number
        FROM inventory.device_facts d WHERE d.tenant_id = pg_temp.tenant();
        INSERT INTO inventory.machine_devices (tenant_id, machine_id, device_id, method)
        SELECT pg_temp.tenant(), md5('machine' || d.serial_number)::uuid, d.id, 'serial'
        FROM inventory.device_facts d WHERE d.tenant_id = pg_temp.tenant();
        INSERT INTO inventory.device_readings (tenant_id, id, storage_free_bytes, online, last_seen_at)
        SELECT pg_temp.tenant(), pg_temp.id('device', n), (n % 500)::bigint << 30, true,
            timestamptz '2026-07-01' - n % 40 * interval '1 day' FROM generate_series(1, pg_temp.devices()) AS n;
        INSERT INTO inventory.device_volume_facts (tenant_id, connection_id, id, external_id, name, capacity_bytes, device_id)
        SELECT pg_temp.tenant(), pg_temp.id('rmm', 0), pg_temp.id('volume', n), n, 'C:', 512e9, pg_temp.id('device', n / 2)
        FROM generate_series(2, 2 * pg_temp.devices() + 1) AS n;
        INSERT INTO inventory.device_volume_readings (tenant_id, id, free_bytes)
        SELECT pg_temp.tenant(), pg_temp.id('volume', n), n % 97 * 5e9::bigint
        FROM generate_series(2, 2 * pg_temp.devices() + 1) AS n;
        INSERT INTO inventory.device_antivirus_facts (tenant_id, connection_id, id, external_id, product, status, device_id)
        SELECT pg_temp.tenant(), pg_temp.id('rmm', 0), pg_temp.id('antivirus', n), n, 'Sentinel',
            CASE WHEN n % 15 = 0 THEN 'outdated' ELSE 'protected' END, pg_temp.id('device', n)
        FROM generate_series(1, pg_temp.devices()) AS n WHERE n % 9 <> 0;
        INSERT INTO inventory.patch_status_facts (tenant_id, connection_id, id, external_id, pending_count, failed_count,
            status, last_scanned_at, device_id)
        SELECT pg_temp.tenant(), pg_temp.id('rmm', 0), pg_temp.id('status', n), n, n % 5, n % 11 / 10,
            CASE WHEN n % 11 = 10 THEN 'failed' WHEN n % 5 = 0 THEN 'compliant' ELSE 'pending' END,
            timestamptz '2026-07-01', pg_temp.id('device', n) FROM generate_series(1, pg_temp.devices()) AS n;
        INSERT INTO inventory.backup_facts (tenant_id, connection_id, id, external_id, product, last_success_at, device_id)
        SELECT pg_temp.tenant(), pg_temp.id('rmm', 0), pg_temp.id('backup', n), n, 'Image',
            timestamptz '2026-07-01' - n % 7 * interval '1 day', pg_temp.id('device', n)
        FROM generate_series(10, pg_temp.devices() * 10 / 11, 10) AS n WHERE n % 40 <> 0;
        INSERT INTO inventory.alert_facts (tenant_id, connection_id, id, external_id, severity, status, raised_at, device_id)
        SELECT pg_temp.tenant(), pg_temp.id('rmm', 0), pg_temp.id('alert', n), n, 'major', 'open',
            timestamptz '2026-07-01' - n % 200 * interval '1 day', pg_temp.id('device', 1 + n * n % pg_temp.devices())
        FROM generate_series(1::bigint, pg_temp.devices()) AS n;

        INSERT INTO inventory.device_numbers (tenant_id, number, connection_id, external_id)
        SELECT tenant_id, external_id::integer, connection_id, external_id FROM inventory.device_facts
        WHERE tenant_id = pg_temp.tenant();
        INSERT INTO inventory.software_titles (tenant_id, number, hash, name, publisher)
        SELECT pg_temp.tenant(), n, decode(md5('title' || n), 'hex'), coalesce((ARRAY['Google Chrome', 'TeamViewer',
            'AnyDesk', 'Java 8 Update 401', 'Sentinel Agent', 'Veeam Agent for Microsoft Windows',
            'Microsoft Office Professional Plus 2016', 'CCleaner', 'Adobe Acrobat (64-bit)'])[n], 'Program ' || n),
            'Maker ' || n % 300 FROM generate_series(1, 5000) AS n;
        INSERT INTO inventory.software_versions (tenant_id, number, hash, version)
        SELECT pg_temp.tenant(), n, decode(md5('version' || n), 'hex'), n % 20 || '.' || n / 20
        FROM generate_series(1, 4000) AS n;
        -- Seventy that all have, and thirty of the rest; six versions of each are about.
        INSERT INTO inventory.software_rows (tenant_id, device_number, part, title_number, version_number)
        SELECT pg_temp.tenant(), n, 0, t, 1 + (t * 7 + n % 6) % 4000
        FROM generate_series(1, pg_temp.devices()) AS n
        CROSS JOIN LATERAL (
            SELECT t FROM generate_series(1, 80) AS t WHERE t > 9 OR (n + t) % 9 < 2
            UNION
            SELECT 81 + (n * 31 + k * 163) % 4919 FROM generate_series(1, 27) AS k) AS titles (t);

        INSERT INTO inventory.configuration_facts (tenant_id, connection_id, id, external_id, name, serial_number, is_active,
            purchased_on, company_id)
        SELECT pg_temp.tenant(), pg_temp.id('psa', 0), pg_temp.id('configuration', n), n, 'host-' || n, 'S' || n, true,
            CASE WHEN n % 3 = 0 THEN date '2026-07-01' - (n * 41 % 3000) END,
            pg_temp.id('company', 1 + n % pg_temp.clients())
        FROM generate_series(1, pg_temp.devices() * 3 / 4) AS n;
        INSERT INTO inventory.device_configurations (tenant_id, device_id, configuration_id, state, method)
        SELECT pg_temp.tenant(), pg_temp.id('device', n), pg_temp.id('configuration', n), 'automatic', 'serial'
        FROM generate_series(1, pg_temp.devices() * 3 / 4) AS n;
        INSERT INTO inventory.product_facts (tenant_id, connection_id, id, external_id, name)
        SELECT pg_temp.tenant(), pg_temp.id('psa', 0), pg_temp.id('product', n), n, name
        FROM unnest(ARRAY['Managed server', 'Managed workstation', 'Antivirus per device', 'Backup per server', 'Microsoft 365 per user'])
            WITH ORDINALITY AS p (name, n);
        INSERT INTO inventory.agreement_facts (tenant_id, connection_id, id, external_id, name, status, monthly_amount,
            billing_cycle, company_id)
        SELECT pg_temp.tenant(), pg_temp.id('psa', 0), pg_temp.id('agreement', n), n, 'Managed services', 'active', 2000,
            'monthly', pg_temp.id('company', n) FROM generate_series(1, pg_temp.clients()) AS n WHERE n % 10 > 0;
        INSERT INTO inventory.agreement_line_facts (tenant_id, connection_id, id, external_id, name, quantity, unit_price,
            currency, agreement_id, product_id)
        SELECT pg_temp.tenant(), pg_temp.id('psa', 0), pg_temp.id('line', n * 10 + p), n * 10 + p, 'Line', 3 + n % 30, 40,
            'USD', pg_temp.id('agreement', n), pg_temp.id('product', p)
        FROM generate_series(1, pg_temp.clients()) AS n, generate_series(1, 5) AS p WHERE n % 10 > 0;
        INSERT INTO inventory.opportunity_facts (tenant_id, connection_id, id, external_id, name, status, company_id)
        SELECT pg_temp.tenant(), pg_temp.id('psa', 0), pg_temp.id('opportunity', n), n, 'Server refresh', 'open',
            pg_temp.id('company', n) FROM generate_series(1, pg_temp.clients()) AS n;
        INSERT INTO inventory.contact_facts (tenant_id, connection_id, id, external_id, is_active, company_id)
        SELECT pg_temp.tenant(), pg_temp.id('psa', 0), pg_temp.id('contact', n), n, true,
            pg_temp.id('company', 1 + n % pg_temp.clients()) FROM generate_series(1, pg_temp.devices()) AS n;
        INSERT INTO inventory.ticket_facts (tenant_id, connection_id, id, external_id, summary, status_category, opened_at,
            first_responded_at, closed_at, company_id, configuration_id)
        SELECT pg_temp.tenant(), pg_temp.id('psa', 0), pg_temp.id('ticket', n), n, 'Ticket ' || n, 'closed', o.at,
            o.at + n % 300 * interval '1 min', o.at + interval '1 day', pg_temp.id('company', 1 + n % pg_temp.clients()),
            pg_temp.id('configuration', 1 + n * n % (pg_temp.devices() * 3 / 4))
        FROM generate_series(1::bigint, 2 * pg_temp.devices()) AS n
        CROSS JOIN LATERAL (SELECT timestamptz '2026-07-01' - n % 720 * interval '1 day' AS at) AS o;
        INSERT INTO inventory.time_entry_facts (tenant_id, connection_id, id, external_id, started_at, duration_minutes,
            ticket_id)
        SELECT pg_temp.tenant(), pg_temp.id('psa', 0), pg_temp.id('entry', n), n,
            timestamptz '2026-07-01' - n % 720 * interval '1 day', 5 + n % 90, pg_temp.id('ticket', n)
        FROM generate_series(1, 2 * pg_temp.devices()) AS n;
        """#
}
