public import Foundation
public import Logging

/// How to reach a database.
public struct PostgresConfiguration: Sendable {
    /// A libpq connection URI or key=value string.
    public var url: String
    /// The role that each session takes on at start (`SET ROLE`), nil: the login itself.
    public var role: String?
    public var maximumConnections: Int = 8
    public var connectTimeout: Duration = .seconds(10)
    /// Shown in pg_stat_activity.
    public var applicationName: String = "quartermaster"

    public init(url: String, role: String? = nil, maximumConnections: Int = 8) {
        self.url = url
        self.role = role
        self.maximumConnections = maximumConnections
    }
}

/// A pool of connections. Connections are made when needed, kept, and replaced when they break; who asks when all are
/// taken waits in turn; a cancelled task gives up its place or cancels its statement.
public final class PostgresClient: Sendable {
    public init(_ configuration: PostgresConfiguration, logger: Logger) { fatalError("unwritten") }

    /// Lends a connection.
    public func withConnection<Result: Sendable>(
        _ body: (PostgresConnection) async throws -> Result
    ) async throws -> Result { fatalError("unwritten") }

    /// One transaction with the tenant set for it (row-level security reads that), committed when `body` returns and
    /// rolled back when it throws. BEGIN and the setting travel together. A nil tenant sees no tenant's rows.
    public func transaction<Result: Sendable>(
        tenant: UUID?, readOnly: Bool = false, _ body: (PostgresConnection) async throws -> Result
    ) async throws -> Result { fatalError("unwritten") }

    /// One statement outside a transaction, without a tenant: for control functions and migrators.
    @discardableResult
    public func query(_ sql: SQL) async throws -> Rows { fatalError("unwritten") }

    /// One statement in a transaction of its own with the tenant set: BEGIN, the setting, the statement and COMMIT are one
    /// pipelined exchange.
    @discardableResult
    public func query(_ sql: SQL, tenant: UUID, readOnly: Bool = true) async throws -> Rows { fatalError("unwritten") }

    /// Waits for lent connections to come back, then closes all.
    public func close() async { fatalError("unwritten") }
}

/// One session. Used by one task at a time.
public final class PostgresConnection: Sendable {
    private init() {}
    /// Runs a statement by the extended protocol, prepared once a connection and statement text.
    @discardableResult
    public func query(_ sql: SQL) async throws(PostgresError) -> Rows { fatalError("unwritten") }

    /// Runs several statements without parameters (migrations, `CREATE TEMPORARY TABLE …; …`) by the simple protocol.
    public func execute(_ script: String) async throws(PostgresError) { fatalError("unwritten") }

    /// `COPY … FROM STDIN`: `chunks` gives text-format bytes (any cut) until nil. Returns the rows copied.
    @discardableResult
    public func copyIn(_ statement: String, chunks: () async throws -> [UInt8]?) async throws -> Int {
        fatalError("unwritten")
    }

    /// `COPY … TO STDOUT`: each chunk as it comes.
    public func copyOut(_ statement: String, _ receive: ([UInt8]) async throws -> Void) async throws {
        fatalError("unwritten")
    }

    /// The rows that the last statement changed, from its command tag, are in ``Rows/affected``.
    /// Listens on a channel; notifications are delivered until the task is cancelled.
    public func listen(to channel: String, _ receive: (String) async throws -> Void) async throws {
        fatalError("unwritten")
    }
}

/// A statement's answer: rows in text format, kept as libpq's own result.
public struct Rows: Sendable, RandomAccessCollection {
    public var startIndex: Int { 0 }
    public var endIndex: Int { fatalError("unwritten") }
    public subscript(position: Int) -> Row { fatalError("unwritten") }
    /// The column names.
    public var columns: [String] { fatalError("unwritten") }
    /// Rows inserted, updated, deleted or selected, from the command tag.
    public var affected: Int { fatalError("unwritten") }
    /// The only row; throws ``PostgresError/Code/unexpectedRowCount`` for none or several.
    public func only() throws(PostgresError) -> Row { fatalError("unwritten") }
}

/// One row of an answer.
public struct Row: Sendable {
    /// The cell's text, nil for NULL.
    public subscript(column: Int) -> String? { fatalError("unwritten") }
    /// The cell's text by column name, nil for NULL. An unknown name is a programming error.
    public subscript(name: String) -> String? { fatalError("unwritten") }
    /// The cell's bytes as the server sent them, without copying; nil for NULL.
    public func withBytes<Result>(_ column: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result? {
        fatalError("unwritten")
    }
    /// A typed cell; throws ``PostgresError/Code/wrongType`` for NULL or text that is not of the type.
    public func get<Type: PostgresDecodable>(_ name: String, as: Type.Type = Type.self) throws(PostgresError) -> Type {
        fatalError("unwritten")
    }
    /// A typed cell or nil for NULL.
    public func optional<Type: PostgresDecodable>(
        _ name: String, as: Type.Type = Type.self
    ) throws(PostgresError) -> Type? { fatalError("unwritten") }
}
