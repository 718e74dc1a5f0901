import Foundation
import Postgres
import TestSupport
import Testing
import VendorSimulator

/// Which RMM organisation is which PSA company: by the id that the RMM keeps, and by a person's word.
@Suite(.timeLimit(.minutes(3))) struct MatchTests {
    private func states(_ world: World) async throws -> [String: Int] {
        let rows = try await world.database.owner.query(
            "SELECT state || ' ' || method AS kind, count(*) AS n FROM inventory.organization_companies GROUP BY 1")
        var states: [String: Int] = [:]
        for row in rows { states[try row.get("kind")] = try row.get("n") }
        return states
    }

    private func pair(_ world: World) async throws -> (organization: String, company: String, other: String) {
        let row = try await world.database.owner.query(
            """
            SELECT m.organization_id, m.company_id,
                (SELECT c.id FROM live.companies c WHERE c.id <> m.company_id ORDER BY c.name LIMIT 1) AS other
            FROM inventory.organization_companies m ORDER BY m.organization_id LIMIT 1
            """
        ).only()
        return (try row.get("organization_id"), try row.get("company_id"), try row.get("other"))
    }

    @Test func organisationsAreTiedAndAPersonsWordStands() async throws {
        try await World.with(devices: 12) { world in
            try await world.succeed("sync", "--tenant", "acme")
            let tied = world.vendors.tenants[0].fleet.organizations.filter { $0.company != nil }.count
            #expect(tied > 1)
            #expect(try await states(world)["automatic native_id"] == tied)

            let pair = try await pair(world)
            try await world.succeed("match", "confirm", pair.organization, pair.other, "--tenant", "acme")
            try await world.succeed("sync", "--tenant", "acme", "--full")
            var states = try await states(world)
            #expect(states["automatic native_id"] == tied - 1 && states["confirmed manual"] == 1, "\(states)")
            try await world.succeed("match", "undo", pair.organization, pair.other, "--tenant", "acme")
            states = try await self.states(world)
            #expect(states["automatic native_id"] == tied && states["confirmed manual"] == nil, "\(states)")

            try await world.succeed("match", "reject", pair.organization, pair.other, "--tenant", "acme")
            try await world.succeed("match", "reject", pair.organization, pair.company, "--tenant", "acme")
            try await world.succeed("sync", "--tenant", "acme", "--full")
            states = try await self.states(world)
            #expect(states["automatic native_id"] == tied - 1 && states["rejected manual"] == 2, "\(states)")
            let list = try await world.succeed("match", "list", "--tenant", "acme", "--state", "rejected")
            let lines = list.output.split(separator: "\n").filter { !$0.hasPrefix(" ") }
            #expect(lines.count == 3 && lines.dropFirst().allSatisfy { $0.contains("rejected") }, "\(list.output)")
        }
    }

    @Test func decisionsAreExportedAndImported() async throws {
        try await World.with(devices: 8) { world in
            try await world.succeed("sync", "--tenant", "acme")
            let pair = try await pair(world)
            try await world.succeed("match", "confirm", pair.organization, pair.other, "--tenant", "acme")
            let export = try await world.succeed("match", "export", "--tenant", "acme")
            #expect(export.output.split(separator: "\n").count == 1, "\(export.output)")
            let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).ndjson")
            defer { try? FileManager.default.removeItem(at: file) }
            try export.output.write(to: file, atomically: true, encoding: .utf8)
            try await world.succeed("match", "undo", pair.organization, pair.other, "--tenant", "acme")
            try await world.succeed("match", "import", file.path, "--tenant", "acme")
            #expect(try await states(world)["confirmed manual"] == 1)
        }
    }

    @Test func aNameThatIsNotThereIsTheCallersToMend() async throws {
        try await World.with(devices: 5) { world in
            let outcome = try await world.program.run("match", "confirm", "Nobody", "No one", "--tenant", "acme")
            #expect(outcome.status == 2 && outcome.errors.contains("Nobody"), "\(outcome.errors)")
        }
    }
}
