import Access
import Foundation
import Inventory
import Postgres
import TestSupport
import Testing

@testable import QueryService

/// A person's word on matches, and a ticket's device, over REST.
@Suite(.serialized, .timeLimit(.minutes(1))) struct MatchesTests {
    private static let writes: [PermissionGroup: Level] = [.matches: .readWrite]

    private static func insert(_ fixture: Fixture, _ table: String, _ connection: UUID?, _ name: String) async throws
        -> UUID
    {
        try await fixture.database.owner.query(
            """
            INSERT INTO inventory.\(identifier: table) (tenant_id, connection_id, external_id, name)
            VALUES (\(fixture.acme.id), \(connection), \(name), \(name)) RETURNING id
            """
        ).only().get("id")
    }

    private static func states(_ fixture: Fixture) async throws -> [String] {
        try await fixture.database.owner.query(
            "SELECT state || ' ' || decided_by AS state FROM inventory.organization_companies ORDER BY 1"
        ).map { try $0.get("state") }
    }

    @Test func aPersonConfirmsRejectsAndTakesBack() async throws {
        try await Fixture.with { fixture in
            let organization = try await Self.insert(
                fixture, "organization_facts", fixture.rmm[fixture.acme.id], "Contoso")
            let company = try await Self.insert(fixture, "company_facts", fixture.psa[fixture.acme.id], "Contoso Ltd")
            let key = try await fixture.key(Self.writes)
            let body = #"{"organization": "Contoso", "company": "\#(company.uuidString)"}"#
            for (word, states) in [("confirm", "confirmed"), ("reject", "rejected")] {
                let reply = try await fixture.post("/v1/matches/\(word)", body, key)
                #expect(reply.status == 200 && reply.json["data"]["state"].text == states, "\(reply.text)")
                #expect(reply.json["data"]["organization_id"].text == organization.postgresText)
                let stored = try await Self.states(fixture)
                #expect(stored.count == 1 && stored[0].hasPrefix("\(states) key:"), "\(stored)")
            }
            let saved = try await fixture.get("/v1/matches/export", key)
            #expect(saved.json["data"].items.count == 1, "\(saved.text)")
            #expect(try await fixture.post("/v1/matches/undo", body, key).status == 200)
            #expect(try await Self.states(fixture) == [])
            #expect(try await fixture.post("/v1/matches/undo", body, key).status == 409)
            let load = saved.text.replacing("\"data\"", with: "\"decisions\"")
            let loaded = try await fixture.post("/v1/matches/import", load, key)
            #expect(loaded.status == 200 && loaded.text.contains("\"imported\":1"), "\(loaded.text)")
            #expect(try await Self.states(fixture).count == 1)
            let audited = try await fixture.database.owner.query(
                "SELECT action FROM control.audit WHERE action LIKE 'match.%' AND outcome = 'done'")
            #expect(audited.count == 4)
        }
    }

    @Test func whatIsNotThereOrIncompleteIsRefused() async throws {
        try await Fixture.with { fixture in
            let key = try await fixture.key(Self.writes)
            let unknown = #"{"organization": "Nobody", "company": "No one"}"#
            #expect(try await fixture.post("/v1/matches/confirm", unknown, key).status == 404)
            #expect(try await fixture.post("/v1/matches/confirm", #"{"company": "x"}"#, key).status == 400)
            #expect(try await fixture.post("/v1/matches/import", "{}", key).status == 400)
        }
    }

    @Test func aTicketsDeviceIsItsConfigurationItemsDevice() async throws {
        try await Fixture.with { fixture in
            let tenant = fixture.acme.id
            let device: UUID = try await fixture.database.owner.query(
                """
                INSERT INTO inventory.device_facts (tenant_id, connection_id, external_id, hostname)
                VALUES (\(tenant), \(fixture.rmm[tenant]), 'd', 'pc1') RETURNING id
                """
            ).only().get("id")
            let item = try await Self.insert(fixture, "configuration_facts", fixture.psa[tenant], "PC1")
            let ticket: UUID = try await fixture.database.owner.query(
                """
                INSERT INTO inventory.ticket_facts (tenant_id, connection_id, external_id, configuration_id)
                VALUES (\(tenant), \(fixture.psa[tenant]), 't', \(item)) RETURNING id
                """
            ).only().get("id")
            let path = "/v1/tickets/\(ticket.uuidString)/device"
            let key = try await fixture.key()
            try await fixture.database.owner.query(
                """
                INSERT INTO inventory.device_configurations (tenant_id, device_id, configuration_id, state, method)
                VALUES (\(tenant), \(device), \(item), 'suggested', 'hostname')
                """)
            let suggested = try await fixture.get(path, key)
            #expect(
                suggested.status == 404 && suggested.json["type"].text?.contains("no-device") == true,
                "\(suggested.text)")
            try await fixture.database.owner.query("UPDATE inventory.device_configurations SET state = 'automatic'")
            let reply = try await fixture.get(path, key)
            #expect(reply.status == 200 && reply.json["data"]["hostname"].text == "pc1", "\(reply.text)")
            let tickets = try await fixture.get(path, try await fixture.key([.tickets: .readOnly]))
            #expect(tickets.status == 403 && tickets.json["group"].text == "devices")
            let other = try await fixture.get("/v1/tickets/\(UUID().uuidString)/device", key)
            #expect(other.status == 404)
        }
    }
}
