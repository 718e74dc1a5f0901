import Connectors
import HTTPTransport
import HTTPTypes
import Inventory
import Synchronization
import Testing

/// Who we are, by either way in, and what a refusal means.
@Suite struct DattoAuthenticationTests {
    private static let key = HTTPField.Name("x-au-api-key")
    private let account = ["/api/v2/account": [TransportResponse.json(#"{"uid":"acc"}"#)]]

    @Test func asksForATokenByThePasswordGrantOutsideOfTheAPIsPath() async throws {
        let vendor = try DattoVendor(account)
        try await vendor.connector.test()
        let token = try #require(vendor.transport.requests.first)
        #expect(token.url == "https://vendor.example/auth/oauth/token")
        #expect(token.headers[.authorization] == "Basic cHVibGljLWNsaWVudDpwdWJsaWM=")
        #expect(token.headers[.contentType] == "application/x-www-form-urlencoded")
        #expect(
            String(decoding: token.body, as: UTF8.self)
                == "grant_type=password&username=the-key&password=the%26secret%2B")
        let call = try #require(vendor.transport.requests.last)
        #expect(call.url == "https://vendor.example/api/v2/account")
        #expect(call.headers[.authorization] == "Bearer t-1")
        #expect(call.headers[try #require(Self.key)] == nil)
    }

    @Test func aTokenIsUsedUntilShortlyBeforeItEnds() async throws {
        let vendor = try DattoVendor(account)
        try await vendor.connector.test()
        vendor.clock.advance(seconds: 3_400)
        try await vendor.connector.test()
        #expect(vendor.transport.requests.count == 3)
        vendor.clock.advance(seconds: 150)
        try await vendor.connector.test()
        #expect(vendor.transport.requests.count == 5)
    }

    @Test func aRefusedTokenIsRenewedOnceAndNoMore() async throws {
        let vendor = try DattoVendor(["/api/v2/account": [.dattoRefusal(401)]])
        await #expect(throws: ConnectorError.unauthorised("status 401: No")) { try await vendor.connector.test() }
        #expect(vendor.transport.requests.count { $0.url.contains("oauth") } == 2)
        let mended = try DattoVendor(["/api/v2/account": [.dattoRefusal(401), .json("{}")]])
        try await mended.connector.test()
    }

    /// What a refused log-in looks like is not documented.
    @Test(arguments: [
        (400, #"{"error":"invalid_grant","error_description":"Bad credentials"}"#), (401, "{}"), (400, "no"),
    ])
    func aRefusedLogInIsTriedOnceAndTheCredentialsFault(status: Int, body: String) async throws {
        let vendor = try DattoVendor(["/auth/oauth/token": [.json(body, status: status)]])
        do throws(ConnectorError) {
            try await vendor.connector.test()
            Issue.record("no error")
        } catch {
            guard case .unauthorised(let words) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(words.contains("platform") && !words.contains("the-key") && !words.contains("the&secret"))
        }
        #expect(vendor.transport.requests.count == 1)
    }

    @Test func theKeyInAHeaderIsAnotherWayInWithOneCredential() async throws {
        let settings = ["authentication": "api_key_header"]
        #expect(DattoRMM.vendor.credentialFields(with: settings) == ["api_key"])
        #expect(DattoRMM.vendor.credentialFields(with: [:]) == ["api_key", "api_secret_key"])
        #expect(
            DattoRMM.vendor.credentialFields(with: ["authentication": "password_grant"]) == [
                "api_key", "api_secret_key",
            ])
        let vendor = try DattoVendor(account, settings: settings, credentials: ["api_key": "the-key"])
        try await vendor.connector.test()
        let calls = vendor.transport.requests
        #expect(calls.count == 1)
        #expect(calls.first?.url == "https://vendor.example/api/v2/account")
        #expect(calls.first?.headers[try #require(Self.key)] == "the-key")
        #expect(calls.first?.headers[.authorization] == nil)
    }

    @Test func aRefusedKeyInAHeaderIsNotTriedAgain() async throws {
        let vendor = try DattoVendor(
            ["/api/v2/account": [.dattoRefusal(401)]], settings: ["authentication": "api_key_header"],
            credentials: ["api_key": "the-key"])
        await #expect(throws: ConnectorError.unauthorised("status 401: No")) { try await vendor.connector.test() }
        #expect(vendor.transport.requests.count == 1)
    }

    @Test func anotherWayInThanTheKnownIsAMistakeOfTheConnections() throws {
        do {
            _ = try DattoVendor([:], settings: ["authentication": "basic"])
            Issue.record("no error")
        } catch let error as ConnectorError {
            guard case .misconfigured(let words) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(words.contains("api_key_header") && words.contains("password_grant"))
        }
    }

    @Test(arguments: ["https://vendor.example/", "https://vendor.example/api", "https://vendor.example/api/v2/"])
    func theBaseURLMayBePastedAsTheProductOrItsDocumentsShowIt(url: String) async throws {
        let transport = ScriptedTransport { request, _ in request.url.contains("oauth") ? .token : .json("{}") }
        var context = transport.context(credentials: ["api_key": "k", "api_secret_key": "s"])
        context.baseURL = url
        try await DattoRMM(context).test()
        #expect(
            transport.requests.map(\.url) == [
                "https://vendor.example/auth/oauth/token", "https://vendor.example/api/v2/account",
            ])
    }
}
