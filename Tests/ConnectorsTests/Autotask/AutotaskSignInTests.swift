import Connectors
import HTTPTransport
import HTTPTypes
import Inventory
import Logging
import Synchronization
import Testing

@Suite struct AutotaskSignInTests {
    private func connector(
        _ transport: ScriptedTransport, _ settings: [String: String] = [:], clock: TestClock = TestClock()
    ) throws -> Autotask {
        var context = transport.context(settings, credentials: AutotaskScript.credentials)
        context.now = { clock.now }
        return try Autotask(context)
    }

    private func tails(_ transport: ScriptedTransport) -> [String] {
        transport.requests.map { AutotaskCall($0).tail }
    }

    @Test func asksForTheZoneWithoutCredentialsAndSaysWhoWeAreByThreeHeaders() async throws {
        let transport = AutotaskScript(zone: "https://vendor.example/ATServicesRest/").transport()
        try await connector(transport).test()
        let calls = transport.requests.map(AutotaskCall.init)
        #expect(
            calls.map(\.path) == [
                "/atservicesrest/v1.0/zoneInformation?user=api%40msp.example",
                "/ATServicesRest/v1.0/ThresholdInformation",
            ])
        #expect(calls[0].headers[.init("Secret")!] == nil)
        #expect(calls[1].headers[.init("UserName")!] == "api@msp.example")
        #expect(calls[1].headers[.init("Secret")!] == "S3CRET-PASS")
        #expect(calls[1].headers[.init("ApiIntegrationCode")!] == "C0DE-12345")
    }

    @Test(arguments: [
        ("https://vendor.example/ATServicesRest/", "https://vendor.example/ATServicesRest/v1.0/"),
        ("https://vendor.example/atServicesRest", "https://vendor.example/atServicesRest/v1.0/"),
    ])
    func takesTheZonesUrlAsItIsSpelled(_ url: String, _ base: String) async throws {
        let transport = AutotaskScript(zone: url).transport()
        try await connector(transport).test()
        #expect(transport.requests.last?.url == base + "ThresholdInformation")
    }

    @Test(arguments: [
        ("https://webservices.autotask.net", "https://webservices3.autotask.net/ATServicesRest/", true),
        ("https://webservices.autotask.net", "https://webservices3.autotask.net.evil.example/ATServicesRest/", false),
        ("https://webservices.autotask.net", "http://webservices3.autotask.net/ATServicesRest/", false),
        ("https://webservices.autotask.net", "https://me@webservices3.autotask.net/ATServicesRest/", false),
        ("https://vendor.example", "https://webservices3.autotask.net/ATServicesRest/", false),
    ])
    func sendsTheSecretToTheVendorsHostsAlone(_ base: String, _ url: String, _ isGood: Bool) async throws {
        let transport = AutotaskScript(zone: url).transport()
        var context = transport.context(credentials: AutotaskScript.credentials)
        context.baseURL = base
        let outcome = await error { [context] () async throws(ConnectorError) in try await Autotask(context).test() }
        if isGood { return #expect(outcome == nil) }
        guard case .misconfigured = outcome else { return #expect(Bool(false), "\(String(describing: outcome))") }
        #expect(transport.requests.allSatisfy { AutotaskCall($0).headers[.init("Secret")!] == nil })
    }

    @Test func aUserThatNoZoneKnowsIsTheTenantsToMendAndAFailingServerIsNot() async throws {
        let unknown = AutotaskScript([
            "zoneInformation": { _ in .json(#"{"errors":["Zone information could not be determined"]}"#, status: 500) }
        ])
        guard case .misconfigured = await error(unknown.transport()) else { return #expect(Bool(false)) }
        let failing = AutotaskScript(["zoneInformation": { _ in .json("oops", status: 500) }])
        guard case .unavailable = await error(failing.transport()) else { return #expect(Bool(false)) }
    }

    /// Trap 5: repeated refusals lock the user.
    @Test func theFirst401IsTheLastCallWithTheseCredentials() async throws {
        let transport = AutotaskScript(["ThresholdInformation": { _ in AutotaskScript.wrong }]).transport()
        let connector = try connector(transport)
        await withTaskGroup(of: Void.self) { group in
            for stream in ["companies", "tickets", "contacts", "products"] {
                // Streams are read side by side, as a run does: the lock must hold for all of them.
                group.addTask {
                    await #expect(throws: ConnectorError.self) { try await connector.pages(of: stream) }
                }
            }
        }
        await #expect(throws: ConnectorError.self) { try await connector.test() }
        let withSecret = transport.requests.filter { AutotaskCall($0).headers[.init("Secret")!] != nil }
        #expect(withSecret.count == 1)
    }

    /// Trap 5: a 401 in the middle, from the same zone as before.
    @Test func a401InTheMiddleIsNotTriedAgainWhereTheZoneIsTheSame() async throws {
        let script = AutotaskScript(["Companies/query": { _ in AutotaskScript.wrong }])
        let transport = script.transport()
        let connector = try connector(transport)
        for _ in 0..<2 {
            await #expect(throws: ConnectorError.self) { try await connector.pages(of: "companies") }
        }
        #expect(tails(transport).count { $0 == "Companies/query" } == 1)
    }

    /// Trap 5: and a 401 can mean that the zone has moved.
    @Test func a401OfATenantThatHasMovedIsAskedForInTheNewZoneOnce() async throws {
        let script = AutotaskScript([
            "Companies/query": { call in
                call.path.hasPrefix("/ATServicesRest29/")
                    ? .json(AutotaskScript.items(#"{"id":174}"#)) : AutotaskScript.wrong
            }
        ])
        let transport = script.transport()
        let connector = try connector(transport)
        try await connector.test()
        script.zone.withLock { $0 = "https://vendor.example/ATServicesRest29/" }
        let pages = try await connector.pages(of: "companies")
        #expect(pages.flatMap(\.records).map(\.externalID) == ["174"])
    }

    /// Trap 2: one shared budget.
    @Test func stopsWhenTheTenantsHourIsNearlyUsedByAllWhoCall() async throws {
        let script = AutotaskScript(used: 7_499)
        let clock = TestClock()
        let transport = script.transport()
        let connector = try connector(transport, clock: clock)
        try await connector.test()
        script.used.withLock { $0 = 7_500 }
        _ = try await connector.pages(of: "contacts")
        clock.advance(seconds: 301)
        guard
            case .throttled(300, _) = await error({ () async throws(ConnectorError) in
                _ = try await connector.pages(of: "contacts")
            })
        else { return #expect(Bool(false), "not stopped") }
        #expect(tails(transport).count { $0 == "ThresholdInformation" } == 2)
        #expect(await error(script.transport(), ["stop_at_percent": "80"]) == nil)
    }

    @Test func aLevelThatMayNotAskHowMuchIsUsedReadsAllTheSame() async throws {
        let script = AutotaskScript([
            "ThresholdInformation": { _ in
                .json(#"{"errors":["The logged in Resource does not have the adequate permissions."]}"#, status: 500)
            }
        ])
        #expect(await error(script.transport()) == nil)
    }

    @Test func theSecretIsInNoErrorsWords() async throws {
        let script = AutotaskScript([
            "ThresholdInformation": { _ in
                .json(#"{"errors":["No user api@msp.example with S3CRET-PASS and C0DE-12345"]}"#, status: 500)
            },
            "Contacts/query": { _ in
                .json(#"{"errors":[{"message":"S3CRET-PASS is wrong"}]}"#, status: 500)
            },
        ])
        let connector = try connector(script.transport())
        let words =
            await error { () async throws(ConnectorError) in _ = try await connector.pages(of: "contacts") }?
            .words ?? ""
        #expect(words.contains("is wrong") && !words.contains("S3CRET") && !words.contains("C0DE-12345"))
    }

    @Test(arguments: [["workflow_notes": "maybe"], ["stop_at_percent": "0"], ["stop_at_percent": "many"]])
    func refusesSettingsThatItDoesNotKnow(_ settings: [String: String]) {
        #expect(throws: ConnectorError.self) {
            try Autotask(AutotaskScript().transport().context(settings, credentials: AutotaskScript.credentials))
        }
    }

    private func error(_ transport: ScriptedTransport, _ settings: [String: String] = [:]) async -> ConnectorError? {
        await error { () async throws(ConnectorError) in
            try await Autotask(transport.context(settings, credentials: AutotaskScript.credentials)).test()
        }
    }

    private func error(_ act: () async throws(ConnectorError) -> Void) async -> ConnectorError? {
        do throws(ConnectorError) {
            try await act()
            return nil
        } catch {
            return error
        }
    }
}
