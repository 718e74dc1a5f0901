import Foundation
import Logging
import Postgres
import TestSupport
import Testing

@Suite struct PoolTests {
    private func client(_ url: String, maximum: Int) -> PostgresClient {
        PostgresClient(PostgresConfiguration(url: url, maximumConnections: maximum), logger: Logger(label: "test"))
    }

    @Test func aThousandQueriesAtOnceOverEightConnectionsAllAnswer() async throws {
        try await TestDatabase.withEmpty { database in
            let client = client(database.url, maximum: 8)
            let (numbers, sessions) = try await withThrowingTaskGroup(of: (Int, String).self) { group in
                for number in 0..<1000 {
                    group.addTask {
                        let row = try await client.query("SELECT \(number)::int AS n, pg_backend_pid()::text AS id")
                            .only()
                        return (try row.get("n"), try row.get("id"))
                    }
                }
                return try await group.reduce(into: (Set<Int>(), Set<String>())) {
                    $0.0.insert($1.0)
                    $0.1.insert($1.1)
                }
            }
            #expect(numbers == Set(0..<1000))
            #expect(sessions.count <= 8)
            await client.close()
        }
    }

    @Test func aSessionThatWasEndedIsReplaced() async throws {
        try await TestDatabase.withEmpty { database in
            let client = client(database.url, maximum: 1)
            let id: Int = try await client.query("SELECT pg_backend_pid() AS id").only().get("id")
            // Waits until it is gone, so that the pool has it to find out.
            try await database.owner.query("SELECT pg_terminate_backend(\(id)::int, 5000)")
            #expect(try await client.query("SELECT pg_backend_pid() AS id").only().get("id") != id)
            await client.close()
        }
    }

    @Test func aSessionThatEndsUnderAStatementIsAnErrorAndIsReplaced() async throws {
        try await TestDatabase.withEmpty { database in
            let client = client(database.url, maximum: 1)
            await expect(.adminShutdown) { try await client.query("SELECT pg_terminate_backend(pg_backend_pid())") }
            let rows = try await client.query("SELECT 1")
            #expect(rows.count == 1)
            await client.close()
        }
    }

    @Test func aWaiterThatIsCancelledGivesUpItsPlace() async throws {
        try await TestDatabase.withEmpty { database in
            let client = client(database.url, maximum: 1)
            try await client.withConnection { _ in
                await withTaskGroup(of: Void.self) { group in
                    group.addTask { await expect(.cancelled) { try await client.query("SELECT 1") } }
                    group.cancelAll()
                }
            }
            let rows = try await client.query("SELECT 1")
            #expect(rows.count == 1)
            await client.close()
        }
    }

    @Test func closingWaitsForWhatIsLentAndRefusesAfterwards() async throws {
        try await TestDatabase.withEmpty { database in
            let client = client(database.url, maximum: 2)
            try await withThrowingTaskGroup(of: Void.self) { group in
                try await client.withConnection { session in
                    group.addTask { await client.close() }
                    let rows = try await session.query("SELECT pg_sleep(0.1)")
                    #expect(rows.count == 1)
                }
                try await group.waitForAll()
            }
            await expect(.poolClosed) { try await client.query("SELECT 1") }
        }
    }

    @Test func aTransactionThatWasLeftOpenIsNotHandedOn() async throws {
        try await TestDatabase.withEmpty { database in
            let client = client(database.url, maximum: 1)
            try await client.withConnection { try await $0.execute("BEGIN; CREATE TABLE t (n int)") }
            #expect(try await client.query("SELECT to_regclass('t') AS t").only()["t"] == nil)
            await client.close()
        }
    }

    @Test func eachSessionTakesItsRoleAndReadsTimesInUTC() async throws {
        try await TestDatabase.with { database in
            let row = try await database.reader.query(
                """
                SELECT current_user AS role, current_setting('timezone') AS zone,
                    timestamptz '2026-01-02 03:04:05+02' AS t, current_setting('application_name') AS name
                """
            ).only()
            #expect(row["role"] == database.rolePrefix + "_reader" && row["zone"] == "UTC")
            #expect(row["t"] == "2026-01-02 01:04:05+00" && row["name"] == "quartermaster")
        }
    }
}
