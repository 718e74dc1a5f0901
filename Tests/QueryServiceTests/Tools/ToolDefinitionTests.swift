import Access
import Foundation
import Inventory
import Testing

@testable import QueryService

/// What a model is told of the tools.
@Suite struct ToolDefinitionTests {
    /// Four signs are about one token.
    private static let tokens = 3_200

    @Test func thereAreFewAndTheyCostLittle() {
        #expect(ToolCatalogue.all.count <= 12)
        let definitions = ToolCatalogue.all.map { String(decoding: $0.definition.bytes, as: UTF8.self) }
        let size = definitions.map(\.count).reduce(0, +)
        #expect(size / 4 <= Self.tokens, "\(size / 4) tokens")
    }

    @Test func whatReadsWhatVendorsToldTakesAnAge() {
        let without = ToolCatalogue.all.filter { tool in !tool.arguments.contains { $0.name == "max_age" } }
        #expect(without.map(\.name) == ["get_freshness"])
    }

    @Test(arguments: ToolCatalogue.all.map(\.name)) func eachSaysAllThatAModelNeeds(_ name: String) throws {
        let tool = try #require(ToolCatalogue.all.first { $0.name == name })
        let json = try Node.parse(String(decoding: tool.definition.bytes, as: UTF8.self))
        #expect(json["annotations"]["readOnlyHint"] == .boolean(true))
        #expect(json["annotations"]["openWorldHint"] == .boolean(false))
        #expect(json["description"].text?.isEmpty == false)
        #expect(json["inputSchema"]["type"].text == "object")
        #expect(json["inputSchema"]["additionalProperties"] == .boolean(false))
        #expect(json["inputSchema"]["properties"].names == Set(tool.arguments.map(\.name)))
        #expect(json["outputSchema"]["required"].items.compactMap(\.text) == ["truncated", "freshness"])
        #expect(Set(tool.arguments.map(\.name)).count == tool.arguments.count)
    }

    @Test func theToolsOfAKeyAreThoseOfItsGroups() {
        func names(_ groups: [PermissionGroup]) -> [String] {
            let permissions = Dictionary(uniqueKeysWithValues: groups.map { ($0, Level.readOnly) })
            return ToolCatalogue.allowed(
                Caller(tenantID: UUID(), tenantSlug: "a", keyID: UUID(), keyName: "a", permissions: permissions)
            ).map(\.name)
        }
        #expect(names([]) == ["get_freshness"])
        #expect(names([.tickets]) == ["list_tickets", "get_ticket_context", "get_freshness"])
        #expect(names(PermissionGroup.allCases) == ToolCatalogue.all.map(\.name))
    }

    @Test func everyFormatHasTheSameTools() throws {
        let tool = ToolCatalogue.all[0]
        func json(_ format: ToolFormat) throws -> Node {
            try Node.parse(String(decoding: format.definition(of: tool).bytes, as: UTF8.self))
        }
        #expect(try json(.openai)["function"]["name"].text == tool.name)
        #expect(try json(.openai)["type"].text == "function")
        #expect(try json(.anthropic)["name"].text == tool.name)
        #expect(try json(.anthropic)["input_schema"] == json(.openai)["function"]["parameters"])
        #expect(try json(.mcp)["inputSchema"] == json(.anthropic)["input_schema"])
    }

    struct Wrong: Sendable {
        let arguments: String
        let kind: String
        init(_ arguments: String, _ kind: String) {
            self.arguments = arguments
            self.kind = kind
        }
    }

    private static let wrong: [Wrong] = [
        Wrong(#"{"colour":"MARK"}"#, "unknown-argument"), Wrong(#"{"online":"MARK"}"#, "bad-argument"),
        Wrong(#"{"limit":101}"#, "bad-argument"), Wrong(#"{"limit":1.5}"#, "bad-argument"),
        Wrong(#"{"device_class":["server","MARK"]}"#, "bad-argument"), Wrong(#"{"device_class":[]}"#, "bad-argument"),
        Wrong(#"{"device_class":"MARK"}"#, "bad-argument"), Wrong(#"{"search":""}"#, "bad-argument"),
        Wrong(#"{"search":"MARK\u0000"}"#, "bad-argument"), Wrong(#"["MARK"]"#, "bad-body"),
    ]

    @Test(arguments: wrong) func aWrongArgumentIsNamedAndNotRepeated(_ one: Wrong) throws {
        let given = try #require(JSONTree(parsing: Array(one.arguments.utf8)))
        let problem = #expect(throws: Problem.self) { try ToolArguments(given, of: DeviceTools.list.arguments) }
        #expect(problem?.kind == one.kind)
        let text = String(decoding: problem?.body.bytes ?? [], as: UTF8.self)
        #expect(!text.contains("MARK") && !text.contains("colour"), "\(text)")
    }

    @Test func whatIsRequiredIsMissed() {
        let problem = #expect(throws: Problem.self) {
            try ToolArguments(.object([]), of: DeviceTools.get.arguments)
        }
        #expect(problem?.detail.contains("'device' is missing") == true)
    }
}
