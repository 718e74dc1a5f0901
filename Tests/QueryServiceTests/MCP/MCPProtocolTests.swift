import Foundation
import HTTPTypes
import Testing

@testable import QueryService

/// What each message leads to, in each version of the protocol.
@Suite struct MCPProtocolTests {
    private static let core = MCPProtocol(tools: ToolCatalogue.all, results: MCPResults(program: "9.9"))

    /// What is expected of a message.
    enum Expected: Sendable, Hashable {
        /// A result with these members, and no others.
        case result(Set<String>)
        case fault(status: Int, code: Int)
        case accepted
        case call(String)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let body: String
        let headers: MCPHeaders
        let expected: Expected

        init(_ name: String, _ body: String, _ headers: MCPHeaders, _ expected: Expected) {
            testDescription = name
            self.body = body
            self.headers = headers
            self.expected = expected
        }

        init(_ name: String, _ body: String, _ expected: Expected) {
            self.init(name, body, MCPHeaders(), expected)
        }
    }

    private static func outcome(_ one: Case) throws -> Expected {
        switch core.decide(Array(one.body.utf8), one.headers) {
        case .call(let call): return .call(call.tool)
        case .reply(let reply):
            guard let body = reply.body else { return reply.status == .accepted ? .accepted : .result([]) }
            let json = try Node.parse(String(decoding: body.bytes, as: UTF8.self))
            #expect(json["jsonrpc"].text == "2.0")
            if let code = json["error"]["code"].integer {
                #expect(json["error"]["message"].text?.isEmpty == false)
                return .fault(status: reply.status.code, code: code)
            }
            #expect(reply.status == .ok)
            return .result(json["result"].names)
        }
    }

    private static let about: Set<String> = ["resultType", "_meta"]
    private static let call = #""name":"list_devices","arguments":{}"#

