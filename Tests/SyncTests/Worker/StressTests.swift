import Connectors
import Foundation
import Inventory
import Postgres
import TestSupport
import Testing

@testable import Sync

/// Many workers and many short syncs: no two of one connection at once, and none lost. `make stress` runs the full size.
@Suite(.serialized, .timeLimit(.minutes(30))) struct StressTests {
    private static let isFull = ProcessInfo.processInfo.environment["QM_WORKERS_FULL"] == "1"

    @Test func manyWorkersDoEverySyncOnceAndNoneTogether() async throws {
        let (workers, runs, connections) = Self.isFull ? (64, 10_000, 500) : (16, 600, 60)
        try await Workshop.with([Make.organizations([Make.organization("1")])]) { shop in
            for tenant in 0..<6 { try await shop.connections("t\(tenant)", connections / 6) }
            try await shop.database.owner.query("UPDATE control.connections SET created_at = now() + interval '1 day'")
            try await Self.queue(runs, in: shop.database)
            // Machines have their own sessions.
            let clients = (0..<8).map { _ in Workshop.client(of: shop.database, connections: 8) }
            let all = (0..<workers).map { number in
                shop.worker("worker \(number)", poll: .seconds(1), client: clients[number % clients.count])
            }
            try await shop.working(all) { for _ in 0..<runs { _ = await shop.watch.nextEnd() } }
            for client in clients { await client.close() }
            let done = try await shop.database.owner.query(
                "SELECT count(*) AS count FROM control.runs WHERE trigger = 'api' AND state = 'done' AND attempts = 1"
            ).only()
            #expect(try done.get("count", as: Int.self) == runs)
            #expect(shop.watch.starts.count == runs)
            #expect(shop.watch.overlaps == 0)
            try await Self.expectNoOverlap(in: shop.database)
        }
    }

    /// So many runs, spread over all connections.
    private static func queue(_ runs: Int, in database: TestDatabase) async throws {
        try await database.owner.query(
            """
            INSERT INTO control.runs (tenant_id, connection_id, trigger, state, queued_at)
            SELECT c.tenant_id, c.id, 'api', 'queued', clock_timestamp()
            FROM (SELECT *, row_number() OVER (ORDER BY id) AS number, count(*) OVER () AS all FROM control.connections) c
            JOIN generate_series(1, \(runs)) AS n ON n % c.all = c.number - 1
            """)
    }

    /// By the database's clock too: each run of a connection began when the one before had ended.
    private static func expectNoOverlap(in database: TestDatabase) async throws {
        let overlaps = try await database.owner.query(
            """
            SELECT count(*) AS count FROM (
                SELECT started_at < lag(ended_at) OVER (PARTITION BY connection_id ORDER BY started_at) AS is_early
                FROM control.runs) r WHERE is_early
            """
        ).only()
        #expect(try overlaps.get("count", as: Int.self) == 0)
    }
}
