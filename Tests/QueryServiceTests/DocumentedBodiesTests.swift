import Access
import Foundation
import HTTPTypes
import Inventory
import TestSupport
import Testing

@testable import QueryService

/// What the OpenAPI document says of bodies and parameters is what the service holds them to.
@Suite(.serialized, .timeLimit(.minutes(2))) struct DocumentedBodiesTests {
    private static let id = "5f1c2a8e-7a34-4c7e-9a51-0d3c5c0f2b11"
    private static let thing = """
        {"name":"n","connection":"\(id)","connection_name":"psa","vendor":"some-psa","external_id":"1"}
        """
    private static let sync = #"{"connection":"rmm","streams":["devices"],"full":false}"#

    /// Bodies that are taken, though what they name need not be there.
    private static let bodies: [(path: String, body: String)] = [
        ("/v1/syncs", sync), ("/v1/tenants/{slug}/syncs", sync),
        ("/v1/syncs/{id}/accept", #"{"streams":["devices"]}"#), ("/v1/syncs/{id}/reject", #"{"streams":["devices"]}"#),
        ("/v1/matches/confirm", #"{"organization":"a","company":"b"}"#),
        ("/v1/matches/reject", #"{"organization":"a","company":"b"}"#),
        ("/v1/matches/undo", #"{"organization":"a","company":"b"}"#),
        (
            "/v1/matches/import",
            """
            {"decisions":[{"organization":\(thing),"company":\(thing),"state":"confirmed","decided_by":"a","decided_at":"b"}]}
            """
        ),
        (
            "/v1/report-overrides/set",
            #"{"kind":"price","subject":"a","value":"12.50","currency":"EUR","company":"a","reason":"a"}"#
        ),
        (
            "/v1/report-overrides/set",
            #"{"kind":"category","subject":"a%","value":"included","category":"games","company":"a"}"#
        ),
        ("/v1/report-overrides/set", #"{"kind":"software","subject":"a","value":"2028-10-10","company":"a"}"#),
        ("/v1/report-overrides/clear", "{\"id\":\"\(id)\"}"),
        ("/v1/report-findings/mark", #"{"key":"a:b","state":"dismissed","reason":"a"}"#),
        ("/v1/report-findings/mark", #"{"key":"a:b","state":"snoozed","until":"2027-03-01"}"#),
        ("/v1/product-measures/confirm", #"{"product":"a","measure":"devices"}"#),
        ("/v1/product-measures/confirm", #"{"product":"a","measure":"software_category","category":"games"}"#),
        (
            "/v1/product-measures/import",
            """
            {"measures":[{"product":"a","connection":"\(id)","connection_name":"psa","vendor":"a","external_id":"1",
            "measure":"devices","category":"a","decided_by":"a","decided_at":"a"}]}
            """
        ),
        ("/v1/tools/{name}", #"{"online":true,"search":"a","limit":5,"device_class":["server"]}"#),
    ]

    @Test func everyBodyIsHeldToItsSchemaAndToNoMore() async throws {
        try await Fixture.with { fixture in
            let caller = try await DocumentReader(fixture)
            var met: Set<String> = []
            for (path, text) in Self.bodies {
                met.insert(path)
                let schema = try #require(caller.schema(path), "\(path)")
                let body = try #require(JSONTree(parsing: Array(text.utf8)))
                let examples = SchemaExamples(document: caller.document)
                for right in [body] + examples.right(body, schema) {
                    let reply = try await caller.post(path, right)
                    #expect(reply.status != 400 && reply.status < 500, "\(path) \(right): \(reply.text)")
                }
                let wrong = examples.wrong(body, schema)
                #expect(!wrong.isEmpty)
                for wrong in wrong {
                    let reply = try await caller.post(path, wrong)
                    #expect(reply.status == 400, "\(path) \(wrong): \(reply.text)")
                }
            }
            // The Model Context Protocol's messages are held to that.
            let documented = caller.posts.filter { caller.schema($0) != nil }
            #expect(Set(documented) == met.union(["/mcp"]))
        }
    }

    @Test func whatTheServiceTakesIsWhatTheSchemaNames() async throws {
        try await Fixture.with { (fixture: Fixture) async throws in
            let caller = try await DocumentReader(fixture)
            for path in caller.posts where path != "/mcp" {
                let reply = try await caller.post(path, .object([("unheard_of", .integer(1))]))
                #expect(reply.status == 400, "\(path): \(reply.text)")
                guard let schema = caller.schema(path) else { continue }
                let options = SchemaExamples(document: caller.document).options(schema)
                let known = options.map { option in Set(option["properties"]?.memberNames ?? []) }
                #expect(options.allSatisfy { $0["additionalProperties"] == .boolean(false) }, "\(path)")
                // A body that is one list alone says how it looks instead.
                guard !path.hasSuffix("/import") else { continue }
                #expect(known.contains(Set(reply.json["allowed"].items.compactMap(\.text))), "\(path): \(reply.text)")
            }
        }
    }

    @Test func aParameterIsMissedWhereTheDocumentRequiresIt() async throws {
        try await Fixture.with { fixture in
            let caller = try await DocumentReader(fixture)
            var met = 0
            for route in fixture.service.allRoutes where route.method == .get {
                for name in caller.requiredParameters(route.path) {
                    met += 1
                    let others = caller.requiredParameters(route.path).filter { $0 != name }.map { "\($0)=a" }
                    let query = others.isEmpty ? "" : "?" + others.joined(separator: "&")
                    let reply = try await fixture.get(route.path + query, caller.key)
                    #expect(reply.status == 400 && reply.text.contains("missing-parameter"), "\(route.path)")
                }
            }
            #expect(caller.requiredParameters("/v1/resolve") == ["kind", "name"])
            #expect(met > 3)
        }
    }
}

/// Asks as somebody who may do all, with the document at hand.
private struct DocumentReader: Sendable {
    let fixture: Fixture
    let document: JSONTree
    let key: String
    let platform: String

    init(_ fixture: Fixture) async throws {
        self.fixture = fixture
        let text = try await fixture.get("/v1/openapi.json").text
        document = try #require(JSONTree(parsing: Array(text.utf8)))
        key = try await fixture.key(
            Dictionary(uniqueKeysWithValues: PermissionGroup.allCases.map { ($0, Level.readWrite) }))
        platform = try await PlatformKeys(owner: fixture.database.owner, profiles: Fixture.profiles).create(
            KeyRequest(name: "scheduler", profile: "all", grants: [.syncs: .readWrite]), actor: "operator:test"
        ).secretText
    }

    var posts: [String] { fixture.service.allRoutes.filter { $0.method == .post }.map(\.path) }

    func schema(_ path: String) -> JSONTree? {
        document["paths"]?[path]?["post"]?["requestBody"]?["content"]?["application/json"]?["schema"]
    }

    func requiredParameters(_ path: String) -> [String] {
        guard case .array(let parameters)? = document["paths"]?[path]?["get"]?["parameters"] else { return [] }
        return parameters.filter { $0["in"]?.text == "query" && $0["required"] == .boolean(true) }
            .compactMap { $0["name"]?.text }
    }

    func post(_ path: String, _ body: JSONTree) async throws -> Reply {
        let address = path.replacing("{slug}", with: "acme").replacing("{id}", with: UUID().uuidString)
            .replacing("{name}", with: "list_devices")
        let key = path.contains("{slug}") ? platform : key
        return try await fixture.post(address, String(decoding: body.bytes, as: UTF8.self), key)
    }
}
