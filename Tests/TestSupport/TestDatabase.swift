public import Foundation
public import Postgres

/// A migrated database of a test's own, on a PostgreSQL that the tests started themselves.
///
/// The server is started once a test process; a template is migrated once and copied for each test.
public struct TestDatabase: Sendable {
    /// As the migrator, who owns everything and passes row-level security.
    public let owner: PostgresClient
    /// As the worker's role.
    public let worker: PostgresClient
    /// As the reader's role.
    public let reader: PostgresClient
    /// The connection string of the owner.
    public let url: String
    /// The prefix of the roles.
    public let rolePrefix: String

    private let name: String
    private let server: TestServer

    /// The project's migrations.
    public static let migrations = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("migrations").path

    /// A new database; never skipped: without a server this throws and the test fails.
    public static func make() async throws -> TestDatabase {
        try await TestDatabase(on: try await TestServer.ready(), isEmpty: false)
    }

    /// One without any migration in it: its owner's client alone is of use.
    public static func makeEmpty() async throws -> TestDatabase {
        try await TestDatabase(on: try await TestServer.ready(), isEmpty: true)
    }

    /// A database for the length of `body`, dropped however that ends.
    public static func with<Result>(_ body: (TestDatabase) async throws -> Result) async throws -> Result {
        try await run(on: try await make(), body)
    }

    /// One on a server of the test's own.
    package static func with<Result>(
        on server: TestServer, _ body: (TestDatabase) async throws -> Result
    ) async throws -> Result {
        try await run(on: try await TestDatabase(on: server, isEmpty: false), body)
    }

    /// The same without any migration in it.
    public static func withEmpty<Result>(_ body: (TestDatabase) async throws -> Result) async throws -> Result {
        try await run(on: try await makeEmpty(), body)
    }

    private static func run<Result>(
        on database: TestDatabase, _ body: (TestDatabase) async throws -> Result
    ) async throws -> Result {
        do {
            let result = try await body(database)
            await database.close()
            return result
        } catch {
            await database.close()
            throw error
        }
    }

    private init(on server: TestServer, isEmpty: Bool) async throws {
        self.server = server
        name = try await server.createDatabase(isEmpty: isEmpty)
        url = server.server.url(database: name)
        rolePrefix = server.rolePrefix
        owner = Self.client(url, role: nil)
        worker = Self.client(url, role: rolePrefix + "_worker")
        reader = Self.client(url, role: rolePrefix + "_reader", limitedRole: rolePrefix + "_limited")
    }

    /// The most sessions that each of the clients opens.
    public static let connections = 4

    private static func client(_ url: String, role: String?, limitedRole: String? = nil) -> PostgresClient {
        var configuration = PostgresConfiguration(url: url, role: role, maximumConnections: connections)
        configuration.limitedRole = limitedRole
        return PostgresClient(configuration, logger: TestServer.logger)
    }

    /// A tenant with a connection of the vendor, inserted directly.
    public func tenant(
        slug: String = "acme", vendor: String = "ninjaone", connection: String = "main",
        baseURL: String = "https://vendor.example"
    ) async throws -> (tenant: UUID, connection: UUID) {
        let row = try await owner.query(
            """
            WITH tenant AS (
                INSERT INTO control.tenants (slug, name) VALUES (\(slug), \(slug))
                ON CONFLICT (slug) DO UPDATE SET name = excluded.name RETURNING id)
            INSERT INTO control.connections (tenant_id, vendor, name, base_url)
            SELECT id, \(vendor), \(connection), \(baseURL) FROM tenant RETURNING tenant_id, id
            """
        ).only()
        return (try row.get("tenant_id"), try row.get("id"))
    }

    /// Drops it.
    public func close() async {
        for client in [owner, worker, reader] { await client.close() }
        await server.dropDatabase(name)
    }
}
