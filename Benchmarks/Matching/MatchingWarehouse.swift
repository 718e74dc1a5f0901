import Foundation
import Logging
import MatchingWorld
import Postgres

/// A PostgreSQL of its own, filled with a world of spoilt names and with devices by the hundred thousand.
struct MatchingWarehouse: Sendable {
    let owner: PostgresClient
    let worker: PostgresClient
    let folder: URL
    let tenant: UUID

    static func with(home: String, _ body: (MatchingWarehouse) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("qm-match-\(UUID().uuidString)")
        // As root the private PostgreSQL runs as another user, who must be able to pass through.
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        defer { try? FileManager.default.removeItem(at: folder) }
        let server = try await PrivateServer.start(in: folder.path)
        do {
            try await server.createDatabase("quartermaster")
            let warehouse = try await open(server.url(database: "quartermaster"), folder, home)
            try await body(warehouse)
            for client in [warehouse.owner, warehouse.worker] { await client.close() }
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    private static func open(_ url: String, _ folder: URL, _ home: String) async throws -> MatchingWarehouse {
        let logger = Logger(label: "bench")
        let owner = PostgresClient(PostgresConfiguration(url: url, maximumConnections: 1), logger: logger)
        try await Migrator(files: "\(home)/migrations", rolePrefix: "quartermaster").migrate(owner)
        var asWorker = PostgresConfiguration(url: url, role: "quartermaster_worker", maximumConnections: 1)
        asWorker.plansAnew = true
        let worker = PostgresClient(asWorker, logger: logger)
        let tenant: UUID = try await owner.query(
            "INSERT INTO control.tenants (slug, name) VALUES ('bench', 'Bench') RETURNING id"
        ).only().get("id")
        return MatchingWarehouse(owner: owner, worker: worker, folder: folder, tenant: tenant)
    }

    /// The world as it is, and `extra` more devices, each with its configuration, spread over organisations that have a company.
    func fill(_ world: SpoiltWorld, extra: Int) async throws {
        for (id, vendor) in [(world.rmm, "ninjaone"), (world.psa, "connectwise-psa")] {
            try await owner.query(
                """
                INSERT INTO control.connections (tenant_id, id, vendor, name, base_url)
                VALUES (\(tenant), \(id), \(vendor), \(vendor), 'https://vendor.example')
                """)
        }
        try await fillParties(world)
        try await fillDevices(world)
        try await fillExtra(world, extra)
        try await owner.query("ANALYZE")
    }

    private func fillParties(_ world: SpoiltWorld) async throws {
        let (organizations, companies) = (world.organizations, world.companies)
        try await owner.query(
            """
            INSERT INTO inventory.organization_facts (tenant_id, connection_id, id, external_id, name, phone, address_line1,
                postal_code, city, psa_company_external_id)
            SELECT \(tenant), \(world.rmm), u.id, u.id, u.name, nullif(u.phone, ''), nullif(u.street, ''), nullif(u.code, ''),
                nullif(u.city, ''), nullif(u.psa, '')
            FROM unnest(\(organizations.map(\.id))::uuid[], \(organizations.map(\.name))::text[],
                \(organizations.map { $0.phone ?? "" })::text[], \(organizations.map { $0.address?.street ?? "" })::text[],
                \(organizations.map { $0.address?.postalCode ?? "" })::text[],
                \(organizations.map { $0.address?.city ?? "" })::text[],
                \(organizations.map { $0.psaCompanyID ?? "" })::text[]) AS u (id, name, phone, street, code, city, psa)
            """)
        try await owner.query(
            """
            INSERT INTO inventory.company_facts (tenant_id, connection_id, id, external_id, name, website, phone,
                address_line1, postal_code, city)
            SELECT \(tenant), \(world.psa), u.id, u.external_id, u.name, nullif(u.website, ''), nullif(u.phone, ''),
                nullif(u.street, ''), nullif(u.code, ''), nullif(u.city, '')
            FROM unnest(\(companies.map(\.id))::uuid[], \(companies.map(\.externalID))::text[],
                \(companies.map(\.name))::text[], \(companies.map { $0.website ?? "" })::text[],
                \(companies.map { $0.phone ?? "" })::text[], \(companies.map { $0.address?.street ?? "" })::text[],
                \(companies.map { $0.address?.postalCode ?? "" })::text[],
                \(companies.map { $0.address?.city ?? "" })::text[])
                AS u (id, external_id, name, website, phone, street, code, city)
            """)
    }

    private func fillDevices(_ world: SpoiltWorld) async throws {
        let devices = world.organizations.flatMap { one in one.devices.map { (one, $0) } }
        try await owner.query(
            """
            INSERT INTO inventory.device_facts (tenant_id, connection_id, external_id, organization_id, serial_number, hostname,
                domain, manufacturer)
            SELECT \(tenant), \(world.rmm), u.uid, u.organization, u.serial, u.hostname, nullif(u.domain, ''), 'Dell Inc.'
            FROM unnest(\(devices.map(\.1.uid))::text[], \(devices.map(\.0.id))::uuid[], \(devices.map(\.1.serial))::text[],
                \(devices.map(\.1.hostname))::text[], \(devices.map { $0.0.domain ?? "" })::text[])
                AS u (uid, organization, serial, hostname, domain)
            """)
        let items = world.companies.flatMap { one in one.configurations.map { (one, $0) } }
        try await owner.query(
            """
            INSERT INTO inventory.configuration_facts (tenant_id, connection_id, external_id, company_id, serial_number, name,
                rmm_device_external_id, manufacturer)
            SELECT \(tenant), \(world.psa), gen_random_uuid(), u.company, u.serial, u.name, nullif(u.uid, ''), 'Dell'
            FROM unnest(\(items.map(\.0.id))::uuid[], \(items.map(\.1.serial))::text[], \(items.map(\.1.name))::text[],
                \(items.map { $0.1.deviceUID ?? "" })::text[]) AS u (company, serial, name, uid)
            """)
    }

    private func fillExtra(_ world: SpoiltWorld, _ extra: Int) async throws {
        guard extra > 0 else { return }
        let pairs = world.truth.sorted { $0.key.uuidString < $1.key.uuidString }
        let series: SQL = """
            SELECT n, (\(pairs.map(\.key))::uuid[])[1 + n % \(pairs.count)] AS organization,
                (\(pairs.map(\.value))::uuid[])[1 + n % \(pairs.count)] AS company,
                upper(substr(md5(n::text), 1, 10)) AS serial, 'PC-' || n / \(pairs.count) AS hostname
            FROM generate_series(1, \(extra)) AS n
            """
        try await owner.query(
            """
            INSERT INTO inventory.device_facts (tenant_id, connection_id, external_id, organization_id, serial_number, hostname,
                manufacturer, mac_addresses)
            SELECT \(tenant), \(world.rmm), 'extra-' || n, organization, serial, hostname, 'Dell Inc.',
                ARRAY[('3c5282' || lpad(to_hex(n), 6, '0'))::macaddr] FROM (\(series)) AS x
            """)
        try await owner.query(
            """
            INSERT INTO inventory.configuration_facts (tenant_id, connection_id, external_id, company_id, serial_number, name,
                manufacturer)
            SELECT \(tenant), \(world.psa), 'extra-' || n, company, serial, hostname, 'Dell' FROM (\(series)) AS x
            WHERE n % 4 <> 0
            """)
    }
}
