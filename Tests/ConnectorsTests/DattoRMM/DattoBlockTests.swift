import Connectors
import HTTPTransport
import HTTPTypes
import Inventory
import Logging
import Testing

/// Trap 1: 403 is a missing right, or the five minutes' block of our address.
@Suite struct DattoBlockTests {
    private static let status = "/api/v2/system/status"
    private static let account = "/api/v2/account"

    private func failure(_ vendor: DattoVendor) async -> ConnectorError? { await failure(vendor.connector) }

    private func failure(_ connector: DattoRMM) async -> ConnectorError? {
        do throws(ConnectorError) {
            try await connector.test()
            return nil
        } catch {
            return error
        }
    }

    private func isBlock(_ error: ConnectorError?) -> Bool {
        if case .throttled(300, _) = error { true } else { false }
    }

    @Test func trap1AMissingRightIsToldByTheCallThatNeedsNone() async throws {
        let vendor = try DattoVendor([Self.account: [.dattoRefusal(403)], Self.status: [.json(#"{"status":"OK"}"#)]])
        #expect(await failure(vendor) == .forbidden("status 403: No"))
        let probe = try #require(vendor.transport.requests.last)
        #expect(probe.url == "https://vendor.example\(Self.status)" && probe.headers[.authorization] == nil)
        // A second refusal within the minute asks no more.
        #expect(await failure(vendor) == .forbidden("status 403: No"))
        #expect(vendor.transport.asked.count { $0 == Self.status } == 1)
    }

    @Test func trap1ABlockedAddressIsNoRevokedKey() async throws {
        let vendor = try DattoVendor([Self.account: [.dattoRefusal(403)], Self.status: [.dattoRefusal(403)]])
        #expect(isBlock(await failure(vendor)))
        #expect(vendor.transport.requests.count == 3)
    }

    @Test func trap1A403BehindA429IsTheBlockAndNothingMoreIsAsked() async throws {
        let vendor = try DattoVendor([Self.account: [.dattoRefusal(429), .dattoRefusal(403)]])
        #expect(await failure(vendor) == .throttled(retryAfterSeconds: 60, "status 429: No"))
        vendor.clock.advance(seconds: 300)
        #expect(isBlock(await failure(vendor)))
        #expect(!vendor.transport.asked.contains(Self.status))
    }

    @Test func trap1ALogInThatIsRefusedWith403IsLookedAtLikewise() async throws {
        let vendor = try DattoVendor([
            "/auth/oauth/token": [.dattoRefusal(403)], Self.status: [.dattoRefusal(403)],
        ])
        #expect(isBlock(await failure(vendor)))
    }

    @Test func trap1ATimeToComeBackAtDoesNotHideTheBlock() async throws {
        let refused = TransportResponse.json("{}", status: 403, headers: [.retryAfter: "5"])
        let vendor = try DattoVendor([Self.account: [refused], Self.status: [refused]])
        #expect(isBlock(await failure(vendor)))
    }

    /// Legacy accounts have one bucket for reads and writes, and others call too.
    @Test func trap14TheBudgetLeavesRoomForWhoeverElseCalls() {
        let budget = DattoRMM.vendor.budget
        #expect(budget.callsPerMinute <= 600 * 6 / 10 && (2...4).contains(budget.concurrentCalls))
        #expect(budget.pauseSeconds == 60 && budget.parts.map(\.counting) == [.callersAddress])
    }

    @Test func whenTheProbeGetsNoAnswerNobodyIsBlamed() async throws {
        let vendor = try DattoVendor([Self.account: [.dattoRefusal(403)], Self.status: [.dattoRefusal(502)]])
        #expect(isBlock(await failure(vendor)))
    }

    /// Two tenants' accounts at one platform: what one has brought about is spared the other.
    @Test func trap1ABlockPausesEveryAccountOfThePlatformOnThisMachine() async throws {
        let script = ScriptedTransport { request, _ in
            request.url.contains("oauth") ? .token : .dattoRefusal(403)
        }
        let budgets = Budgets()
        let first = try connector("one", budgets, script)
        let second = try connector("two", budgets, script)
        #expect(isBlock(await failure(first)))
        let before = script.requests.count
        guard case .throttled(let seconds?, _) = await failure(second) else {
            Issue.record("called")
            return
        }
        #expect((290...301).contains(seconds))
        #expect(script.requests.count == before)
        #expect(budgets.report(on: .callersAddress(host: "vendor.example"))?.pausedUntil != nil)
    }

    @Test func a429PausesTheAccountForAMinuteAndNoOtherAccount() async throws {
        let script = ScriptedTransport { request, _ in
            if request.url.contains("oauth") { return .token }
            return request.headers[.authorization] == nil ? .json("{}") : .dattoRefusal(429)
        }
        let budgets = Budgets()
        #expect(await failure(try connector("one", budgets, script)) != nil)
        let own = try #require(budgets.report(on: BudgetScope(key: "one"))?.pausedUntil)
        #expect((55...65).contains(own - CallClock.system.now()))
        #expect(budgets.report(on: .callersAddress(host: "vendor.example"))?.pausedUntil == nil)
        // Once: the account is left alone at once, and not asked again after a second or two.
        #expect(script.asked.count == 1)
    }

    private func connector(_ account: String, _ budgets: Budgets, _ script: ScriptedTransport) throws -> DattoRMM {
        let budget = DattoRMM.vendor.budget
        let client = VendorClient(
            transport: script, budgets: budgets,
            rules: budget.rules(account: BudgetScope(key: account), host: "vendor.example", settings: [:]),
            throttle: budget.throttle)
        let credentials = Credentials(["api_key": account, "api_secret_key": "s"])
        return try DattoRMM(
            ConnectorContext(
                baseURL: ScriptedTransport.base, settings: [:], credentials: { credentials }, transport: client,
                now: { Timestamp(seconds: 1_751_900_000) }, logger: Logger(label: "test")))
    }
}
