import Access
import Foundation
import Inventory
import Postgres
import TestSupport
import Testing

@testable import QueryService

/// What a tool's `search` finds is what the list's `q=` finds.
@Suite(.serialized, .timeLimit(.minutes(1))) struct ToolSearchTests {
    /// Words that are found in several columns of one row.
    private static let searches: [(tool: String, list: String, words: String)] = [
        ("list_organizations", "organizations", "ACME"), ("list_companies", "companies", "gmbh beta"),
        ("list_contacts", "contacts", "ann arch acme.example"), ("list_devices", "devices", "file01 acme"),
        ("list_tickets", "tickets", "1001 blinks"), ("list_agreements", "agreements", "care acme"),
        ("list_devices", "devices", "100%"), ("list_devices", "devices", "fil_01"),
    ]

    @Test func aToolFindsWhatTheListFinds() async throws {
        try await Fixture.withTools { fixture, key in
            for (tool, list, words) in Self.searches {
                let listed = try await fixture.get("/v1/\(list)?q=\(Fixture.encoded(words))", key)
                let found = try await fixture.tool(tool, "{\"search\":\"\(words)\"}", key)
                #expect(found.status == 200 && Set(found.ids) == Set(listed.ids), "\(words): \(found.text)")
                #expect(listed.ids.count == (words.contains { "%_".contains($0) } ? 0 : 1), "\(words): \(listed.text)")
            }
        }
    }

    @Test func anAuditFindsWhatTheListsOfTheDeviceFind() async throws {
        try await Fixture.withTools { (fixture: Fixture, key: String) async throws in
            let device = try await fixture.id("devices", "a")
            for (section, part, list, words) in [
                ("software", "programs", "software", "maker program"), ("patches", "patches", "patches", "kb0"),
            ] {
                let listed = try await fixture.get(
                    "/v1/\(list)?device_id=\(device)&q=\(Fixture.encoded(words))", key)
                let found = try await fixture.tool(
                    "audit_device",
                    "{\"device\":\"\(device)\",\"sections\":[\"\(section)\"],\"search\":\"\(words)\"}", key)
                let rows = found.json["data"][section][part]["data"].items
                #expect(rows.count == 1 && listed.rows.count == 1, "\(found.text) \(listed.text)")
            }
        }
    }

    @Test func whatTheKeyMayNotSeeIsNotLookedIn() async throws {
        try await Fixture.withTools { (fixture: Fixture, key: String) async throws in
            try await fixture.database.owner.query("UPDATE inventory.device_facts SET owner_email = 'somebody'")
            let search = #"{"search":"somebody"}"#
            #expect(try await fixture.tool("list_devices", search, key).rows.count == 2)
            let narrow = try await fixture.key([.devices: .readOnly])
            #expect(try await fixture.tool("list_devices", search, narrow).rows.isEmpty)
            let words = Array(repeating: "a", count: 11).joined(separator: " ")
            #expect(try await fixture.tool("list_devices", "{\"search\":\"\(words)\"}", key).status == 400)
        }
    }
}
