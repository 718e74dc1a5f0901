import Foundation
import Postgres
import TestSupport
import Testing
import VendorSimulator

/// The warehouse is the fleet: read by all connectors side by side, rendered by a simulator that was written apart from them.
@Suite(.timeLimit(.minutes(5))) struct FleetTests {
    @Test func theWarehouseEqualsTheFleetAtFirstAndAfterEachStep() async throws {
        try await World.with(vendors: nil) { world in
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
        try await World.with(vendors: nil) { world in
            try await world.succeed("sync", "--tenant", "acme")
            let before = try await world.rowsWritten()
            try await world.succeed("sync", "--tenant", "acme", "--full")
            let after = try await world.rowsWritten()
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
}
