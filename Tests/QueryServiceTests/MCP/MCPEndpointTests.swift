import Foundation
import HTTPTypes
import HummingbirdTesting
import Testing

@testable import QueryService

/// The protocol over HTTP.
@Suite(.serialized, .timeLimit(.minutes(3))) struct MCPEndpointTests {
    @Test func itWantsAKeyAPostAndAPageThatMayCall() async throws {
        try await Fixture.with { fixture in
            let key = try await fixture.key()
            let nobody = try await fixture.mcp("tools/list", key: nil)
            #expect(nobody.status == 401 && nobody.headers[.wwwAuthenticate]?.hasPrefix("Bearer") == true)
            for method in [HTTPRequest.Method.get, .delete] {
                let reply = try await fixture.get("/mcp", key, method: method)
                #expect(reply.status == 405 && reply.headers[.allow] == "POST")
            }
            let page = try await fixture.mcp("tools/list", key: key, more: [.origin: "https://evil.example"])
            #expect(page.status == 403 && page.json["error"]["code"].integer == -32_600 && page.json["id"] == .null)
            let own = try await fixture.mcp("tools/list", key: key, more: [.origin: "http://localhost:6274"])
            #expect(own.status == 200 && own.headers[.contentType] == "application/json")
        }
    }

    @Test func errorsComeWithTheStatusThatTheRevisionWants() async throws {
        try await Fixture.with { fixture in
            let key = try await fixture.key()
            let method = try await fixture.mcp("resources/list", key: key)
            #expect(method.status == 404 && method.json["error"]["code"].integer == -32_601)
            let mismatch = try await fixture.mcp("tools/call", #""name":"get_freshness""#, name: "other", key: key)
            #expect(mismatch.status == 400 && mismatch.json["error"]["code"].integer == -32_020)
            let older = try await fixture.mcp("resources/list", "", version: .v20250618, key: key)
            #expect(older.status == 200 && older.json["error"]["code"].integer == -32_601)
            let ping = try await fixture.mcp("ping", "", version: .v20251125, key: key)
            #expect(ping.status == 200 && ping.json["result"] == .object([:]))
        }
    }

    /// Every tool, in every version that the official client speaks: it checks messages and structured content itself.
    @Test func theOfficialClientUsesEveryToolInEachVersion() async throws {
        try await Fixture.withTools(.live) { fixture, key in
            let port = try #require(fixture.client.port)
            let calls = Fixture.calls.map { #"["\#($0.name)",\#($0.arguments)]"# }.joined(separator: ",")
            let lines = try await PythonClient.visit("http://127.0.0.1:\(port)/mcp", key: key, calls: "[\(calls)]")
            let versions = lines.compactMap { $0["version"].text }
            #expect(versions == ["2026-07-28", "2026-07-28", "2025-11-25", "2025-06-18"])
            for line in lines {
                // Told a version, the client asks nothing before its first request, and so knows no name.
                let name: String? = line["mode"].text == "2026-07-28" ? nil : "quartermaster"
                #expect(line["server"].text == name)
                #expect(line["tools"].items.compactMap(\.text) == ToolCatalogue.all.map(\.name))
                #expect(line["answers"].names == ToolCatalogue.names)
                for name in ToolCatalogue.names {
                    let answer = line["answers"][name]
                    #expect(answer["is_error"] == .boolean(false) && answer["same"] == .boolean(true), "\(name)")
                }
            }
        }
    }
}
