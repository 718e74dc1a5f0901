import Connectors
import Foundation
import HTTPTransport
import HTTPTypes
import Inventory
import Testing

@Suite struct VSAXConnectionTests {
    private let environment = TransportResponse.vsaxOne(#"{"ProductVersion":"10.17.0 build 4800 release 353, US"}"#)

    @Test func saysWhoWeAreByBasicOnEveryCallAndAsksForNoToken() async throws {
        let vendor = try VSAXVendor(["/environment": [environment], "/sites": [.vsaxList([], total: 0)]])
        try await vendor.connector.test()
        _ = try await vendor.read("sites")
        let expected = "Basic " + Data("id:s3cret".utf8).base64EncodedString()
        #expect(vendor.transport.requests.allSatisfy { $0.headers[.authorization] == expected })
        #expect(vendor.transport.requests.allSatisfy { $0.headers[.accept] == "application/json" })
        #expect(
            vendor.transport.asked == [
                "/api/v3/environment", "/api/v3/ratelimits", "/api/v3/sites?%24top=100&%24skip=0&%24orderby=Id",
            ])
    }

    @Test(arguments: [
        (ScriptedTransport.base, "/api/v3"), (ScriptedTransport.base + "//", "/api/v3"),
        (ScriptedTransport.base + "/api/v3/", "/api/v3"), (ScriptedTransport.base + "/v3", "/v3"),
        (ScriptedTransport.base + "/api", "/api/v3"),
    ]) func trap16TheSameAPIAnswersUnderAnotherPathPrefix(baseURL: String, prefix: String) async throws {
        let vendor = try VSAXVendor(["/environment": [environment]], baseURL: baseURL, prefix: prefix)
        try await vendor.connector.test()
        #expect(vendor.transport.requests.first?.url == ScriptedTransport.base + prefix + "/environment")
    }

    @Test(arguments: ["https://api.pulseway.com", "https://API.pulseway.com/", "https://api.pulseway.com/v3"])
    func trap16PulsewaysSharedHostHasNoAPIInItsPath(baseURL: String) async throws {
        let vendor = try VSAXVendor([:], baseURL: baseURL)
        await #expect(throws: ConnectorError.self) { try await vendor.connector.test() }
        #expect(vendor.transport.requests.first?.url.lowercased() == "https://api.pulseway.com/v3/environment")
    }

    @Test func aRefusedTokenIsNotTriedAgainAndTellsTheVendorsWords() async throws {
        let vendor = try VSAXVendor(["/environment": [.vsaxFailure(401, "Token expired")]])
        await #expect(throws: ConnectorError.unauthorised("status 401: Token expired")) {
            try await vendor.connector.test()
        }
        #expect(vendor.transport.requests.count == 1)
    }

    @Test(arguments: [
        (TransportResponse.vsaxFailure(403, "request failed"), ConnectorError.forbidden("status 403: request failed")),
        (.vsaxFailure(404, "gone", sentAs: 200), .notFound("status 404: gone")),
        (.vsaxFailure(401, "no", sentAs: 200), .unauthorised("status 401: no")),
        (.vsaxFailure(500, "oops", sentAs: 200), .unavailable("status 500: oops")),
        (.vsaxFailure(400, "bad $filter"), .rejectedCall(status: 400, "status 400: bad $filter")),
        (.json(#"{"Error":{"Message":"broke","Details":"deep"}}"#), .unavailable("broke: deep")),
        (
            .json(#"{"Error":{"Message":"broke","Details":"deep"}}"#, status: 503),
            .unavailable("status 503: broke: deep")
        ),
        (.json("{}"), .malformedAnswer("no Data where /environment has it")),
    ]) func readsBothShapesOfFailureAndTheStatusInTheBody(answer: TransportResponse, error: ConnectorError) async throws
    {
        let vendor = try VSAXVendor(["/environment": [answer]])
        await #expect(throws: error) { try await vendor.connector.test() }
    }

    @Test func theLimitsThatAreToldAreAskedForOnceAndMayBeMissing() async throws {
        let vendor = try VSAXVendor([
            "/environment": [environment], "/ratelimits": [.vsaxFailure(500, "not here")],
        ])
        try await vendor.connector.test()
        #expect(vendor.transport.requests.count == 2)
    }

    @Test(arguments: [
        ["assets_page_size": "0"], ["assets_page_size": "101"], ["assets_page_size": "many"],
        ["managed_antivirus": "perhaps"],
    ]) func aSettingThatMeansNothingIsToldAtOnce(settings: [String: String]) throws {
        #expect(throws: ConnectorError.self) { try VSAXVendor([:], settings: settings) }
    }

    @Test func smallerPagesOfAssetsAreAskedForWhereToldSo() async throws {
        let vendor = try VSAXVendor(
            ["/assets": [.vsaxList([], total: 0)]], settings: ["assets_page_size": "25"])
        for stream in ["device_assets", "device_volumes", "device_network_interfaces", "software", "patch_status"] {
            _ = try await vendor.read(stream)
        }
        #expect(
            Set(vendor.transport.asked) == ["/api/v3/assets?%24top=25&%24skip=0&%24orderby=Identifier"])
    }

    @Test func noSecretIsInTheWordsOfAnError() async throws {
        let vendor = try VSAXVendor(["/environment": [.vsaxFailure(401, "Unauthorized")]])
        do throws(ConnectorError) {
            try await vendor.connector.test()
            Issue.record("no error")
        } catch {
            let encoded = Data("id:s3cret".utf8).base64EncodedString()
            #expect(!error.words.contains("s3cret") && !error.words.contains(encoded))
        }
    }
}
