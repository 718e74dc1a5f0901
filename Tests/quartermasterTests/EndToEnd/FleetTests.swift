import Connectors
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

    @Test func whatAVendorCannotGiveIsShownWithItsReason() async throws {
        try await World.with(devices: 1, vendors: nil) { world in
            try await Service.with(world, profile: "read_only") { service in
                let reply = try await service.get("/v1/connections")
                let shown = try JSONDecoder().decode(Connections.self, from: Data(reply.text.utf8)).data
                #expect(Set(shown.map(\.vendor)) == Set(Registry.connectors.map { $0.vendor.id }))
                for connection in shown {
                    let reasons = connection.not_available.map { lack in
                        ([lack.table] + (lack.column.map { [$0] } ?? [])).joined(separator: ".") + ": " + lack.reason
                    }
                    let declared = try #require(Registry.connector(for: connection.vendor)).vendor.notAvailable
                    #expect(Set(reasons) == Set(declared.map { "\($0.key): \($0.value)" }))
                }
            }
        }
    }

    private struct Connections: Decodable {
        struct Connection: Decodable {
            let vendor: String
            let not_available: [Lack]
        }
        struct Lack: Decodable {
            let table: String
            let column: String?
            let reason: String
        }
        let data: [Connection]
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
