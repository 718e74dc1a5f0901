import Connectors
@testable import HTTPTransport
import Testing

/// Trap 4: 1,500 calls an hour and endpoint.
@Suite struct BMSBudgetTests {
    private let budget = KaseyaBMS.vendor.budget

    @Test func trap4EachEndpointHasABudgetOfItsOwnAndARefusalSpeaksOfIt() {
        #expect(budget.parts.allSatisfy { $0.callsPerHour == 1_500 && $0.callsPerMinute == nil && $0.isTold })
        #expect(!budget.isTold && budget.concurrentCalls == 2)
    }

    /// A path in no part would not be counted, one in two twice.
    @Test func trap4EveryPathThatIsCalledIsInOnePart() {
        let account = BudgetScope(key: "account")
        let rules = budget.rules(account: account, host: "h", settings: [:])
        let own = ["/v2/security/authenticate", "/v2/security/refreshtoken", "/v2/rmm/dattormm/tickets/status/5"]
        for call in KaseyaBMS.streams.flatMap(\.calls) + own {
            let path = call.replacing("{id}", with: "7").replacing("{table}", with: "T")
            let counting = BudgetRule.counting("https://h\(path)", of: rules).map(\.scope).filter { $0 != account }
            #expect(counting.count == 1, "\(path): \(counting)")
        }
    }
}
