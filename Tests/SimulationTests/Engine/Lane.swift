import Foundation
import Logging
import Postgres
import TestSupport

/// Where seeds live one after the other: a database of the lane's own, so that ending its sessions disturbs nobody.
struct Lane: Sendable {
    let database: TestDatabase
    /// The engine's way to the database.
    let worker: PostgresClient
    /// Another engine's, undisturbed.
    let other: PostgresClient
    let cutter: AnswerCutter

    static let application = "simulated-worker"

    static func with<Result>(_ body: (Lane) async throws -> Result) async throws -> Result {
        try await TestDatabase.with { database in
            let cutter = try AnswerCutter(before: database.url)
            defer { cutter.stop() }
            let lane = Lane(
                database: database, worker: client(cutter.url(to: database.url), database, named: application),
                other: client(database.url, database, named: "another-worker"), cutter: cutter)
            let result = try await body(lane)
            for client in [lane.worker, lane.other] { await client.close() }
            return result
        }
    }

    private static func client(_ url: String, _ database: TestDatabase, named name: String) -> PostgresClient {
        var configuration = PostgresConfiguration(
            url: url, role: database.rolePrefix + "_worker", maximumConnections: 6)
        configuration.applicationName = name
        var logger = Logger(label: "simulation")
        logger.logLevel = .critical
        return PostgresClient(configuration, logger: logger)
    }

    /// Ends the engine's sessions, whatever they are in the middle of.
    func endSessions() async {
        _ = try? await database.owner.query(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND application_name = \(Self.application)
            """)
    }
}
