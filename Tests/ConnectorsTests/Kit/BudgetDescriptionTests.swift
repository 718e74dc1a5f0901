import Connectors
import HTTPTransport
import Testing

@Suite struct BudgetDescriptionTests {
    private let account = BudgetScope(key: "account:test:01")

    private let budget = BudgetDescription(
        callsPerMinute: 60, concurrentCalls: 2,
        parts: [
            .init(.endpoint("reports", paths: ["/v2/queries/"]), callsPerMinute: 10, concurrentCalls: 1, isTold: true),
            .init(.callersAddress, callsPerMinute: 500),
        ])

    @Test func whatACallCountsAgainstIsDeclaredAsData() {
        let rules = budget.rules(account: account, host: "Vendor.example", settings: [:])
        #expect(
            rules == [
                BudgetRule(account, BudgetLimits(callsPerMinute: 60, concurrentCalls: 2)),
                BudgetRule(
                    account.endpoint("reports"), BudgetLimits(callsPerMinute: 10, concurrentCalls: 1),
                    paths: ["/v2/queries/"]),
                BudgetRule(
                    .callersAddress(host: "vendor.example"), BudgetLimits(callsPerMinute: 500, concurrentCalls: 16),
                    isTold: false),
            ])
    }

    @Test func howLongARefusalPausesIsDeclaredAsData() {
        #expect(budget.throttle.pauseSeconds == nil)
        #expect(BudgetDescription(callsPerMinute: 1, concurrentCalls: 1, pauseSeconds: 60).throttle.pauseSeconds == 60)
    }

    @Test func aConnectionsSettingsAreTheAccountsAndFirm() {
        let settings = ["calls_per_minute": "5", "concurrent_calls": "1"]
        let rules = budget.rules(account: account, host: "vendor.example", settings: settings)
        #expect(rules[0].limits == BudgetLimits(callsPerMinute: 5, concurrentCalls: 1, isFirm: true))
        #expect(rules.dropFirst().allSatisfy { !$0.limits.isFirm })
    }
}
