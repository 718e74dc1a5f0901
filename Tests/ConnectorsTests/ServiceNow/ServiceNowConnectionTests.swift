import Connectors
import Foundation
import HTTPTransport
import HTTPTypes
import Inventory
import Synchronization
import Testing

@Suite struct ServiceNowConnectionTests {
    private func connector(
        _ transport: ScriptedTransport, _ settings: [String: String] = [:],
        _ credentials: [String: String] = ServiceNowScript.credentials
    ) throws -> ServiceNow {
        try ServiceNow(transport.context(settings, credentials: credentials))
    }

    private func error(_ script: ServiceNowScript, _ stream: String = "tickets") async -> ConnectorError? {
        do {
            _ = try await ServiceNowRead(stream, script)
            return nil
        } catch {
            return error as? ConnectorError
        }
    }

    // MARK: - Who we are

    @Test func saysWhoItIsWithEveryCall() async throws {
        let transport = ServiceNowScript([:]).transport()
        try await connector(transport).test()
        let pair = Data("svc:hunter2-secret".utf8).base64EncodedString()
        #expect(transport.requests.allSatisfy { $0.headers[.authorization] == "Basic \(pair)" })
        #expect(transport.requests.allSatisfy { $0.headers[.accept] == "application/json" })
        #expect(transport.requests.allSatisfy { $0.url.contains("/api/now/v2/table/") })
    }

    @Test func anAPIKeyIsAHeader() async throws {
        let transport = ServiceNowScript([:]).transport()
        try await connector(transport, ["authentication": "api_key"], ["api_key": "k-123456"]).test()
        #expect(transport.requests.allSatisfy { $0.headers[.init("x-sn-apikey")!] == "k-123456" })
    }

    @Test(arguments: [
        ("client_credentials", ["grant_type": "client_credentials", "client_id": "c", "client_secret": "s-secret"]),
        (
            "password_grant",
            [
                "grant_type": "password", "client_id": "c", "client_secret": "s-secret", "username": "svc",
                "password": "hunter2-secret",
            ]
        ),
    ])
    func aTokenIsAskedForOnce(_ way: String, _ form: [String: String]) async throws {
        let transport = ScriptedTransport { request, _ in
            request.url.hasSuffix("/oauth_token.do") ? .token : ServiceNowScript.rows("[]")
        }
        let credentials = [
            "client_id": "c", "client_secret": "s-secret", "username": "svc", "password": "hunter2-secret",
        ]
        try await connector(transport, ["authentication": way], credentials).test()
        let asked = transport.requests.filter { $0.url.hasSuffix("/oauth_token.do") }
        #expect(asked.count == 1)
        #expect(URLText.query(of: "?" + String(decoding: asked[0].body, as: UTF8.self)) == form)
        #expect(transport.requests.dropFirst().allSatisfy { $0.headers[.authorization] == "Bearer t-1" })
    }

    @Test func aTokenThatIsRefusedIsRenewedOnce() async throws {
        let tokens = Mutex(0)
        let transport = ScriptedTransport { request, _ in
            if request.url.hasSuffix("/oauth_token.do") {
                let number = tokens.withLock {
                    $0 += 1
                    return $0
                }
                return .json("{\"access_token\":\"t-\(number)\",\"expires_in\":1799}")
            }
            return request.headers[.authorization] == "Bearer t-1"
                ? ServiceNowScript.failure("User Not Authenticated", status: 401) : ServiceNowScript.rows("[]")
        }
        let connector = try connector(
            transport, ["authentication": "client_credentials"], ["client_id": "c", "client_secret": "s"])
        _ = try await connector.pages(of: "tickets")
        #expect(tokens.withLock { $0 } == 2)
    }

    @Test func aRefusedTokenIsARefusalOfTheCredentials() async throws {
        let transport = ScriptedTransport { _, _ in
            .json(#"{"error_description":"access_denied","error":"server_error"}"#, status: 401)
        }
        let connector = try connector(
            transport, ["authentication": "client_credentials"], ["client_id": "c", "client_secret": "s"])
        await #expect { try await connector.test() } throws: { error in
            if case .unauthorised = error as? ConnectorError { true } else { false }
        }
        #expect(transport.requests.count == 1)
    }

    @Test func anUnknownWayInIsAMistakeOfTheSettings() throws {
        let transport = ServiceNowScript([:]).transport()
        #expect(throws: ConnectorError.self) { try connector(transport, ["authentication": "saml"]) }
        #expect(throws: ConnectorError.self) { try connector(transport, ["ticket_tables": "incident^NQactive=true"]) }
        #expect(throws: ConnectorError.self) { try connector(transport, ["notes": "both"]) }
    }

