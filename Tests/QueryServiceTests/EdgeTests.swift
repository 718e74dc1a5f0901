import Access
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Inventory
import Logging
import Postgres
import TestSupport
import Testing

@testable import QueryService

/// What holds at the edge: addresses, methods, headers, errors, hostile input, and the real thing over a socket.
@Suite(.serialized, .timeLimit(.minutes(5))) struct EdgeTests {
    private static let wrongAddresses: [(String, String)] = [
        ("/v1/devcies", "/v1/devices"), ("/v1/ticket_notes", "/v1/ticket-notes"), ("/v2/devices", "/v1/devices"),
    ]

    @Test func anUnknownAddressNamesTheNearest() async throws {
        try await Fixture.with { fixture in
            for (path, nearest) in Self.wrongAddresses {
                let reply = try await fixture.get(path)
                #expect(reply.status == 404 && reply.json["nearest"].text == nearest, "\(reply.text)")
            }
        }
    }

    private static let otherMethods: [HTTPRequest.Method] = [HTTPRequest.Method.post, .put, .delete, .patch]

    @Test func anotherMethodIs405AndSaysWhichThereAre() async throws {
        try await Fixture.with { fixture in
            for method in Self.otherMethods {
                for path in ["/v1/devices", "/v1/devices/\(UUID().uuidString)", "/v1/me", "/healthz"] {
                    let reply = try await fixture.get(path, method: method)
                    #expect(reply.status == 405 && reply.headers[.allow] == "GET, HEAD", "\(path)")
                }
            }
        }
    }

    @Test func everyAnswerHasItsSafetyHeadersAndAnId() async throws {
        try await Fixture.with { fixture in
            let key = try await fixture.key()
            for path in ["/", "/healthz", "/v1/devices", "/v1/nothing", "/v1/openapi.json"] {
                let reply = try await fixture.get(path, key)
                #expect(reply.headers[.xContentTypeOptions] == "nosniff", "\(path)")
                #expect(reply.headers[.contentSecurityPolicy]?.hasPrefix("default-src 'none'") == true)
                #expect(reply.headers[.requestID]?.isEmpty == false)
            }
            #expect(try await fixture.get("/v1/devices", key).headers[.cacheControl] == "private, no-cache")
            #expect(try await fixture.get("/v1/nothing", key).headers[.cacheControl] == "no-store")
        }
    }

    @Test func anAnswerThatTheCallerHasIsNotSentAgain() async throws {
        try await Fixture.with { fixture in
            try await fixture.seedEverything()
            let path = "/v1/devices/\(try await fixture.id("devices", "a"))"
            func ask(_ tag: String?, _ key: String) async throws -> (status: Int, tag: String?, length: Int) {
                var headers: HTTPFields = [.authorization: "Bearer \(key)"]
                headers[.ifNoneMatch] = tag
                let reply = try await fixture.client.execute(uri: path, method: .get, headers: headers)
                return (reply.status.code, reply.headers[.eTag], reply.body.readableBytes)
            }
            let key = try await fixture.key()
            let first = try await ask(nil, key)
            let tag = try #require(first.tag)
            for known in [tag, "\"other\", W/\(tag)", "*"] {
                let again = try await ask(known, key)
                #expect(again.status == 304 && again.tag == tag && again.length == 0, "\(known)")
            }
            let other = try await ask("\"other\"", key)
            #expect(other.status == 200 && other.tag == tag && other.length == first.length)
            #expect(try await ask(tag, try await fixture.key(tenant: fixture.other)).status == 404)
            try await fixture.database.owner.query("UPDATE inventory.device_facts SET hostname = 'new'")
            let changed = try await ask(tag, key)
            #expect(changed.status == 200 && changed.tag != tag)
        }
    }

    @Test func theServiceTellsThatItLivesAndThatItIsReady() async throws {
        try await Fixture.with { fixture in
            #expect(try await fixture.get("/healthz").status == 200)
            #expect(try await fixture.get("/readyz").status == 200)
            try await fixture.database.owner.query("DROP VIEW live.lookups; ")
            try await fixture.database.owner.query("DROP VIEW inventory.lookups")
            let reply = try await fixture.get("/readyz")
            #expect(reply.status == 503 && reply.json["detail"].text?.contains("migrate") == true)
        }
    }

    @Test func withoutADatabaseEverythingButTheProcessIs503() async throws {
        let client = PostgresClient(
            PostgresConfiguration(url: "postgresql://127.0.0.1:1/none"), logger: Logger(label: "tests.no-database"))
        let key = APIKey.generate(isTest: true).secretText
        try await Fixture.service(client).application().test(.router) { router in
            for path in ["/readyz", "/v1/devices", "/v1/me"] {
                let response = try await router.execute(
                    uri: path, method: .get, headers: [.authorization: "Bearer \(key)"])
                #expect(response.status == .serviceUnavailable, "\(path)")
                #expect(response.headers[.retryAfter] == "5")
                #expect(!String(buffer: response.body).contains("127.0.0.1"))
            }
            #expect(try await router.execute(uri: "/healthz", method: .get).status == .ok)
        }
        await client.close()
    }

    @Test func aDatabaseThatGoesAwayAndComesBackIs503AndThenAnAnswer() async throws {
        try await Fixture.with { fixture in
            let key = try await fixture.key()
            #expect(try await fixture.get("/v1/devices", key).status == 200)
            try await fixture.letDatabaseBeReached(false)
            for path in ["/v1/devices", "/v1/freshness", "/readyz"] {
                let reply = try await fixture.get(path, key)
                #expect(reply.status == 503 && reply.headers[.retryAfter] == "5", "\(path): \(reply.text)")
            }
            #expect(try await fixture.get("/healthz").status == 200)
            try await fixture.letDatabaseBeReached(true)
            #expect(try await fixture.get("/v1/devices", key).status == 200)
            #expect(try await fixture.get("/readyz").status == 200)
        }
    }

    @Test func anAddressOutOfAllMeasureIsRefused() async throws {
        try await Fixture.with { fixture in
            let key = try await fixture.key()
            let long = String(repeating: "a", count: 70_000)
            #expect(try await fixture.get("/v1/devices?hostname=\(long)", key).status == 414)
            let many = (0...100).map { "hostname=\($0)" }.joined(separator: "&")
            #expect(try await fixture.get("/v1/devices?\(many)", key).status == 400)
            let list = (0...1000).map(String.init).joined(separator: ",")
            #expect(try await fixture.get("/v1/devices?hostname[in]=\(list)", key).status == 400)
        }
    }

    @Test func anErrorOfOursTellsNothingOfTheInside() async throws {
        try await Fixture.with { fixture in
            let key = try await fixture.key()
            try await fixture.database.owner.query("DROP VIEW live.lookups")
            let reply = try await fixture.get("/v1/lookups", key)
            #expect(reply.status == 500 && !reply.text.contains("lookups") && !reply.text.contains("relation"))
        }
    }

    @Test func theOpenAPIDocumentCoversEveryRouteAndField() async throws {
        try await Fixture.with { fixture in
            let document = try await fixture.get("/v1/openapi.json").json
            #expect(document["openapi"].text == "3.1.0")
            #expect(document["paths"].names == Set(fixture.service.allRoutes.map(\.path)))
            for route in fixture.service.allRoutes {
                let operation = document["paths"][route.path][route.method.rawValue.lowercased()]
                #expect(operation["operationId"].text != nil && operation["summary"].text?.isEmpty == false)
                switch route.admission {
                case .open: #expect(operation["security"] == .array([]), "\(route.path)")
                case .anyKey: #expect(operation["responses"].names.contains("401"), "\(route.path)")
                case .group(let group), .writing(let group), .platform(let group, _):
                    #expect(operation["x-permission-group"].text == group.rawValue, "\(route.path)")
                }
                guard case .list(let resource) = route.document else { continue }
                let parameters = document["paths"][route.path]["get"]["parameters"].items
                let names = Set(parameters.compactMap { $0["name"].text })
                let wanted = resource.fields.filter { $0.type != .jsonb }.map(\.name) + ["sort", "fields"]
                #expect(names.isSuperset(of: wanted), "\(route.path)")
                #expect(
                    document["components"]["schemas"][resource.name]["properties"].names
                        == Set(resource.fields.map(\.name) + resource.includes.map(\.name)))
            }
        }
    }

    @Test func noColumnHasTheNameOfAParameter() {
        for resource in Catalogue(entities: Entities.all).resources {
            #expect(Set(resource.fields.map(\.name)).isDisjoint(with: ListQueryParser.reserved), "\(resource.name)")
        }
    }

    @Test func theFrontPageShowsTenantsToTheirKeyAlone() async throws {
        try await Fixture.with { fixture in
            let open = try await fixture.get("/")
            #expect(open.status == 200 && open.headers[.contentType]?.hasPrefix("text/html") == true)
            #expect(!open.text.contains("some-rmm") && open.text.contains("/v1/openapi.json"))
            try await fixture.database.owner.query(
                "UPDATE control.connections SET state_reason = '<script>x</script>' WHERE name = 'rmm'")
            let own = try await fixture.get("/", try await fixture.key())
            #expect(own.text.contains("some-rmm") && !own.text.contains("<script"))
            #expect(own.text.contains("<code>backups</code>: Some RMM has no backup API"))
            #expect(try await fixture.get("/", "wrong").status == 401)
        }
    }

    @Test func shownTenantsAreShownToThisMachineOnly() async throws {
        try await Fixture.with { fixture in
            for (host, authority, isShown) in [
                ("127.0.0.1", "127.0.0.1:8080", true), ("127.0.0.1", "evil.example", false),
                ("0.0.0.0", "localhost", false),
            ] {
                let configuration = QueryServiceConfiguration(host: host, port: 0, shownTenants: [fixture.acme])
                let answers = Fixture.service(fixture.database.reader, configuration: configuration)
                let page = try #require(answers.allRoutes.first { $0.path == "/" })
                let head = HTTPRequest(method: .get, scheme: "http", authority: authority, path: "/")
                let request = Request(head: head, body: RequestBody(buffer: ByteBuffer()))
                let call = Call(request: request, caller: nil, id: nil, logger: Logger(label: "tests"))
                let response = try await page.answer(call)
                let text = try await Self.text(response)
                #expect(text.contains("some-rmm") == isShown, "\(host) \(authority)")
                #expect(text.contains(" http://\(authority)/v1/me") == isShown, "\(host) \(authority)")
            }
        }
    }

    private static func text(_ response: Response) async throws -> String {
        let writer = Collector()
        try await response.body.write(writer)
        return writer.text.value
    }

    @Test func itServesOverASocketAndStopsWhenAsked() async throws {
        try await Fixture.with(.live) { fixture in
            try await fixture.seedEverything()
            let key = try await fixture.key()
            let reply = try await fixture.get("/v1/devices?limit=1", key)
            #expect(reply.status == 200 && reply.rows.count == 1)
            #expect(reply.headers[.contentType] == "application/json")
            let head = try await fixture.get("/v1/devices", key, method: .head)
            #expect(head.status == 200 && head.text.isEmpty)
            #expect(try await fixture.get("/v1/devices").status == 401)
        }
    }

    @Test func aPortInUseIsAnErrorThatSaysWhatToDo() async throws {
        try await Fixture.with(.live) { fixture in
            let port = try #require(fixture.client.port)
            let second = Fixture.service(
                fixture.database.reader, configuration: QueryServiceConfiguration(host: "localhost", port: port))
            let error = QueryServiceError.portInUse(host: "localhost", port: port)
            await #expect(throws: error) { try await second.run() }
            #expect(error.description.contains("--port"))
        }
    }

    @Test func itRunsUntilItsGroupIsShutDown() async throws {
        try await TestDatabase.with { database in
            try await Running.check(database.reader)
        }
    }
}
