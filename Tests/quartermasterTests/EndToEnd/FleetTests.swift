import Foundation
import Postgres
import TestSupport
import Testing
import VendorSimulator

/// The warehouse is the fleet: read by the connectors, rendered by a simulator that was written apart from them.
@Suite(.timeLimit(.minutes(5))) struct FleetTests {
    @Test func theWarehouseEqualsTheFleetAtFirstAndAfterEachStep() async throws {
        try await World.with { world in
            try await world.succeed("sync", "--tenant", "acme")
            #expect(try await world.differences() == [])
            for step in [Step.usual(share: 0.05), .turnover, .checkIn] {
                world.vendors.advance(step)
                try await world.succeed("sync", "--tenant", "acme", "--full")
                #expect(try await world.differences() == [], "after \(step)")
            }
        }
    }

    @Test func aSyncWithNothingChangedWritesNothing() async throws {
        try await World.with { world in
            try await world.succeed("sync", "--tenant", "acme")
            let before = try await writes(world.database.owner)
            try await world.succeed("sync", "--tenant", "acme", "--full")
            let after = try await writes(world.database.owner)
            #expect(before == after)
        }
    }

    @Test func theComparisonSeesOneWrongCellAndOneLostRow() async throws {
        try await World.with(devices: 12) { world in
            try await world.succeed("sync", "--tenant", "acme")
            let owner = world.database.owner
            try await owner.query(
                """
                UPDATE inventory.device_facts SET hostname = 'another'
                WHERE id = (SELECT min(id::text)::uuid FROM inventory.device_facts)
                """)
            try await owner.query(
                "DELETE FROM inventory.organization_facts WHERE id = (SELECT min(id::text)::uuid FROM inventory.organizations)"
            )
            let differences = try await world.differences()
            #expect(differences.count == 2, "\(differences)")
        }
    }

    /// Rows written in `inventory` so far, the volatile readings aside.
    private func writes(_ owner: PostgresClient) async throws -> [String: Int] {
        // Counters are told at the end of a session's transaction, or once a second; this asks for them now.
        try await owner.query("SELECT pg_stat_force_next_flush()")
        let rows = try await owner.query(
            """
            SELECT relname AS name, n_tup_ins + n_tup_upd + n_tup_del AS written FROM pg_stat_user_tables
            WHERE schemaname = 'inventory' AND relname NOT LIKE '%_readings'
            """)
        var counts: [String: Int] = [:]
        for row in rows { counts[try row.get("name")] = try row.get("written") }
        return counts
    }
}
