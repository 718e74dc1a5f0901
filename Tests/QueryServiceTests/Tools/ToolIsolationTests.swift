import Access
import Foundation
import Inventory
import Postgres
import TestSupport
import Testing

@testable import QueryService

/// What a key may not see, no tool shows.
@Suite(.serialized, .timeLimit(.minutes(2))) struct ToolIsolationTests {
    /// Every way to name a thing, with a place for the name.
    private static let naming: [(tool: String, argument: String, table: String)] = [
        ("list_organizations", "organization", "organizations"), ("list_companies", "company", "companies"),
        ("list_contacts", "company", "companies"), ("list_devices", "organization", "organizations"),
        ("list_devices", "site", "sites"), ("list_devices", "company", "companies"),
        ("get_device", "device", "devices"), ("audit_device", "device", "devices"),
        ("list_alerts", "device", "devices"),
        ("list_tickets", "company", "companies"), ("list_tickets", "device", "devices"),
        ("get_ticket_context", "ticket", "tickets"), ("list_agreements", "company", "companies"),
    ]

    @Test func aLimitedKeysRefusalIsNotedLikeAnyOther() async throws {
        try await Fixture.withTools { fixture, _ in
            let company = try #require(UUID(uuidString: try await fixture.id("companies", "a")))
            let key = try await fixture.key([.tickets: .readOnly], companies: [company])
            let refused = try await fixture.tool("list_alerts", "{}", key)
            #expect(refused.status == 403 && refused.json["group"].text == "alerts", "\(refused.text)")
            #expect(try await fixture.audited() == ["tool.call list_alerts refused"])
        }
    }

    private static let foreign = [
        "organizations": "Foreign", "companies": "Foreign", "devices": "Foreign", "tickets": "9009",
    ]

    @Test func anotherTenantsIdsAndNamesAreNotThereLikeAnyThatNeverWas() async throws {
        try await Fixture.withTools { fixture, key in
            for (tool, argument, table) in Self.naming {
                let nobody = try await fixture.tool(tool, #"{"\#(argument)":"\#(UUID().uuidString)"}"#, key)
                #expect(nobody.status == 404, "\(tool): \(nobody.text)")
                let theirs = try await fixture.id(table, "a", of: fixture.other)
                for name in [theirs] + (Self.foreign[table].map { [$0] } ?? []) {
                    let reply = try await fixture.tool(tool, #"{"\#(argument)":"\#(name)"}"#, key)
                    #expect(reply.status == 404 && reply.text == nobody.text, "\(tool): \(reply.text)")
                }
            }
        }
    }

    @Test func aCursorOfAnotherTenantIsRefused() async throws {
        try await Fixture.withTools { fixture, key in
            let theirs = try await fixture.key(tenant: fixture.other)
            let page = try await fixture.tool("list_devices", #"{"limit":1}"#, theirs)
            let cursor = try #require(page.json["next_cursor"].text)
            let reply = try await fixture.tool("list_devices", #"{"limit":1,"cursor":"\#(cursor)"}"#, key)
            #expect(reply.status == 400 && reply.ids.isEmpty)
        }
    }

    @Test func aKeyLimitedToACompanySeesThatAloneByEveryTool() async throws {
        try await Fixture.withTools { fixture, _ in
            let company = try #require(UUID(uuidString: try await fixture.id("companies", "a")))
            let key = try await fixture.key(companies: [company])
            for (tool, argument, table) in Self.naming {
                let id = try await fixture.id(table, "b")
                let reply = try await fixture.tool(tool, #"{"\#(argument)":"\#(id)"}"#, key)
                #expect(reply.status == 404, "\(tool) \(argument): \(reply.text)")
            }
            for tool in [
                "list_organizations", "list_companies", "list_contacts", "list_devices", "list_alerts",
                "list_tickets", "list_agreements",
            ] {
                let reply = try await fixture.tool(tool, "{}", key)
                #expect(reply.status == 200 && !reply.ids.isEmpty, "\(tool): \(reply.text)")
                #expect(!reply.text.contains("Beta") && !reply.text.contains("Baker"), "\(tool): \(reply.text)")
            }
            let context = try await fixture.tool("get_ticket_context", #"{"ticket":"1001"}"#, key)
            #expect(context.json["data"]["devices"]["data"].items.count == 1, "\(context.text)")
            // The name that means two devices to others means one to this key.
            let device = try await fixture.tool("get_device", #"{"device":"FILE01"}"#, key)
            #expect(
                device.json["data"]["device"]["id"].text == (try await fixture.id("devices", "a")), "\(device.text)")
        }
    }
}