    private static let stateless: [Case] = [
        Case(
            "discover", MCPText.request("server/discover"), MCPText.headers("server/discover"),
            .result(about.union(["supportedVersions", "capabilities", "instructions", "ttlMs", "cacheScope"]))),
        Case(
            "list", MCPText.request("tools/list"), MCPText.headers("tools/list"),
            .result(about.union(["tools", "ttlMs", "cacheScope"]))),
        Case(
            "call", MCPText.request("tools/call", call), MCPText.headers("tools/call", name: "list_devices"),
            .call("list_devices")),
        Case(
            "a name in Base64", MCPText.request("tools/call", call),
            MCPText.headers("tools/call", name: "=?base64?bGlzdF9kZXZpY2Vz?="), .call("list_devices")),
        Case(
            "a name in broken Base64", MCPText.request("tools/call", call),
            MCPText.headers("tools/call", name: "=?base64?%%?="), .fault(status: 400, code: -32_020)),
        Case(
            "another name", MCPText.request("tools/call", call), MCPText.headers("tools/call", name: "get_device"),
            .fault(status: 400, code: -32_020)),
        Case(
            "no name", MCPText.request("tools/call", call), MCPText.headers("tools/call"),
            .fault(status: 400, code: -32_020)),
        Case(
            "another method", MCPText.request("tools/list"), MCPText.headers("tools/call"),
            .fault(status: 400, code: -32_020)),
        Case(
            "no method header", MCPText.request("tools/list"), MCPHeaders(version: "2026-07-28"),
            .fault(status: 400, code: -32_020)),
        Case(
            "another version", MCPText.request("tools/list"),
            MCPHeaders(version: "2025-11-25", method: "tools/list"), .fault(status: 400, code: -32_020)),
        Case(
            "no version header", MCPText.request("tools/list"), MCPHeaders(method: "tools/list"),
            .fault(status: 400, code: -32_020)),
        Case(
            "an unknown version",
            #"{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{\#(MCPText.meta(version: "1900-01-01"))}}"#,
            MCPHeaders(version: "1900-01-01", method: "tools/list"), .fault(status: 400, code: -32_022)),
        Case(
            "no meta", #"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#, MCPText.headers("tools/list"),
            .fault(status: 400, code: -32_602)),
        Case(
            "no capabilities",
            #"{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{"\#(MCPKey.protocolVersion)":"2026-07-28"}}}"#,
            MCPText.headers("tools/list"), .fault(status: 400, code: -32_602)),
        Case(
            "capabilities that are none",
            #"{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{\#(MCPText.meta(capabilities: "3"))}}"#,
            MCPText.headers("tools/list"), .fault(status: 400, code: -32_602)),
        Case(
            "an unknown method", MCPText.request("resources/list"), MCPText.headers("resources/list"),
            .fault(status: 404, code: -32_601)),
        Case(
            "ping is gone", MCPText.request("ping"), MCPText.headers("ping"), .fault(status: 404, code: -32_601)),
        Case(
            "an unknown tool", MCPText.request("tools/call", #""name":"drop_everything""#),
            MCPText.headers("tools/call", name: "drop_everything"), .fault(status: 400, code: -32_602)),
        Case(
            "arguments that are none", MCPText.request("tools/call", #""name":"list_devices","arguments":[1]"#),
            MCPText.headers("tools/call", name: "list_devices"), .fault(status: 400, code: -32_602)),
        Case(
            "a cursor that was never given", MCPText.request("tools/list", #""cursor":"a""#),
            MCPText.headers("tools/list"), .fault(status: 400, code: -32_602)),
    ]

    private static let withHandshake: [Case] = [.v20251125, .v20250618].flatMap { (version: MCPVersion) -> [Case] in
        let own = MCPHeaders(version: version.rawValue)
        let name = version.rawValue
        return [
            Case(
                "\(name): initialize",
                MCPText.request("initialize", #""protocolVersion":"\#(name)","capabilities":{}"#, version),
                .result(["protocolVersion", "capabilities", "serverInfo", "instructions"])),
            Case(
                "\(name): initialized", #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#, own, .accepted),
            Case("\(name): ping", MCPText.request("ping", "", version), own, .result([])),
            Case("\(name): list", MCPText.request("tools/list", "", version), own, .result(["tools"])),
            Case("\(name): call", MCPText.request("tools/call", call, version), own, .call("list_devices")),
            Case(
                "\(name): an unknown method", MCPText.request("resources/list", "", version), own,
                .fault(status: 200, code: -32_601)),
            Case(
                "\(name): an unknown tool", MCPText.request("tools/call", #""name":"drop""#, version), own,
                .fault(status: 200, code: -32_602)),
            Case("\(name): a response", #"{"jsonrpc":"2.0","id":7,"result":{}}"#, own, .accepted),
        ]
    }

    private static let neither: [Case] = [
        Case("no JSON", "{", .fault(status: 400, code: -32_700)),
        Case("nothing", "", .fault(status: 400, code: -32_700)),
        Case("a batch", "[\(MCPText.request("ping", "", .v20251125))]", .fault(status: 400, code: -32_600)),
        Case("another JSON-RPC", #"{"jsonrpc":"1.0","id":1,"method":"ping"}"#, .fault(status: 400, code: -32_600)),
        Case("an id that is null", #"{"jsonrpc":"2.0","id":null,"method":"ping"}"#, .fault(status: 400, code: -32_600)),
        Case("an id that is half", #"{"jsonrpc":"2.0","id":1.5,"method":"ping"}"#, .fault(status: 400, code: -32_600)),
        Case("a method that is none", #"{"jsonrpc":"2.0","id":1,"method":7}"#, .fault(status: 400, code: -32_600)),
        Case("neither method nor result", #"{"jsonrpc":"2.0","id":1}"#, .fault(status: 400, code: -32_600)),
        Case(
            "parameters in a list", #"{"jsonrpc":"2.0","id":1,"method":"ping","params":[]}"#,
            .fault(status: 400, code: -32_602)),
        Case("no header at all", MCPText.request("tools/list", "", .v20250618), .result(["tools"])),
        Case(
            "an unknown version in the header", MCPText.request("tools/list", "", .v20250618),
            MCPHeaders(version: "2024-11-05"), .fault(status: 400, code: -32_022)),
        Case(
            "an unknown version of a notification", #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#,
            MCPHeaders(version: "2024-11-05"), .fault(status: 400, code: -32_022)),
    ]

    @Test(arguments: stateless + withHandshake + neither) func aMessageLeadsTo(_ one: Case) throws {
        #expect(try Self.outcome(one) == one.expected)
    }

    private static func json(_ method: String, _ members: String, _ version: MCPVersion) throws -> Node {
        let body = Array(MCPText.request(method, members, version, id: #""x-1""#).utf8)
        guard case .reply(let reply) = core.decide(body, MCPText.headers(method, version)) else { return .null }
        return try Node.parse(String(decoding: reply.body?.bytes ?? [], as: UTF8.self))
    }

    @Test(arguments: [
        ("2025-06-18", "2025-06-18"), ("2025-11-25", "2025-11-25"), ("2024-11-05", "2025-11-25"),
        ("2026-07-28", "2025-11-25"),
    ])
    func aHandshakeAgreesOnAVersionThatIsSpoken(wanted: String, agreed: String) throws {
        let reply = try Self.json("initialize", #""protocolVersion":"\#(wanted)","capabilities":{}"#, .v20251125)
        #expect(reply["result"]["protocolVersion"].text == agreed)
        #expect(reply["result"]["serverInfo"]["version"].text == "9.9")
        #expect(reply["id"].text == "x-1")
    }

    @Test func aResultSaysThatItIsWholeWhoMadeItAndHowLongItHolds() throws {
        let list = try Self.json("tools/list", "", .v20260728)["result"]
        #expect(list["resultType"].text == "complete" && list["cacheScope"].text == "private")
        #expect(list["ttlMs"].integer == 300_000)
        #expect(list["_meta"][MCPKey.serverInfo]["name"].text == "quartermaster")
        let versions = try Self.json("server/discover", "", .v20260728)["result"]["supportedVersions"]
        #expect(versions.items.compactMap(\.text) == ["2026-07-28", "2025-11-25", "2025-06-18"])
    }

    @Test func anUnknownVersionIsToldWhichAreSpokenAndNothingElseIsRepeated() throws {
        let body = #"{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{\#(MCPText.meta(version: "1900-01-01"))}}"#
        let headers = MCPHeaders(version: "1900-01-01", method: "tools/list")
        guard case .reply(let reply) = Self.core.decide(Array(body.utf8), headers) else {
            Issue.record("a call")
            return
        }
        let data = try Node.parse(String(decoding: reply.body?.bytes ?? [], as: UTF8.self))["error"]["data"]
        #expect(data["supported"].items.count == 3 && data["requested"].text == "1900-01-01")
    }
}
