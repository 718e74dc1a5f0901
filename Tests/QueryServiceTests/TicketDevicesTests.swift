import Access
import Foundation
import Postgres
import TestSupport
import Testing

@testable import QueryService

/// Which devices a ticket is about: the same by REST, by the tools and by the view, over the same rows.
@Suite(.serialized, .timeLimit(.minutes(1))) struct TicketDevicesTests {
    /// A ticket with two items, and devices by host name that either is, may be, or is not.
    private struct World: Sendable {
        let fixture: Fixture
        let key: String
        let ticket: UUID
        let items: [UUID]

        static func with(_ body: @escaping @Sendable (World) async throws -> Void) async throws {
            try await Fixture.with { fixture in
                let psa = fixture.psa[fixture.acme.id]
                let items = [
                    try await insert(fixture, "configuration_facts", psa, "name", "main"),
                    try await insert(fixture, "configuration_facts", psa, "name", "beside"),
                ]
                let ticket = try await insert(fixture, "ticket_facts", psa, "number", "T-1")
                try await fixture.database.owner.query(
                    "UPDATE inventory.ticket_facts SET status_category = 'open', configuration_id = \(items[0])")
                try await fixture.database.owner.query(
                    """
                    INSERT INTO inventory.ticket_configuration_facts
                        (tenant_id, connection_id, external_id, ticket_id, configuration_id)
                    VALUES (\(fixture.acme.id), \(psa), 'beside', \(ticket), \(items[1]))
                    """)
                let world = World(fixture: fixture, key: try await fixture.key(), ticket: ticket, items: items)
                try await world.addDevices()
                try await body(world)
            }
        }

        private func addDevices() async throws {
            try await link("linked", item: 0, "automatic", 0.9)
            try await link("confirmed", item: 0, "confirmed", 0.5)
            try await link("suggested", item: 0, "suggested", 0.9)
            try await link("gone", item: 0, "confirmed", 1)
            try await fixture.database.owner.query(
                "UPDATE inventory.device_facts SET deleted_at = now() WHERE hostname = 'gone'")
            try await link("of-the-other-item", item: 1, "confirmed", 1)
            try await link("rejected", item: 0, "rejected", 1)
            try await tie(["tied", "rejected", "linked"])
        }

        static func insert(
            _ fixture: Fixture, _ table: String, _ connection: UUID?, _ column: String, _ value: String
        ) async throws -> UUID {
            try await fixture.database.owner.query(
                """
                INSERT INTO inventory.\(identifier: table) (tenant_id, connection_id, external_id, \(identifier: column))
                VALUES (\(fixture.acme.id), \(connection), \(value), \(value)) RETURNING id
                """
            ).only().get("id")
        }

        private func device(_ hostname: String) async throws -> UUID {
            let known = try await fixture.database.owner.query(
                "SELECT id FROM inventory.device_facts WHERE hostname = \(hostname)")
            if let id: UUID = try known.first?.get("id") { return id }
            return try await Self.insert(
                fixture, "device_facts", fixture.rmm[fixture.acme.id], "hostname", hostname)
        }

        /// Says of a device and an item how they stand, whatever was said before.
        func link(_ hostname: String, item: Int, _ state: String, _ score: Double) async throws {
            try await fixture.database.owner.query(
                """
                INSERT INTO inventory.device_configurations (tenant_id, device_id, configuration_id, state, method, score)
                VALUES (\(fixture.acme.id), \(try await device(hostname)), \(items[item]), \(state), 'serial', \(score))
                ON CONFLICT (tenant_id, device_id, configuration_id) DO UPDATE SET state = excluded.state
                """)
        }

        /// One machine of the main item and the devices.
        private func tie(_ hostnames: [String]) async throws {
            let owner = fixture.database.owner
            let machine: UUID = try await owner.query(
                "INSERT INTO inventory.machines (tenant_id) VALUES (\(fixture.acme.id)) RETURNING id"
            ).only().get("id")
            try await owner.query(
                """
                INSERT INTO inventory.machine_configurations (tenant_id, machine_id, configuration_id, method, score)
                VALUES (\(fixture.acme.id), \(machine), \(items[0]), 'serial', 0.8)
                """)
            for hostname in hostnames {
                try await owner.query(
                    """
                    INSERT INTO inventory.machine_devices (tenant_id, machine_id, device_id, method, score)
                    VALUES (\(fixture.acme.id), \(machine), \(try await device(hostname)), 'serial', 1)
                    """)
            }
        }

        // MARK: - The three

        func byView() async throws -> [String] {
            try await fixture.database.reader.query(
                """
                SELECT d.hostname FROM inventory.ticket_devices t
                JOIN inventory.devices d ON d.tenant_id = t.tenant_id AND d.id = t.device_id
                WHERE t.tenant_id = \(fixture.acme.id) AND t.ticket_id = \(ticket) ORDER BY t.place
                """, tenant: fixture.acme.id
            ).map { try $0.get("hostname") }
        }

        func byTool() async throws -> [String] {
            let reply = try await fixture.tool(
                "get_ticket_context", #"{"ticket":"T-1","parts":["devices"]}"#, key)
            return reply.json["data"]["devices"]["data"].items.compactMap { $0["untrusted"]["hostname"].text }
        }

        /// The first alone, or nothing with the status 404.
        func byREST() async throws -> [String] {
            let reply = try await fixture.get("/v1/tickets/\(ticket.postgresText)/device", key)
            return reply.status == 404 ? [] : [reply.json["data"]["hostname"].text ?? reply.text]
        }

        func isTicketListed(of hostname: String) async throws -> Bool {
            let reply = try await fixture.tool("list_tickets", "{\"device\":\"\(hostname)\"}", key)
            return !reply.json["data"].items.isEmpty
        }
    }

    @Test func areTheSameForAllAndNeverThoseThatAPersonHasRejected() async throws {
        try await World.with { world in
            var expected = ["confirmed", "linked", "tied", "of-the-other-item"]
            #expect(try await !world.isTicketListed(of: "rejected"))
            #expect(try await !world.isTicketListed(of: "suggested"))
            while !expected.isEmpty {
                #expect(try await world.byView() == expected)
                #expect(try await world.byTool() == expected)
                #expect(try await world.byREST() == [expected[0]])
                #expect(try await world.isTicketListed(of: expected[0]))
                let first = expected.removeFirst()
                for item in [0, 1] { try await world.link(first, item: item, "rejected", 1) }
                #expect(try await !world.isTicketListed(of: first))
            }
            #expect(try await world.byView() == [])
            #expect(try await world.byTool() == [])
            #expect(try await world.byREST() == [])
        }
    }
}
