import Testing

@testable import HTTPTransport

@Suite(.timeLimit(.minutes(1))) struct BudgetsTests {
    private let clock = ManualClock()

    private struct BrokenStore: BudgetStore {
        struct Failure: Error {}
        func load(_ scope: BudgetScope) async throws -> StoredBudget? { throw Failure() }
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
        await first.pause(.test, BudgetLimits(), seconds: 100, reason: "asked to")
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
        let kept = try await store.load(.test)
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

    private func untilWaiting(_ count: Int, in budgets: Budgets) async {
        while (budgets.report(on: .test)?.waiting ?? 0) < count { await Task.yield() }
    }
}
