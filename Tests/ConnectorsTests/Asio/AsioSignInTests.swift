import Connectors
import HTTPTransport
import HTTPTypes
import Inventory
import JSON
import Testing

/// Trap 3 above all: too many token requests lock the key.
@Suite struct AsioSignInTests {
    private let locked = TransportResponse.json(#"{"message":"Locked"}"#, status: 423)
    private let scopeWanted = TransportResponse.json(#"{"error":"invalid_scope"}"#, status: 400)

    @Test func aTokenIsAskedForInJSONWithoutAScopeAndSentOnce() async throws {
        let vendor = try AsioVendor([:])
        try await vendor.connector.test()
        let request = try #require(vendor.transport.requests.first)
        let body = try JSONValue.parse(request.body)
        #expect(request.method == .post && request.headers[.contentType] == "application/json")
        #expect(body["grant_type"].string == "client_credentials" && body["client_secret"].string == "secret")
        // Trap 15: one scope that the key lacks would reject the request.
        #expect(body["scope"].isMissing)
        #expect(!request.isRepeatable)
    }

    @Test func trap3OneTokenServesAllStreams() async throws {
        let vendor = try AsioVendor([AsioVendor.devices: [.devices(["e1"], of: "c1")]])
        for stream in Asio.streams.map(\.name) {
            _ = try? await vendor.read(stream, parents: ["e1"])
        }
        #expect(vendor.transport.requests.count > 10)
        #expect(vendor.tokensAsked == 1)
    }

    @Test func trap3ALockedKeyPausesAndIsNotAskedAgain() async throws {
        let clock = TestClock()
        let vendor = try AsioVendor(["/v1/token": [locked, .token]], now: { clock.now })
        for _ in 0..<3 {
            guard case .throttled(let seconds?, _) = await vendor.failure("sites") else {
                Issue.record("no pause")
                return
            }
            #expect((300...301).contains(seconds))
        }
        #expect(vendor.tokensAsked == 1)
        clock.advance(seconds: 301)
        _ = try await vendor.page("organizations")
        #expect(vendor.tokensAsked == 2)
    }

    @Test func trap3ATokenOutlivesItsConnectorAndSoDoesAPause() async throws {
        let keeper = KeeperOfATest()
        let first = try AsioVendor([:], tokens: keeper)
        try await first.connector.test()
        let restarted = try AsioVendor([:], tokens: keeper)
        try await restarted.connector.test()
        #expect(first.tokensAsked == 1 && restarted.tokensAsked == 0)
        let refused = KeeperOfATest()
        let lockedOut = try AsioVendor(["/v1/token": [locked]], tokens: refused)
        #expect(await lockedOut.failure("sites") != nil)
        let next = try AsioVendor([:], tokens: refused)
        guard case .throttled(300, _) = await next.failure("sites") else {
            Issue.record("asked again")
            return
        }
        #expect(next.tokensAsked == 0)
    }

    @Test func trap3NoTokenIsAskedForWhileOneIsGood() async throws {
        let clock = TestClock()
        let vendor = try AsioVendor([:], now: { clock.now })
        for seconds in [0, 3590, 9, 2] {
            clock.advance(seconds: seconds)
            try await vendor.connector.test()
        }
        #expect(vendor.tokensAsked == 2)
    }

    @Test func aRefusedTokenIsRenewedOnceAndForAllWhoShareIt() async throws {
        let refusal = TransportResponse.json(#"{"message":"Unauthorized"}"#, status: 401)
        let vendor = try AsioVendor([AsioVendor.companies: [refusal, .json("[]")]], tokens: KeeperOfATest())
        try await vendor.connector.test()
        #expect(vendor.tokensAsked == 2)
        let dead = try AsioVendor([AsioVendor.companies: [refusal]])
        guard case .unauthorised = await dead.failure("organizations") else {
            Issue.record("another error")
            return
        }
        #expect(dead.tokensAsked == 2)
    }

    @Test func trap15WhereAScopeMustBeNamedEachAreaHasATokenOfItsOwn() async throws {
        let vendor = try AsioVendor(
            ["/v1/token": [scopeWanted, .token, scopeWanted], AsioVendor.devices: [.devices(["e1"], of: "c1")]])
        #expect(try await vendor.records("devices").count == 1)
        let bodies = vendor.transport.requests.filter { $0.url.hasSuffix("/v1/token") }
            .compactMap { try? JSONValue.parse($0.body)["scope"].string }
        #expect(bodies == ["platform.companies.read platform.sites.read platform.devices.read"])
        // An area that the key lacks blocks nothing but itself.
        guard case .notAvailable = await vendor.failure("third_party_patches") else {
            Issue.record("another error")
            return
        }
        #expect(vendor.tokensAsked == 3)
        #expect(try await vendor.records("devices").count == 1)
        #expect(vendor.tokensAsked == 3)
    }

    @Test func aTokenMayComeInAnotherSpelling() async throws {
        let vendor = try AsioVendor(["/v1/token": [.json(#"{"Access_Token":"t-9","expires_in":"3599"}"#)]])
        try await vendor.connector.test()
        #expect(vendor.transport.requests.last?.headers[.authorization] == "Bearer t-9")
    }

    @Test func aKeyOfAnotherRegionIsNoticedBeforeItIsSent() async throws {
        let transport = ScriptedTransport { _, _ in .json("[]") }
        var context = transport.context(credentials: ["client_id": "0e31abc", "client_secret": "secret"])
        context.baseURL = "https://openapi.service.itsupport247.net"
        let connector = try Asio(context)
        await #expect(
            throws: ConnectorError.misconfigured(
                "the client id is of Europe; its base URL is https://openapi.service.euplatform.connectwise.com")
        ) { try await connector.test() }
        #expect(transport.requests.isEmpty)
    }

    @Test(arguments: [(401, "invalid_client"), (400, "invalid_grant")])
    func wrongCredentialsAreSaidToBeSo(status: Int, word: String) async throws {
        let vendor = try AsioVendor(["/v1/token": [.json(#"{"error":"\#(word)"}"#, status: status)]])
        guard case .unauthorised = await vendor.failure("sites") else {
            Issue.record("another error")
            return
        }
    }
}

/// A keeper in memory, by a clock that stands still.
actor KeeperOfATest: TokenKeeper {
    private var tokens: [String: String] = [:]
    private var rests: [String: Int] = [:]

    func turn(_ name: String, refused: String?) -> TokenTurn {
        if let token = tokens[name], token != refused { return .kept(token: token, seconds: 600) }
        if let rest = rests[name], rest > 0 { return .wait(seconds: rest) }
        return .ask
    }

    func keep(_ name: String, _ token: String, seconds: Int) { tokens[name] = token }
    func rest(_ name: String, seconds: Int) { rests[name] = seconds }
}
