import Connectors
import HTTPTransport
import HTTPTypes
import Inventory
import Testing

/// Who we are: the form, the pair of tokens, and what a refusal means.
@Suite struct BMSLogInTests {
    private static let user = TransportResponse.bms(#"{"userId":1,"timeZoneValue":0}"#)

    private func tokens(_ name: String, until end: String) -> TransportResponse {
        .bms(#"{"accessToken":"t-\#(name)","refreshToken":"r-\#(name)","accessTokenExpireOn":"\#(end)"}"#)
    }

    @Test func asksForATokenByAFormThatIsEncoded() async throws {
        let vendor = try BMSVendor([BMSVendor.userInfo: [Self.user]])
        try await vendor.connector.test()
        let logIn = try #require(vendor.transport.requests.first)
        #expect(logIn.url == "https://vendor.example/v2/security/authenticate" && logIn.method == .post)
        #expect(logIn.headers[.contentType] == "application/x-www-form-urlencoded")
        #expect(
            String(decoding: logIn.body, as: UTF8.self)
                == "GrantType=password&UserName=api%40msp&Password=the%26secret%2B&Tenant=Acme%20%26%20Sons")
        #expect(vendor.transport.requests.last?.headers[.authorization] == "Bearer t-1")
    }

    /// The test's clock begins at 2025-07-07T14:53:20Z. Lifetimes are told by the end alone.
    @Test func aTokenIsUsedUntilShortlyBeforeTheEndThatItNamesAndThePairGivesTheNext() async throws {
        let vendor = try BMSVendor([
            BMSVendor.userInfo: [Self.user], BMSVendor.logIn: [tokens("1", until: "2025-07-07T15:53:20.1234567Z")],
            BMSVendor.renewal: [
                tokens("2", until: "2025-07-07T16:53:20Z"), tokens("3", until: "2025-07-07T17:53:20Z"),
            ],
        ])
        try await vendor.connector.test()
        vendor.clock.advance(seconds: 3_500)
        try await vendor.connector.test()
        #expect(vendor.count("authenticate") == 1 && vendor.count("refreshtoken") == 0)
        vendor.clock.advance(seconds: 60)
        try await vendor.connector.test()
        let renewal = try #require(vendor.transport.requests.first { $0.url.contains("refreshtoken") })
        #expect(String(decoding: renewal.body, as: UTF8.self) == "AccessToken=t-1&RefreshToken=r-1")
        #expect(vendor.transport.requests.last?.headers[.authorization] == "Bearer t-2")
        // The new pair is the one for the next time.
        vendor.clock.advance(seconds: 3_600)
        try await vendor.connector.test()
        let second = try #require(vendor.transport.requests.last { $0.url.contains("refreshtoken") })
        #expect(String(decoding: second.body, as: UTF8.self) == "AccessToken=t-2&RefreshToken=r-2")
        #expect(vendor.count("authenticate") == 1)
    }

    @Test func aRefusedOrLostRenewalLeadsToTheLogIn() async throws {
        for answer in [TransportResponse.bmsFailure(1003, "Invalid token"), .html, .json("", status: 502)] {
            let vendor = try BMSVendor([
                BMSVendor.userInfo: [Self.user],
                BMSVendor.logIn: [
                    tokens("1", until: "2025-07-07T15:53:20Z"), tokens("9", until: "2025-07-07T17:53:20Z"),
                ],
                BMSVendor.renewal: [answer],
            ])
            try await vendor.connector.test()
            vendor.clock.advance(seconds: 3_570)
            try await vendor.connector.test()
            #expect(vendor.count("refreshtoken") == 1 && vendor.count("authenticate") == 2)
            #expect(vendor.transport.requests.last?.headers[.authorization] == "Bearer t-9")
        }
    }

    /// An end that is past, or none at all, is no reason to log in before each call.
    @Test(arguments: [#""accessTokenExpireOn":"2020-01-01T00:00:00""#, #""accessTokenExpireOn":null"#, #""x":1"#])
    func anEndThatCannotBeIsTakenForAShortLife(end: String) async throws {
        let vendor = try BMSVendor([
            BMSVendor.userInfo: [Self.user],
            BMSVendor.logIn: [.bms(#"{"accessToken":"t-1","refreshToken":null,\#(end)}"#)],
        ])
        try await vendor.connector.test()
        try await vendor.connector.test()
        #expect(vendor.count("authenticate") == 1)
        vendor.clock.advance(seconds: 290)
        try await vendor.connector.test()
        #expect(vendor.count("authenticate") == 2)
    }

    @Test func anExpiredTokenIs401AndIsReplacedOnceByALogIn() async throws {
        let mended = try BMSVendor([BMSVendor.userInfo: [.json("", status: 401), Self.user]])
        try await mended.connector.test()
        #expect(mended.count("authenticate") == 2 && mended.count("refreshtoken") == 0)
        let refused = try BMSVendor([BMSVendor.userInfo: [.json("", status: 401)]])
        await #expect(throws: ConnectorError.unauthorised("status 401")) { try await refused.connector.test() }
        #expect(refused.count("authenticate") == 2)
    }

    @Test(arguments: [
        TransportResponse.bmsFailure(1002, "Invalid user name or password the&secret+"),
        .json(#"{"Success":false,"Error":{"Code":0,"Message":"the&secret+ is wrong"}}"#),
        .json(#"{"message":"no the&secret+"}"#, status: 401), .json(#"{"title":"Bad Request"}"#, status: 400),
    ])
    func aRefusedLogInIsTheCredentialsFaultAndDoesNotRepeatThem(answer: TransportResponse) async throws {
        let vendor = try BMSVendor([BMSVendor.logIn: [answer]])
        do throws(ConnectorError) {
            try await vendor.connector.test()
            Issue.record("no error")
        } catch {
            guard case .unauthorised(let words) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(words.contains("tenant") && !words.contains("the&secret+"))
        }
        #expect(vendor.transport.requests.count == 1)
    }

    @Test func aHostWithoutTheAPIIsAMistakeOfTheConnections() async throws {
        let vendor = try BMSVendor([BMSVendor.logIn: [.json("", status: 404)]])
        guard case .misconfigured = try await vendor.failure("companies") else {
            Issue.record("not misconfigured")
            return
        }
    }
}
