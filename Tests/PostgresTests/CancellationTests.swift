import Foundation
import Logging
import Postgres
import TestSupport
import Testing

@Suite struct CancellationTests {
    /// Waits until the database shows a session that runs `marker`, or none: at most ten seconds.
    private func wait(_ database: TestDatabase, for marker: String, toBe isThere: Bool) async throws -> Bool {
        for _ in 0..<200 {
            let rows = try await database.owner.query(
                """
                SELECT pg_sleep(0.05) FROM pg_stat_activity
                WHERE datname = current_database() AND state = 'active' AND query LIKE \("%" + marker)
                """)
            if rows.isEmpty != isThere { return true }
            if rows.isEmpty { try await database.owner.query("SELECT pg_sleep(0.05)") }
        }
        return false
    }

    @Test func aCancelledTasksStatementIsStoppedOnTheServerAndItsConnectionGoesOn() async throws {
        try await TestDatabase.withEmpty { database in
            let client = PostgresClient(
                PostgresConfiguration(url: database.url, maximumConnections: 1), logger: Logger(label: "test"))
            let before = try await client.query("SELECT pg_backend_pid() AS id").only()["id"]
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    await expect(.cancelled) { try await client.query("SELECT pg_sleep(60) -- victim") }
                }
                let isRunning = try? await wait(database, for: "-- victim", toBe: true)
                #expect(isRunning == true)
                group.cancelAll()
            }
            #expect(try await wait(database, for: "-- victim", toBe: false))
            #expect(try await client.query("SELECT pg_backend_pid() AS id").only()["id"] == before)
            await client.close()
        }
    }

    @Test func aCancelledTransactionIsRolledBack() async throws {
        try await TestDatabase.withEmpty { database in
            try await database.owner.query("CREATE TABLE t (n int)")
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    await expect(.cancelled) {
                        try await database.owner.transaction(tenant: nil) { session in
                            try await session.query("INSERT INTO t VALUES (1)")
                            try await session.query("SELECT pg_sleep(60) -- holder")
                        }
                    }
                }
                let isRunning = try? await wait(database, for: "-- holder", toBe: true)
                #expect(isRunning == true)
                group.cancelAll()
            }
            #expect(try await database.owner.query("SELECT FROM t").isEmpty)
        }
    }

    @Test func aTaskThatIsCancelledAlreadySendsNothing() async throws {
        try await TestDatabase.withEmpty { database in
            try await database.owner.query("CREATE TABLE t (n int)")
            await withTaskGroup(of: Void.self) { group in
                group.cancelAll()
                group.addTask {
                    await expect(.cancelled) { try await database.owner.query("INSERT INTO t VALUES (1)") }
                }
            }
            #expect(try await database.owner.query("SELECT FROM t").isEmpty)
        }
    }

    @Test func cancellingManyStatementsNeverHitsTheNextOne() async throws {
        try await TestDatabase.withEmpty { database in
            let client = PostgresClient(
                PostgresConfiguration(url: database.url, maximumConnections: 2), logger: Logger(label: "test"))
            for round in 0..<40 {
                await withTaskGroup(of: Void.self) { group in
                    group.addTask { _ = try? await client.query("SELECT pg_sleep(\(Double(round % 5) / 1000))") }
                    group.cancelAll()
                }
                let rows = try await client.query("SELECT 1")
                #expect(rows.count == 1)
            }
            await client.close()
        }
    }
}
