public import Foundation
public import Logging

/// A pool of connections. Connections are made when needed, kept, and replaced when they break; who asks when all are
/// taken waits in turn; a cancelled task gives up its place or cancels its statement.
public final class PostgresClient: Sendable {
    private let configuration: PostgresConfiguration
    private let logger: Logger
    private let pool: Pool

    public init(_ configuration: PostgresConfiguration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        pool = Pool(limit: configuration.maximumConnections)
    }

    /// Lends a connection.
    public func withConnection<Result: Sendable>(
        _ body: (PostgresConnection) async throws -> Result
    ) async throws -> Result {
        let connection = try await lend()
        defer { pool.giveBack(connection.isReusable ? connection : nil) }
        return try await body(connection)
    }

    /// One transaction with the tenant set for it (row-level security reads that), committed when `body` returns and
    /// rolled back when it throws. BEGIN and the setting travel together. A nil tenant sees no tenant's rows.
    public func transaction<Result: Sendable>(
        tenant: UUID?, readOnly: Bool = false, _ body: (PostgresConnection) async throws -> Result
    ) async throws -> Result {
        try await withConnection { try await $0.transaction(tenant: tenant, readOnly: readOnly, body) }
    }

    /// A transaction that may wait for others, which may need connections of their own: it gets one only if that is free at
    /// once, and half of the pool is never lent so. Nil where it is not.
    public func sparingTransaction<Result: Sendable>(
        tenant: UUID?, _ body: (PostgresConnection) async throws -> Result
    ) async throws -> Result? {
        guard let grant = pool.lendSpare() else { return nil }
        defer { pool.endSparing() }
        let connection = try await connection(grant)
        defer { pool.giveBack(connection.isReusable ? connection : nil) }
        return try await connection.transaction(tenant: tenant, readOnly: false, body)
    }

    /// One statement outside a transaction, without a tenant: for control functions and migrators.
    @discardableResult
    public func query(_ sql: SQL) async throws -> Rows {
        try await withConnection { try await $0.query(sql) }
    }

    /// One statement in a transaction of its own with the tenant set, all of it one pipelined exchange.
    @discardableResult
    public func query(_ sql: SQL, tenant: UUID, readOnly: Bool = true) async throws -> Rows {
        try await withConnection { try await $0.query([sql], tenant: tenant, readOnly: readOnly)[0] }
    }

    /// Statements that only read, in one transaction with the tenant set, all of it one pipelined exchange: their answers,
    /// in order.
    public func read(_ statements: [SQL], tenant: UUID) async throws -> [Rows] {
        try await withConnection { try await $0.query(statements, tenant: tenant, readOnly: true) }
    }

    /// Waits for lent connections to come back, then closes all.
    public func close() async { await pool.close() }

    private func lend() async throws(PostgresError) -> PostgresConnection {
        try await connection(try await pool.lend())
    }

    private func connection(_ grant: Pool.Grant) async throws(PostgresError) -> PostgresConnection {
        switch grant {
        case .use(let connection) where connection.handle.isAlive: return connection
        case .use:
            logger.info("a database connection had ended and is replaced")
            return try await make()
        case .make: return try await make()
        }
    }

    private func make() async throws(PostgresError) -> PostgresConnection {
        do throws(PostgresError) {
            let connection = PostgresConnection(
                try await ConnectionOpening(configuration: configuration).open(), limitedRole: configuration.limitedRole
            )
            try await setUp(connection)
            return connection
        } catch {
            pool.giveBack(nil)
            throw error
        }
    }

    private func setUp(_ connection: PostgresConnection) async throws(PostgresError) {
        do throws(PostgresError) {
            try await connection.execute(configuration.sessionSettings)
        } catch {
            guard error.sqlState == "22023", let role = configuration.role else { throw error }
            throw PostgresError(
                .undefinedObject, "the role '\(role)' does not exist", sqlState: error.sqlState,
                hint: "bring the database to this version with 'quartermaster migrate'")
        }
    }
}
