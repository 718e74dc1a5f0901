import Synchronization
import Testing

@testable import HTTPTransport

@Suite(.timeLimit(.minutes(1))) struct BudgetsTests {
    private let clock = ManualClock()

    private struct BrokenStore: BudgetStore {
        struct Failure: Error {}
        var isShared: Bool { false }
        func ask(_ ask: BudgetAsk, of scope: BudgetScope, now: WallTime) async throws -> (
            share: BudgetShare, stored: StoredBudget?
        ) { throw Failure() }
        func leave(_ scope: BudgetScope, holder: String, unused: Int) async throws { throw Failure() }
        func save(_ budget: StoredBudget, for scope: BudgetScope) async throws { throw Failure() }
    }

    @Test func aPauseIsStoredAndHonouredByAnother() async throws {
        let store = InMemoryBudgetStore()
        let first = Budgets(store: store, clock: clock.callClock)
        let grant = try await first.acquire(.test, BudgetLimits(), .sweep, patience: 0)
        #expect(await first.settle(grant, .throttled(after: 100), RateSigns()) == 100.5)

        let second = Budgets(store: store, clock: clock.callClock)
        await #expect(throws: Budgets.Refusal.paused(until: ManualClock.start + 100.5)) {
            try await second.acquire(.test, BudgetLimits(), .interactive, patience: 10)
        }
        _ = try await second.acquire(.other, BudgetLimits(), .interactive, patience: 0)
    }

    @Test func aPauseThatAnotherFoundReachesWhoCallsAlready() async throws {
        let store = InMemoryBudgetStore()
        let first = Budgets(store: store, clock: clock.callClock)
        let second = Budgets(store: store, clock: clock.callClock)
        let own = try await second.acquire(.test, BudgetLimits(), .sweep, patience: 0)
        _ = await second.settle(own, .answered, RateSigns())
        await first.pause([BudgetRule(.test, BudgetLimits())], seconds: 100, reason: "asked to")
        clock.advance(5)
        await #expect(throws: Budgets.Refusal.paused(until: ManualClock.start + 100)) {
            try await second.acquire(.test, BudgetLimits(), .sweep, patience: 10)
        }
    }

    @Test func aStoredPauseIsNotShortened() async throws {
        let store = InMemoryBudgetStore()
        try await store.save(StoredBudget(pausedUntil: ManualClock.start + 500), for: .test)
        try await store.save(StoredBudget(pausedUntil: ManualClock.start + 5), for: .test)
        try await store.save(StoredBudget(concurrentCalls: 3), for: .test)
        let ask = BudgetAsk(holder: "us", concurrentCalls: 1)
        let kept = try await store.ask(ask, of: .test, now: ManualClock.start).stored
        #expect(kept?.pausedUntil == ManualClock.start + 500)
        #expect(kept?.concurrentCalls == 3)
    }

    @Test func aStoreThatFailsStopsNobody() async throws {
        let budgets = Budgets(store: BrokenStore(), clock: clock.callClock)
        let grant = try await budgets.acquire(.test, BudgetLimits(), .sweep, patience: 0)
        _ = await budgets.settle(grant, .throttled(after: 5), RateSigns())
        #expect(budgets.report(on: .test)?.pausedUntil == ManualClock.start + 5.25)
    }

    @Test func aTurnComesWhenAnotherCallIsOver() async throws {
        let budgets = Budgets(clock: clock.callClock)
        let limits = BudgetLimits(concurrentCalls: 1)
        let grant = try await budgets.acquire(.test, limits, .sweep, patience: 0)
        async let waiting = budgets.acquire(.test, limits, .sweep, patience: 0)
        await untilWaiting(1, in: budgets)
        _ = await budgets.settle(grant, .answered, RateSigns())
        _ = try await waiting
        #expect(budgets.report(on: .test)?.inFlight == 1)
    }

    @Test func aWaiterThatIsCancelledLeavesTheLine() async throws {
        let budgets = Budgets(clock: clock.callClock)
        let limits = BudgetLimits(concurrentCalls: 1)
        let grant = try await budgets.acquire(.test, limits, .sweep, patience: 0)
        await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { _ = try await budgets.acquire(.test, limits, .sweep, patience: 0) }
            await untilWaiting(1, in: budgets)
            group.cancelAll()
            await #expect(throws: Budgets.Refusal.cancelled) { try await group.next() }
        }
        #expect(budgets.report(on: .test)?.waiting == 0)
        _ = await budgets.settle(grant, .answered, RateSigns())
        _ = try await budgets.acquire(.test, limits, .sweep, patience: 0)
    }

    /// At one moment a call's end wakes a waiter, and somebody cancels it: neither may wait for the other.
    @Test func whoeverIsCancelledAsItsTurnComesHoldsUpNobody() async throws {
        let limits = BudgetLimits(concurrentCalls: 1)
        for _ in 0..<1_000 {
            let budgets = Budgets(clock: clock.callClock)
            let grant = try await budgets.acquire(.test, limits, .sweep, patience: 0)
            await withTaskGroup(of: Void.self) { group in
                // Three at once, so that two still wait behind the one that is woken as all of them are cancelled.
                for _ in 0..<3 {
                    group.addTask {
                        guard let grant = try? await budgets.acquire(.test, limits, .sweep, patience: 0) else { return }
                        _ = await budgets.settle(grant, .answered, RateSigns())
                    }
                }
                await untilWaiting(3, in: budgets)
                async let settled = budgets.settle(grant, .answered, RateSigns())
                group.cancelAll()
                _ = await settled
            }
            #expect(budgets.report(on: .test)?.inFlight == 0)
        }
    }

    @Test func whoeverWaitsInPersonGoesFirst() async throws {
        let budgets = Budgets(clock: clock.callClock)
        let limits = BudgetLimits(concurrentCalls: 1)
        let grant = try await budgets.acquire(.test, limits, .sweep, patience: 0)
        let order = await withTaskGroup(of: CallPriority.self) { group in
            for (count, priority) in [CallPriority.backfill, .sweep, .interactive].enumerated() {
                group.addTask {
                    guard let grant = try? await budgets.acquire(.test, limits, priority, patience: 0) else {
                        return priority
                    }
                    _ = await budgets.settle(grant, .answered, RateSigns())
                    return priority
                }
                await untilWaiting(count + 1, in: budgets)
            }
            _ = await budgets.settle(grant, .answered, RateSigns())
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(order.first == .interactive)
    }

    // MARK: - Several scopes

    private let endpoint = BudgetScope.test.endpoint("reports")
    private let address = BudgetScope.callersAddress(host: "vendor.example")

    @Test func aCallGoesWhenAllItsScopesLetIt() async throws {
        let budgets = Budgets(clock: clock.callClock)
        let wide = BudgetRule(address, BudgetLimits(concurrentCalls: 1))
        let narrow = BudgetRule(endpoint, BudgetLimits(concurrentCalls: 1))
        let account = BudgetRule(.test, BudgetLimits(concurrentCalls: 2))
        let first = try await budgets.acquire([narrow, account, wide], .sweep, patience: 0)
        // The account has room, the address has not: nothing is taken anywhere.
        async let second = budgets.acquire([account, wide], .sweep, patience: 0)
        while budgets.report(on: address)?.waiting != 1 { await Task.yield() }
        #expect(budgets.report(on: .test)?.inFlight == 1)
        _ = await budgets.settle(first, .answered, RateSigns())
        let grant = try await second
        #expect(budgets.report(on: .test)?.inFlight == 1)
        #expect(budgets.report(on: address)?.inFlight == 1)
        #expect(budgets.report(on: endpoint)?.inFlight == 0)
        _ = await budgets.settle(grant, .answered, RateSigns())
    }

    @Test func whoeverWaitsForAnEndpointDoesNotHoldUpItsAccount() async throws {
        let budgets = Budgets(clock: clock.callClock)
        let narrow = BudgetRule(endpoint, BudgetLimits(concurrentCalls: 1))
        let account = BudgetRule(.test, BudgetLimits(concurrentCalls: 4))
        let first = try await budgets.acquire([narrow, account], .incremental, patience: 0)
        async let second = budgets.acquire([narrow, account], .incremental, patience: 0)
        while budgets.report(on: endpoint)?.waiting != 1 { await Task.yield() }
        let third = try await budgets.acquire([account], .backfill, patience: 0)
        for grant in [first, third] { _ = await budgets.settle(grant, .answered, RateSigns()) }
        _ = await budgets.settle(try await second, .answered, RateSigns())
        #expect(budgets.report(on: .test)?.inFlight == 0)
    }

    @Test func aRefusalPausesWhatItIsAboutAndNothingElse() async throws {
        let budgets = Budgets(clock: clock.callClock)
        let account = BudgetRule(.test, BudgetLimits())
        let all = BudgetRule(address, BudgetLimits(), isTold: false)
        let grant = try await budgets.acquire([account, all], .sweep, patience: 0)
        #expect(await budgets.settle(grant, .throttled(after: 60), RateSigns()) > 0)
        #expect(budgets.report(on: .test)?.pausedUntil != nil)
        #expect(budgets.report(on: address)?.pausedUntil == nil)
        _ = try await budgets.acquire([BudgetRule(.other, BudgetLimits()), all], .sweep, patience: 0)
    }

    @Test(arguments: [
        ("https://vendor.example/v2/queries/software?x=1", ["reports", "account"]),
        ("https://vendor.example/v2/devices", ["account"]), ("https://vendor.example", ["account"]),
    ])
    func pathsDecideWhatACallCountsAgainst(url: String, expected: [String]) {
        let rules = [
            BudgetRule(BudgetScope(key: "account"), BudgetLimits()),
            BudgetRule(BudgetScope(key: "account").endpoint("reports"), BudgetLimits(), paths: ["/v2/queries/"]),
        ]
        #expect(
            BudgetRule.counting(url, of: rules).map(\.scope.key.description).map {
                $0.hasSuffix("reports") ? "reports" : $0
            } == expected)
    }

    // MARK: - Sharing

    @Test func twoProcessesTogetherNeverPassTheLimit() async throws {
        let store = InMemoryBudgetStore()
        let rule = BudgetRule(.test, BudgetLimits(callsPerMinute: 40, concurrentCalls: 3))
        let vendor = Counts()
        let clock = clock
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 1...2 {
                let budgets = Budgets(store: store, clock: clock.callClock)
                for _ in 1...4 {
                    group.addTask {
                        for _ in 1...15 {
                            let grant = try await budgets.acquire([rule], .incremental, patience: 0)
                            vendor.begin(clock.now)
                            await Task.yield()
                            vendor.end()
                            _ = await budgets.settle(grant, .answered, RateSigns())
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(vendor.times.count == 120)
        #expect(vendor.times.mostInAMinute <= 40)
        #expect(vendor.mostAtOnce <= 3)
    }

    /// A vendor that counts.
    private final class Counts: Sendable {
        private let state = Mutex((times: [WallTime](), now: 0, most: 0))
        var times: [WallTime] { state.withLock { $0.times } }
        var mostAtOnce: Int { state.withLock { $0.most } }

        func begin(_ time: WallTime) {
            state.withLock { state in
                state.times.append(time)
                state.now += 1
                state.most = max(state.most, state.now)
            }
        }

        func end() { state.withLock { $0.now -= 1 } }
    }

    @Test func whoeverLeavesMakesRoomAtOnce() async throws {
        let store = InMemoryBudgetStore()
        let rule = BudgetRule(.test, BudgetLimits(concurrentCalls: 1))
        let first = Budgets(store: store, clock: clock.callClock)
        _ = await first.settle(try await first.acquire([rule], .sweep, patience: 0), .answered, RateSigns())
        await first.leave()
        let second = Budgets(store: store, clock: clock.callClock)
        _ = try await second.acquire([rule], .sweep, patience: 0)
        #expect(clock.seconds == 0)
    }

    private func untilWaiting(_ count: Int, in budgets: Budgets) async {
        while (budgets.report(on: .test)?.waiting ?? 0) < count { await Task.yield() }
    }
}

extension Budgets {
    func acquire(
        _ scope: BudgetScope, _ limits: BudgetLimits, _ priority: CallPriority, patience: Double
    ) async throws(Refusal) -> Grant {
        try await acquire([BudgetRule(scope, limits)], priority, patience: patience)
    }
}
