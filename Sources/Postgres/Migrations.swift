/// Brings a database to this version: numbered SQL files, each in its own transaction, under one lock.
public struct Migrator: Sendable {
    /// `files`: the folder of `NNNN_name.sql`. In their text `{role}` stands for the roles' prefix.
    public init(files: String, rolePrefix: String) { fatalError("unwritten") }
    /// Applies what is missing. Throws ``PostgresError/Code/migration`` for an edited, missing or newer one, or for a
    /// server of another version than 15 or newer. Returns the names applied.
    public func migrate(_ client: PostgresClient) async throws -> [String] { fatalError("unwritten") }
    /// Every migration known here or recorded there, and whether it is applied.
    public func status(_ client: PostgresClient) async throws -> [(name: String, appliedAt: String?)] {
        fatalError("unwritten")
    }
}

/// The program's own PostgreSQL in a folder: made, started, shared by processes, and stopped by the last to leave.
public struct PrivateServer: Sendable {
    /// Starts (or joins) the cluster in `directory`; `listen` is "" or `host:port`.
    public static func start(in directory: String, listen: String = "") async throws -> PrivateServer {
        fatalError("unwritten")
    }
    /// A connection string for a database on it, as the cluster's superuser.
    public func url(database: String) -> String { fatalError("unwritten") }
    /// Creates the database if it is not there.
    public func createDatabase(_ name: String) async throws { fatalError("unwritten") }
    /// Leaves; stops the server if nobody else uses it.
    public func stop() async { fatalError("unwritten") }
}
