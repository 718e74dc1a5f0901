public import Foundation
public import Postgres

/// A migrated database of a test's own, on a PostgreSQL that the tests started themselves.
///
/// The server is started once a test process; a template is migrated once and copied for each test.
public struct TestDatabase: Sendable {
    /// A new database; never skipped: without a server this throws and the test fails.
    public static func make() async throws -> TestDatabase { fatalError("unwritten") }
    /// As the migrator, who owns everything and passes row-level security.
    public var owner: PostgresClient { fatalError("unwritten") }
    /// As the worker's role.
    public var worker: PostgresClient { fatalError("unwritten") }
    /// As the reader's role.
    public var reader: PostgresClient { fatalError("unwritten") }
    /// The connection string of the owner.
    public var url: String { fatalError("unwritten") }
    /// The prefix of the roles.
    public var rolePrefix: String { fatalError("unwritten") }
    /// A tenant with a connection of the vendor, inserted directly.
    public func tenant(
        slug: String = "acme", vendor: String = "ninjaone", connection: String = "main",
        baseURL: String = "https://vendor.example"
    ) async throws -> (tenant: UUID, connection: UUID) { fatalError("unwritten") }
    /// Drops it.
    public func close() async { fatalError("unwritten") }
}
