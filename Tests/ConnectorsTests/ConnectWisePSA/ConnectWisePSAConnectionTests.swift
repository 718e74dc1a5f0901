import Connectors
import HTTPTransport
import HTTPTypes
import Synchronization
import Testing

@Suite struct ConnectWisePSAConnectionTests {
    private func connector(
        _ script: ConnectWisePSAScript, _ settings: [String: String] = [:]
    ) throws -> (ConnectWisePSA, ScriptedTransport) {
        let transport = script.transport()
        let context = transport.context(settings, credentials: ConnectWisePSAScript.credentials)
        return (try ConnectWisePSA(context), transport)
    }

    @Test func saysWhoWeAreOnEachCallAndPinsTheVersion() async throws {
        let (connector, transport) = try connector(ConnectWisePSAScript("/system/info", "{}"))
        try await connector.test()
        let call = try #require(transport.requests.last)
        // Base64 of "acme+pub:priv".
        #expect(call.headers[.authorization] == "Basic YWNtZStwdWI6cHJpdg==")
        #expect(call.headers[.init("clientId")!] == "0b5c-guid")
        #expect(call.headers[.accept] == "application/vnd.connectwise.com+json; version=2025.8")
        #expect(call.url == "https://vendor.example/v2025_1/apis/3.0/system/info")
    }

    @Test func asksForTheCodebaseWithoutCredentials() async throws {
        let (connector, transport) = try connector(ConnectWisePSAScript("/system/info", "{}"))
        try await connector.test()
        let call = try #require(transport.requests.first)
        #expect(call.url == "https://vendor.example/login/companyinfo/acme")
        #expect(call.headers[.authorization] == nil)
    }

    @Test func callsTheCloudByItsAPIHost() async throws {
        let transport = ConnectWisePSAScript("/system/info", "{}").transport()
        var context = transport.context(credentials: ConnectWisePSAScript.credentials)
        context.baseURL = "https://na.myconnectwise.net"
        try await ConnectWisePSA(context).test()
        #expect(
            transport.requests.map(\.url) == [
                "https://na.myconnectwise.net/login/companyinfo/acme",
                "https://api-na.myconnectwise.net/v2025_1/apis/3.0/system/info",
            ])
    }

    @Test func anUnknownCompanyIsTheSettingsFault() async throws {
        let transport = ScriptedTransport { _, _ in .json("null") }
        let connector = try ConnectWisePSA(transport.context(credentials: ConnectWisePSAScript.credentials))
        await #expect {
            try await connector.test()
        } throws: { error in
            if case .misconfigured = error as? ConnectorError { true } else { false }
        }
    }

    @Test func aServerThatTellsNoCodebaseIsCalledByTheFixedOne() async throws {
        let transport = ScriptedTransport { request, _ in
            request.url.contains("/v4_6_release/") ? .json("{}") : .json("", status: 404)
        }
        try await ConnectWisePSA(transport.context(credentials: ConnectWisePSAScript.credentials)).test()
        #expect(transport.requests.count == 2)
    }

    @Test func theCodebaseSettingSparesTheQuestion() async throws {
        let (connector, transport) = try connector(
            ConnectWisePSAScript(codebase: "v4_6_release", ["/system/info": { _ in .json("{}") }]),
            ["codebase": "v4_6_release"])
        try await connector.test()
        #expect(transport.requests.count == 1)
    }

    @Test func keysThatMayNotSeeSystemInfoAreStillGood() async throws {
        let script = ConnectWisePSAScript([
            "/system/info": { _ in
                .json(#"{"code":"ConnectWiseApi","message":"UserNotAuthenticated"}"#, status: 401)
            },
            "/company/companies": { _ in .json("[]", headers: ConnectWisePSAScript.end) },
        ])
        try await connector(script).0.test()
    }

    @Test func wrongKeysAreSaidToBeWrong() async throws {
        let script = ConnectWisePSAScript([
            "/system/info": { _ in .json(#"{"code":"Unauthorized","message":"no"}"#, status: 401) }
        ])
        let connector = try connector(script).0
        await #expect(throws: ConnectorError.unauthorised("status 401: Unauthorized: no")) {
            try await connector.test()
        }
    }

    /// Trap 14.
    @Test func a404AfterAnUpgradeIsAskedAgainUnderTheNewCodebase() async throws {
        let script = ConnectWisePSAScript("/procurement/catalog", "[]")
        let (connector, transport) = try connector(script)
        _ = try await connector.page(of: "products", ReadRequest(scope: .everything), at: nil)
        script.codebase.withLock { $0 = "v2025_2" }
        let page = try await connector.page(of: "products", ReadRequest(scope: .everything), at: nil)
        #expect(page.provesWhole)
        #expect(transport.requests.last?.url.contains("/v2025_2/apis/3.0/procurement/catalog") == true)
    }

    /// Trap 14.
    @Test func a404OfEverythingMeansWrongKeys() async throws {
        let connector = try connector(ConnectWisePSAScript([:])).0
        await #expect {
            _ = try await connector.page(of: "products", ReadRequest(scope: .everything), at: nil)
        } throws: { error in
            if case .unauthorised = error as? ConnectorError { true } else { false }
        }
    }

    /// Trap 14.
    @Test func a404OfOneListMeansAMissingRightAndNeverNoRows() async throws {
        let connector = try connector(ConnectWisePSAScript("/system/info", "{}")).0
        await #expect {
            _ = try await connector.page(of: "products", ReadRequest(scope: .everything), at: nil)
        } throws: { error in
            if case .forbidden = error as? ConnectorError { true } else { false }
        }
    }

    @Test func theSettingForProjectTicketsTakesTrueOrFalse() {
        #expect(throws: ConnectorError.self) { try connector(ConnectWisePSAScript([:]), ["project_tickets": "no"]) }
    }
}