    @Test func aSecondFactorIsSaidInWords() async throws {
        let error = await error(
            ServiceNowScript([
                "incident": { _ in
                    var answer = ServiceNowScript.failure("User Not Authenticated", status: 401)
                    answer.headers[.init("X-MFA_TOKEN")!] = "invalid"
                    return answer
                }
            ]))
        guard case .unauthorised(let words) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(words.contains("second factor"))
    }

    // MARK: - Trap 1

    @Test func anInstanceThatIgnoresAFilterIsFoundOutAtTheTest() async throws {
        let transport = ServiceNowScript([
            "core_company": { call in
                call.conditions.contains("customer=false")
                    ? ServiceNowScript.rows(#"[{"sys_id":"a"}]"#, total: 900)
                    : ServiceNowScript.rows("[]")
            }
        ]).transport()
        await #expect { try await connector(transport).test() } throws: { error in
            if case .misconfigured(let words) = error as? ConnectorError {
                words.contains("customer=false")
            } else {
                false
            }
        }
    }

    @Test func eachFilterIsProvenWithATimeThatIsToCome() async throws {
        let transport = ServiceNowScript([:]).transport()
        try await connector(transport).test()
        let queries = transport.requests.map(ServiceNowCall.init).map {
            "\($0.table) \($0.query["sysparm_query"] ?? "")"
        }
        #expect(queries.contains("incident sys_updated_on>=2099-01-01 00:00:00"))
        #expect(queries.contains("core_company customer=true^sys_updated_on>=2099-01-01 00:00:00"))
        #expect(queries.contains("sys_user company.customer=true^company.customer=false"))
    }

    @Test func olderRowsThanWereAskedForAreNoChanges() async throws {
        let script = ServiceNowScript("incident", #"[{"sys_id":"a1","sys_updated_on":"2020-01-01 00:00:00"}]"#)
        await #expect { try await ServiceNowRead("tickets", script, scope: .changed(since: .halfPastSix)) } throws: {
            if case .malformedAnswer = $0 as? ConnectorError { true } else { false }
        }
    }

    // MARK: - Trap 4

    @Test(arguments: [
        "{\"result\":[{\"sys_id\":\"a1\"}],\(ServiceNowScript.timeOut)}", "{\(ServiceNowScript.timeOut)}",
    ])
    func anErrorBesideRowsIsAFailedPage(_ body: String) async throws {
        let script = ServiceNowScript(["incident": { _ in .json(body, headers: [.init("X-Total-Count")!: "1"]) }])
        guard case .unavailable = await error(script) else {
            Issue.record("the page was taken for data")
            return
        }
    }

    @Test func aWebPageWithStatus200IsAnInstanceThatSleeps() async throws {
        guard case .unavailable = await error(ServiceNowScript(["incident": { _ in .html }])) else {
            Issue.record("not taken for a web page")
            return
        }
    }

    @Test(arguments: [#"{"result":{}}"#, #"{"status":"ok"}"#, "[]", #"{"result":[{"sys_"#])
    func whatIsNoListIsNotAnEmptyOne(_ body: String) async throws {
        guard case .malformedAnswer = await error(ServiceNowScript(["incident": { _ in .json(body) }])) else {
            Issue.record("taken for an empty list")
            return
        }
    }

    @Test func aLimitSaysWhenToComeBack() async throws {
        let error = await error(
            ServiceNowScript([
                "incident": { _ in
                    var answer = ServiceNowScript.failure(
                        "Rate limit exceeded", "Rate limit of 100 requests per hour for Table API exceeded", status: 429
                    )
                    answer.headers[.retryAfter] = "600"
                    return answer
                }
            ]))
        guard case .throttled(600, let words) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(words.contains("100 requests per hour"))
    }

    @Test func aTableThatIsNotThereIsNotAvailable() async throws {
        let error = await error(
            ServiceNowScript(["service_entitlement": { _ in ServiceNowScript.noTable }]), "agreement_lines")
        guard case .notAvailable = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func secretsAreNotInAnErrorsWords() async throws {
        let pair = Data("svc:hunter2-secret".utf8).base64EncodedString()
        for status in [400, 401, 403, 404, 429, 500] {
            let error = await error(
                ServiceNowScript([
                    "incident": { _ in
                        ServiceNowScript.failure("no hunter2-secret", "Basic \(pair)", status: status)
                    }
                ]))
            let words = try #require(error?.words)
            #expect(!words.contains("hunter2-secret") && !words.contains(pair), "\(words)")
        }
    }

    @Test func aRecordThatIsHiddenOrGoneIsNotThere() async throws {
        let transport = ServiceNowScript([
            "incident": { _ in ServiceNowScript.failure("No Record found", status: 404) }
        ]).transport()
        #expect(try await connector(transport).record(of: "tickets", externalID: "a1") == nil)
    }
}
