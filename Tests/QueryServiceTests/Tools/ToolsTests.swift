import Access
import Foundation
import HTTPTypes
import Inventory
import Postgres
import TestSupport
import Testing

@testable import QueryService

/// What the tools answer, over HTTP from a real database.
@Suite(.serialized, .timeLimit(.minutes(2))) struct ToolsTests {
    @Test func everyToolAnswersByNamesWithFreshnessAndTheSameOverBothWays() async throws {
        try await Fixture.withTools { fixture, key in
            #expect(Fixture.calls.map(\.name) == ToolCatalogue.all.map(\.name))
            for (name, arguments) in Fixture.calls {
                let reply = try await fixture.tool(name, arguments, key)
                #expect(reply.status == 200, "\(name): \(reply.text)")
                #expect(reply.json["freshness"]["stale"] != .null && reply.json["truncated"] != .null, "\(name)")
                #expect(reply.json["ambiguous"] == .null, "\(name): \(reply.text)")
                #expect(reply.json["data"] != .array([]), "\(name): \(reply.text)")
                #expect(reply.text.utf8.count <= ToolBudget.most)
                for version in MCPVersion.allCases {
                    let call = try await fixture.mcp(
                        "tools/call", #""name":"\#(name)","arguments":\#(arguments)"#, name: name, version: version,
                        key: key)
                    let result = call.json["result"]
                    #expect(call.status == 200 && result["isError"] == .boolean(false), "\(name): \(call.text)")
                    #expect(result["structuredContent"]["data"] == reply.json["data"], "\(name)")
                    let text = try #require(result["content"].items.first?["text"].text)
                    #expect(try Node.parse(text) == result["structuredContent"])
                }
            }
        }
    }

    @Test func aTicketsContextHasAllThatIsKnownInOneCall() async throws {
        try await Fixture.withTools { fixture, key in
            let data = try await fixture.tool("get_ticket_context", #"{"ticket":"1001"}"#, key).json["data"]
            #expect(data["ticket"]["id"].text == (try await fixture.id("tickets", "a")))
            #expect(data["ticket"]["untrusted"]["company_name"].text == "Acme Ltd")
            #expect(data["notes"]["data"].items.map { $0["untrusted"]["body"].text } == ["Called back"])
            #expect(data["contact"]["data"].items.map { $0["untrusted"]["last_name"].text } == ["Archer"])
            let device = try #require(data["devices"]["data"].items.first)
            #expect(device["id"].text == (try await fixture.id("devices", "a")))
            #expect(device["named_by"].text == "ticket" && device["device_class"].text == "server")
            #expect(device["open_alerts"].items.map { $0["untrusted"]["message"].text } == ["Disk full"])
            #expect(data["agreement"]["data"].items.map { $0["covers"].text } == ["ticket"])
            #expect(data["similar"]["data"].items.count == 5, "\(data["similar"])")
            #expect(data["similar"]["data"].items.allSatisfy { $0["likeness"] != .null })
            let notes = try await fixture.tool("get_ticket_context", #"{"ticket":"1001","parts":["notes"]}"#, key)
            #expect(notes.json["data"].names == ["ticket", "notes"])
        }
    }

    @Test func aKeyWithoutAGroupSeesThePartLeftOutAndTheToolRefused() async throws {
        try await Fixture.withTools { fixture, _ in
            let narrow = try await fixture.key([.tickets: .readOnly])
            let context = try await fixture.tool("get_ticket_context", #"{"ticket":"1001"}"#, narrow)
            #expect(context.status == 200 && context.json["data"].names == ["ticket", "similar"], "\(context.text)")
            #expect(context.json["left_out"].names == ["notes", "contact", "devices", "agreement"])
            #expect(context.json["data"]["ticket"]["untrusted"]["company_name"] == .null)
            let listed = try await fixture.get("/v1/tools?format=anthropic", narrow).json["tools"].items
            #expect(listed.map { $0["name"].text } == ["list_tickets", "get_ticket_context", "get_freshness"])
            let refused = try await fixture.tool("list_alerts", "{}", narrow)
            #expect(refused.status == 403 && refused.json["group"].text == "alerts")
            let call = try await fixture.mcp("tools/call", #""name":"list_alerts""#, name: "list_alerts", key: narrow)
            #expect(call.status == 200 && call.json["result"]["isError"] == .boolean(true), "\(call.text)")
            #expect(call.json["result"]["content"].items.first?["text"].text?.contains("alerts") == true)
            #expect(try await fixture.audited() == ["tool.call list_alerts refused", "tool.call list_alerts refused"])
        }
    }

    /// Two devices of one name: candidates, and the one that is meant by where it is or by its id.
    @Test func anAmbiguousNameIsAnsweredWithCandidates() async throws {
        try await Fixture.withTools { fixture, key in
            let both = try await fixture.tool("get_device", #"{"device":"FILE01"}"#, key)
            #expect(both.status == 200 && both.json["ambiguous"].text == "device" && both.json["data"] == .null)
            let candidates = both.json["candidates"].items
            let names = candidates.compactMap { $0["untrusted"]["organization_name"].text }
            #expect(Set(names) == ["Acme", "Beta"] && names.count == 2, "\(both.text)")
            for candidate in candidates {
                let id = try #require(candidate["id"].text)
                let one = try await fixture.tool("get_device", #"{"device":"\#(id)"}"#, key)
                #expect(one.json["data"]["device"]["id"].text == id)
            }
            let beta = try await fixture.tool("get_device", #"{"device":"FILE01","organization":"Beta"}"#, key)
            #expect(beta.json["data"]["device"]["id"].text == (try await fixture.id("devices", "b")))
        }
    }

    @Test func aLongListIsWithinItsBudgetAndGoesOnToItsEnd() async throws {
        try await Fixture.withTools { fixture, key in
            let long = String(repeating: "words ", count: 80)
            try await fixture.addTickets(80, from: 100) { "\($0) \(long)" }
            var met: [String] = []
            var cursor: String?
            repeat {
                let next = cursor.map { #","cursor":"\#($0)""# } ?? ""
                let reply = try await fixture.tool("list_tickets", #"{"limit":100\#(next)}"#, key)
                #expect(reply.status == 200 && reply.text.utf8.count <= ToolBudget.most, "\(reply.text.prefix(300))")
                met += reply.ids
                cursor = reply.json["next_cursor"].text
                #expect(reply.json["truncated"] == .boolean(cursor != nil) || reply.text.contains("cut"))
            } while cursor != nil && met.count < 1_000
            #expect(met.count == 88 && Set(met).count == 88, "\(met.count)")
        }
    }

    @Test func anAuditGoesOnWithinASection() async throws {
        try await Fixture.withTools { fixture, key in
            try await fixture.database.owner.query(
                """
                WITH titles AS (
                    INSERT INTO inventory.software_titles
                    SELECT \(fixture.acme.id), 100 + n, decode(md5('t' || n), 'hex'), NULL, 'Tool ' || lpad(n::text, 3, '0'),
                        'Maker', NULL FROM generate_series(1, 30) n RETURNING number)
                INSERT INTO inventory.software_rows (tenant_id, device_number, part, title_number, version_number)
                SELECT \(fixture.acme.id), 0, 0, number, 0 FROM titles
                """)
            let call = #""device":"FILE01","organization":"Acme","sections":["software"],"limit":20"#
            let first = try await fixture.tool("audit_device", "{\(call)}", key)
            let programs = first.json["data"]["software"]["programs"]
            #expect(programs["data"].items.count == 20 && programs["truncated"] == .boolean(true), "\(first.text)")
            let cursor = try #require(first.json["next_cursor"].text)
            let second = try await fixture.tool("audit_device", #"{\#(call),"cursor":"\#(cursor)"}"#, key)
            #expect(second.json["data"]["software"]["programs"]["data"].items.count == 11, "\(second.text)")
            let wrong = try await fixture.tool(
                "audit_device", #"{"device":"FILE01","organization":"Acme","cursor":"\#(cursor)"}"#, key)
            #expect(wrong.status == 400 && wrong.json["type"].text?.hasSuffix("bad-cursor") == true)
        }
    }

    @Test func aWrongCallSaysWhatWouldBeRight() async throws {
        try await Fixture.withTools { fixture, key in
            let unknown = try await fixture.tool("drop_everything", "{}", key)
            #expect(unknown.status == 404 && !unknown.text.contains("drop_everything"))
            let argument = try await fixture.tool("list_devices", #"{"organisation":"Acme"}"#, key)
            #expect(argument.status == 400 && argument.json["nearest"].text == "organization")
            let format = try await fixture.get("/v1/tools?format=gemini", key)
            #expect(format.status == 400 && format.json["allowed"].items.count == 3)
            #expect(try await fixture.tool("list_devices", "nonsense", key).status == 400)
            #expect(try await fixture.get("/v1/tools/list_devices", key).status == 405)
        }
    }
}
