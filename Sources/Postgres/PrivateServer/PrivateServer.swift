import Foundation
import Logging

/// The program's own PostgreSQL in a folder: made, started, shared by processes, and stopped by the last to leave.
///
/// In the folder: `postgres/` is the cluster's data (its owner's alone), the configuration stands beside it where only
/// the program writes, `postgres.lock` is held while someone starts or stops, `postgres.users` while someone uses it.
public struct PrivateServer: Sendable {
    private let cluster: Cluster
    private let users: FileLock
    private let port: Int

    /// Starts (or joins) the cluster in `directory`; `listen` is "" or `host:port`.
    public static func start(in directory: String, listen: String = "") async throws -> PrivateServer {
        try await start(in: directory, listen: listen, settings: ServerSettings())
    }

    /// The same with other settings, for tests.
    package static func start(
        in directory: String, listen: String = "", settings: ServerSettings
    ) async throws -> PrivateServer {
        let address = try ListenAddress(listen)
        return try await BlockingWork.run {
            let cluster = try Cluster(directory: directory, listen: address, settings: settings)
            let gate = try FileLock(cluster.gatePath)
            defer { gate.close() }
            try gate.lock(.exclusive)
            let port = try cluster.bringUp()
            let users = try FileLock(cluster.usersPath)
            try users.lock(.shared)
            return PrivateServer(cluster: cluster, users: users, port: port)
        }
    }

    /// A connection string for a database on it, as the cluster's superuser.
    public func url(database: String) -> String {
        let name = database.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? database
        let folder = cluster.socketFolder.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        return "postgresql://\(Cluster.superuser)@/\(name)?host=\(folder)&port=\(port)"
    }

    /// Creates the database if it is not there.
    public func createDatabase(_ name: String) async throws {
        var configuration = PostgresConfiguration(url: url(database: "postgres"), maximumConnections: 1)
        configuration.applicationName = "quartermaster-setup"
        let client = PostgresClient(configuration, logger: Logger(label: "quartermaster.postgres"))
        do {
            if try await client.query("SELECT FROM pg_database WHERE datname = \(name)").isEmpty {
                try await client.query("CREATE DATABASE \(identifier: name)")
            }
            await client.close()
        } catch {
            await client.close()
            // Another process was quicker.
            guard (error as? PostgresError)?.sqlState != "42P04" else { return }
            throw error
        }
    }

    /// Leaves; stops the server if nobody else uses it.
    public func stop() async {
        _ = try? await BlockingWork.run { leave() }
    }

    /// ``stop()`` for a process that is about to end: blocks.
    package func leave() {
        guard let gate = try? FileLock(cluster.gatePath) else { return users.close() }
        defer { gate.close() }
        try? gate.lock(.exclusive)
        // The lock is turned into an exclusive one only if nobody else has a share in it.
        if users.tryExclusive() { cluster.shutDown() }
        users.close()
    }

    /// Stops it under everybody's hands, as by a crash if that is wanted, and starts it again: for tests.
    package func restart(isCrash: Bool) async throws {
        try await BlockingWork.run {
            let gate = try FileLock(cluster.gatePath)
            defer { gate.close() }
            try gate.lock(.exclusive)
            cluster.shutDown(isCrash ? .immediate : .fast)
            _ = try cluster.bringUp()
        }
    }

    /// Stops what a killed process left running in `directory`, unless someone uses it. Blocks.
    package static func clear(_ directory: String) -> Bool {
        guard let cluster = try? Cluster(directory: directory, listen: nil, settings: ServerSettings()),
            let gate = try? FileLock(cluster.gatePath)
        else { return false }
        defer { gate.close() }
        guard (try? gate.lock(.exclusive)) != nil, let users = try? FileLock(cluster.usersPath) else { return false }
        defer { users.close() }
        guard users.tryExclusive() else { return false }
        cluster.shutDown()
        return true
    }
}
