import Connectors
import HTTPTransport
import HTTPTypes
import Inventory
import Synchronization
import Testing

/// The log-in and the vendor's ways of refusing (sheet, Authentication and Errors).
@Suite struct HaloConnectionTests {
    private static let clients = HaloServer.list("clients", [#"{"id":17,"name":"Northwind"}"#])

    @Test func theTokenIsAskedForWithTheTenantAndOnce() async throws {
        let server = try HaloServer(["/Client": Self.clients])
        try await server.connector.test()
        _ = try await server.read("companies")
        let logIns = server.transport.requests.filter { $0.url.contains("/token") }
        #expect(logIns.map(\.url) == ["https://vendor.example/auth/token?tenant=acme"])
        #expect(
            logIns.map { String(decoding: $0.body, as: UTF8.self) } == [
                "grant_type=client_credentials&client_id=app-17&client_secret=s3cret-of-app&scope=all"
            ])
        #expect(logIns.first?.headers[.contentType] == "application/x-www-form-urlencoded")
        #expect(server.transport.requests.last?.headers[.authorization] == "Bearer t-1")
    }

    @Test func theAuthorisationServerAndTheScopeMayBeOthers() async throws {
        let server = try HaloServer(
            ["/Client": Self.clients],
            settings: ["auth_url": "https://login.example/auth", "scope": "read:tickets read:customers"])
        try await server.connector.test()
        let logIn = try #require(server.transport.requests.first)
        #expect(logIn.url == "https://login.example/auth/token?tenant=acme")
        #expect(String(decoding: logIn.body, as: UTF8.self).hasSuffix("scope=read%3Atickets%20read%3Acustomers"))
        #expect(throws: ConnectorError.self) { try HaloServer([:], settings: ["auth_url": "login.example"]) }
    }

    @Test(arguments: ["https://acme.halopsa.com/", "https://acme.halopsa.com/api", "https://acme.halopsa.com/API/"])
    func theBaseURLMayBeTheResourceServersAsHaloShowsIt(baseURL: String) async throws {
        let transport = ScriptedTransport { request, _ in
            request.url.contains("/token") ? .token : .json(#"{"record_count":0,"clients":[]}"#)
        }
        var context = transport.context(credentials: HaloServer.credentials)
        context.baseURL = baseURL
        try await HaloPSA(context).test()
        let called = transport.requests.map { String($0.url.prefix { $0 != "?" }) }
        #expect(called == ["https://acme.halopsa.com/auth/token", "https://acme.halopsa.com/api/Client"])
    }

    @Test func aTokenIsRenewedBeforeItEnds() async throws {
        let clock = TestClock()
        let server = try HaloServer(["/Client": Self.clients], clock: { clock.now })
        try await server.connector.test()
        clock.advance(seconds: 3500)
        try await server.connector.test()
        #expect(server.transport.requests.filter { $0.url.contains("/token") }.count == 1)
        clock.advance(seconds: 60)
        try await server.connector.test()
        #expect(server.transport.requests.filter { $0.url.contains("/token") }.count == 2)
    }

    @Test func aTokenThatIsRefusedIsReplacedOnce() async throws {
        let tokens = Mutex(0)
        let server = try HaloServer(
            ["/Client": { _ in .json(#"{"error":"invalid_token"}"#, status: 401) }],
            token: { _ in
                let number = tokens.withLock {
                    $0 += 1
                    return $0
                }
                return .json(#"{"access_token":"token-number-\#(number)","expires_in":3600}"#)
            })
        await #expect(throws: ConnectorError.unauthorised("status 401: invalid_token")) {
            try await server.connector.test()
        }
        #expect(
            server.transport.requests.map { $0.headers[.authorization] ?? "" }.filter { !$0.isEmpty } == [
                "Bearer token-number-1", "Bearer token-number-2",
            ])
    }

    @Test(arguments: [
        (400, #"{"error":"invalid_client"}"#, "unauthorised"), (401, #"{"error":"invalid_client"}"#, "unauthorised"),
        (400, #"{"error":"invalid_scope"}"#, "forbidden"), (404, "{}", "misconfigured"), (500, "{}", "unavailable"),
        (429, #""Rate Limit Reached""#, "throttled"), (200, "{}", "malformedAnswer"),
    ])
    func aLogInThatFailsSaysWhoMustAct(_ status: Int, _ body: String, _ kind: String) async throws {
        let server = try HaloServer([:], token: { _ in .json(body, status: status) })
        do throws(ConnectorError) {
            try await server.connector.test()
            Issue.record("no error")
        } catch {
            #expect("\(error)".hasPrefix(kind), "\(error)")
            #expect(!"\(error)".contains("s3cret") && !error.words.contains("s3cret"))
        }
    }

    @Test func aWebPageInPlaceOfATokenOrAListIsNoAnswer() async throws {
        let logIn = try HaloServer([:], token: { _ in .html })
        let list = try HaloServer(["/Client": { _ in .html }])
        for server in [logIn, list] {
            do throws(ConnectorError) {
                try await server.connector.test()
                Issue.record("no error")
            } catch {
                #expect("\(error)".hasPrefix("unavailable"), "\(error)")
            }
        }
    }

    @Test(arguments: [
        (400, #""An Outcome must be entered for this Action""#, "An Outcome must be entered for this Action"),
        (400, #"{"error":"invalid","error_description":"what"}"#, "invalid: what"),
        (500, #"{"ClassName":"System.Exception","Message":"Object reference"}"#, "Object reference"),
        (400, #"{"Message":"Bad"}"#, "Bad"), (400, #"{"resultCode":"7","errorMessage":"No"}"#, "7: No"),
        (400, #"{"whatever":"One key"}"#, "One key"), (429, "Rate Limit Reached - 300 Requests", "Rate Limit Reached"),
    ])
    func anErrorOfAnyShapeIsReadInItsWords(_ status: Int, _ body: String, _ words: String) async throws {
        let server = try HaloServer(["/Client": HaloServer.always(body, status: status)])
        do throws(ConnectorError) {
            try await server.connector.test()
            Issue.record("no error")
        } catch {
            #expect("\(error)".contains(words), "\(error)")
        }
    }

    @Test func anErrorThatComesWithAGoodStatusIsOne() async throws {
        let server = try HaloServer(["/Client": HaloServer.always(#"{"error":"server_error"}"#)])
        await #expect(throws: ConnectorError.unavailable("an error in place of data: server_error")) {
            try await server.connector.test()
        }
    }

    @Test func aRateLimitWithoutATimeIsAThrottle() async throws {
        let server = try HaloServer(["/Client": HaloServer.always("Rate Limit Reached", status: 429)])
        await #expect(throws: ConnectorError.throttled(retryAfterSeconds: nil, "status 429: Rate Limit Reached")) {
            try await server.connector.test()
        }
    }

    /// A call a second, and one or two at once (Rate limits).
    @Test func theBudgetIsThatOfTheSheet() {
        #expect(HaloPSA.vendor.budget.callsPerMinute * 5 == 300 && HaloPSA.vendor.budget.concurrentCalls == 2)
    }

    @Test func aRecordThatIsSetAsideShowsNoSecret() async throws {
        let row =
            #"{"name":"Northwind","api_access_clientsecret":"hush","notes":"pw: x","customfields":[{"value":"y"}]}"#
        let server = try HaloServer(["/Client": HaloServer.list("clients", [row])])
        let rejected = try #require(try await server.read("companies").flatMap(\.rejected).first)
        #expect(rejected.reason == "no id" && rejected.payload == #"{"name":"Northwind"}"#)
    }
}
