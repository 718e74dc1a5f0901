import Connectors
import HTTPTransport
import HTTPTypes
import Inventory
import JSON
import Testing

/// Who we are: the traps of the vendor's sheet that concern logging in.
@Suite struct AutomateLoginTests {
    private let clients = AutomateServer.list(#"{"Id":"12","Name":"Acme"}"#)

    private func failure(_ server: AutomateServer) async -> ConnectorError? {
        do throws(ConnectorError) {
            try await server.connector.test()
            return nil
        } catch {
            return error
        }
    }

    @Test func trap1ALogInCanAnswer200WithoutAToken() async throws {
        let answer = TransportResponse.json(#"{"AccessToken":"","IsTwoFactorRequired":true}"#)
        let server = try AutomateServer(["/apitoken": [answer], "/Clients": clients])
        guard case .unauthorised(let words) = await failure(server) else {
            Issue.record("the log-in was taken for one")
            return
        }
        #expect(words.contains("Integrator"))
        #expect(server.calls.isEmpty && server.transport.requests.count == 1)
    }

    @Test(arguments: ["{}", #"{"AccessToken":null,"IsTwoFactorRequired":false}"#])
    func anAnswerWithoutATokenAndWithoutAReasonIsNoAnswer(answer: String) async throws {
        let server = try AutomateServer(["/apitoken": [.json(answer)], "/Clients": clients])
        guard case .malformedAnswer = await failure(server) else {
            Issue.record("taken for a log-in")
            return
        }
        #expect(server.calls.isEmpty)
    }

    @Test func trap2TheIntegrationsIDGoesWithTheLogInAndWithEveryCall() async throws {
        let server = try AutomateServer(["/Clients": clients])
        _ = try await server.read("organizations")
        let name = try #require(HTTPField.Name("ClientId"))
        #expect(server.transport.requests.count == 4)
        #expect(server.transport.requests.allSatisfy { $0.headers[name] == "integration-7" })
        #expect(server.transport.requests.dropFirst().allSatisfy { $0.headers[.authorization] == "Bearer t-1" })
        #expect(server.transport.requests.allSatisfy { $0.headers[.accept] == "application/json" })
    }

    @Test func logsInWithNameAndPasswordAsJSON() async throws {
        let server = try AutomateServer(["/Clients": clients])
        try await server.connector.test()
        let login = try #require(server.transport.requests.first)
        #expect(login.url == "https://vendor.example/cwa/api/v1/apitoken" && login.method == .post)
        let body = try JSONValue.parse(login.body)
        #expect(body["Username"].string == "svc-api" && body["Password"].string == "p4ss-w0rd")
        #expect(body["TwoFactorPasscode"].isMissing)
    }

    @Test(arguments: [400, 401]) func wrongCredentialsComeAs400OrAs401(status: Int) async throws {
        let refused = TransportResponse.json(
            #"{"code":"Unauthorized","message":"svc-api / p4ss-w0rd is wrong"}"#, status: status)
        let server = try AutomateServer(["/apitoken": [refused], "/Clients": clients])
        guard case .unauthorised(let words) = await failure(server) else {
            Issue.record("not refused")
            return
        }
        #expect(!words.contains("p4ss-w0rd") && !words.contains("svc-api"))
        #expect(server.transport.requests.count == 1, "a wrong password is not tried again")
    }

    @Test func aHostWithoutAServerIsToldAsSuch() async throws {
        let server = try AutomateServer(["/apitoken": [.json("{}", status: 404)]])
        guard case .misconfigured = await failure(server) else {
            Issue.record("not told")
            return
        }
    }

    @Test func aTokenIsRenewedBeforeItsExpirationDate() async throws {
        let clock = TestClock()
        let first = TransportResponse.json(#"{"AccessToken":"t-1","ExpirationDate":"2025-07-07T15:23:20Z"}"#)
        let second = TransportResponse.json(#"{"AccessToken":"t-2","ExpirationDate":"2025-07-07T16:23:20Z"}"#)
        let server = try AutomateServer(["/apitoken": [first, second], "/Clients": clients], clock: { clock.now })
        #expect(clock.now.iso8601 == "2025-07-07T14:53:20Z")
        try await server.connector.test()
        clock.advance(seconds: 28 * 60)
        try await server.connector.test()
        #expect(server.transport.requests.last?.headers[.authorization] == "Bearer t-1")
        clock.advance(seconds: 90)
        try await server.connector.test()
        #expect(server.transport.requests.last?.headers[.authorization] == "Bearer t-2")
    }

    @Test func theVendorsClockSaysHowLongATokenLives() async throws {
        let clock = TestClock()
        let login = TransportResponse.json(
            #"{"AccessToken":"t-1","ExpirationDate":"2025-07-07T18:53:20Z"}"#,
            headers: [.date: "Mon, 07 Jul 2025 18:43:20 GMT"])
        let server = try AutomateServer(["/apitoken": [login], "/Clients": clients], clock: { clock.now })
        try await server.connector.test()
        clock.advance(seconds: 9 * 60 - 1)
        try await server.connector.test()
        #expect(server.transport.requests.count == 3)
        clock.advance(seconds: 2)
        try await server.connector.test()
        #expect(server.transport.requests.count == 5)
    }

    @Test func aRefusedTokenIsRenewedOnceAndNoMore() async throws {
        let refused = TransportResponse.json(#"{"Message":"Authorization has been denied"}"#, status: 401)
        let server = try AutomateServer(["/Clients": [refused, .json("[]")]])
        try await server.connector.test()
        #expect(server.transport.requests.count == 4)
        let never = try AutomateServer(["/Clients": [refused]])
        guard case .unauthorised = await failure(never) else {
            Issue.record("not refused")
            return
        }
        #expect(never.transport.requests.count == 4)
    }

    @Test func aMissingRightIsNoWrongPassword() async throws {
        let server = try AutomateServer(["/Clients": [.json(#"{"Message":"No permission"}"#, status: 403)]])
        guard case .forbidden(let words) = await failure(server) else {
            Issue.record("not told")
            return
        }
        #expect(words.contains("No permission"))
        #expect(server.transport.requests.count == 2)
    }

    @Test func aZoneThatIsNoneIsRefusedAtOnce() throws {
        #expect(throws: ConnectorError.self) { try AutomateServer([:], settings: ["timezone": "Mars/Olympus"]) }
    }
}
