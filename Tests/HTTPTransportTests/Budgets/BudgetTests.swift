import Testing

@testable import HTTPTransport

@Suite(.timeLimit(.minutes(1))) struct BudgetTests {
    private let now = ManualClock.start

    private func taken(_ budget: inout Budget, _ priority: CallPriority = .incremental) throws -> Budget.Call {
        guard case .go(let call) = budget.take(priority, now: now) else { throw NotTaken() }
        return call
    }
    private struct NotTaken: Error {}

    private func signs(remaining: Int, reset: Double, perMinute: Int? = nil) -> RateSigns {
        var signs = RateSigns()
        signs.remaining = remaining
        signs.resetAfter = reset
        signs.callsPerMinute = perMinute
        return signs
    }

    @Test func aRefusalPausesForWhatTheVendorAskedAndALittleMore() throws {
        var budget = Budget(BudgetLimits(), now: now)
        let call = try taken(&budget)
        let isToBeStored = budget.settle(call, .throttled(after: 30), now: now, random: 0.5)
        #expect(isToBeStored)
        #expect(budget.pausedUntil == now + 30.5)
        #expect(budget.take(.interactive, now: now + 30) == .paused(until: now + 30.5))
        #expect(budget.take(.interactive, now: now + 30.5) != .paused(until: now + 30.5))
    }

    @Test func aRefusalWithoutATimePausesTwiceAsLongEachTime() throws {
        var budget = Budget(BudgetLimits(), now: now)
        var time = now
        for expected in [1.0, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300] {
            guard case .go(let call) = budget.take(.incremental, now: time) else { throw NotTaken() }
            _ = budget.settle(call, .throttled(after: nil), now: time, random: 1)
            let until = try #require(budget.pausedUntil)
            #expect(until - time == expected)
            time = until
        }
    }

    @Test func anAnswerEndsTheDoubling() throws {
        var budget = Budget(BudgetLimits(), now: now)
        _ = budget.settle(try taken(&budget), .throttled(after: nil), now: now, random: 1)
        guard case .go(let call) = budget.take(.incremental, now: now + 10) else { throw NotTaken() }
        _ = budget.settle(call, .answered, now: now + 10, random: 1)
        guard case .go(let next) = budget.take(.incremental, now: now + 20) else { throw NotTaken() }
        _ = budget.settle(next, .throttled(after: nil), now: now + 20, random: 1)
        #expect(budget.pausedUntil == now + 21)
    }

    @Test func aPauseOnlyEverGetsLonger() {
        var budget = Budget(BudgetLimits(), now: now)
        budget.pause(until: now + 60, reason: "first")
        budget.pause(until: now + 10, reason: "second")
        #expect(budget.pausedUntil == now + 60)
        #expect(budget.reason == "first")
    }

    @Test func noVendorPausesForMoreThanADay() {
        #expect(PauseRule.delay(stated: 1e12, refusalsInARow: 1, random: 0) == 86_400)
    }

    @Test func whatIsStoredIsTakenUpByTheNext() throws {
        var first = Budget(BudgetLimits(), now: now)
        _ = first.settle(try taken(&first), .throttled(after: 600), now: now, random: 0)
        let second = Budget(BudgetLimits(), stored: first.stored, now: now)
        #expect(second.pausedUntil == now + 600)
    }

    @Test func processesThatShareAScopeTakeTheirPartOfIt() {
        var budget = Budget(
            BudgetLimits(callsPerMinute: 40, concurrentCalls: 100), stored: StoredBudget(sharers: 4), now: now)
        var taken: [WallTime] = []
        for tenth in 0..<3_000 {
            let time = now + Double(tenth) / 10
            while case .go(let call) = budget.take(.interactive, now: time) {
                taken.append(time)
                _ = budget.settle(call, .answered, now: time, random: 0)
            }
        }
        #expect(taken.mostInAMinute <= 10)
        #expect(taken.count >= 40)
    }

    @Test func theVendorsOwnCountIsHonouredUntilItsReset() throws {
        var budget = Budget(BudgetLimits(), now: now)
        _ = budget.settle(
            try taken(&budget), .answered, signs: signs(remaining: 1, reset: 40), now: now, random: 0)
        let last = try taken(&budget, .interactive)
        _ = budget.settle(last, .answered, now: now, random: 0)
        #expect(budget.take(.interactive, now: now) == .paused(until: now + 40))
        guard case .go = budget.take(.interactive, now: now + 40) else { throw NotTaken() }
    }

    @Test func theVendorsLastCallsAreKeptForThoseWhoWaitInPerson() throws {
        var budget = Budget(BudgetLimits(), now: now)
        _ = budget.settle(
            try taken(&budget), .answered, signs: signs(remaining: 2, reset: 40, perMinute: 60), now: now, random: 0)
        #expect(budget.take(.sweep, now: now) == .paused(until: now + 40))
        _ = try taken(&budget, .interactive)
    }

    @Test(arguments: [(true, 30), (false, 90)])
    func firmLimitsMayBeLoweredByTheVendorAndNotRaised(isFirm: Bool, expected: Int) throws {
        var budget = Budget(BudgetLimits(callsPerMinute: 30, concurrentCalls: 8, isFirm: isFirm), now: now)
        _ = budget.settle(
            try taken(&budget, .interactive), .answered, signs: signs(remaining: 900, reset: 60, perMinute: 90),
            now: now, random: 0)
        var count = 0
        for second in 1...600 {
            while case .go(let call) = budget.take(.interactive, now: now + Double(second)) {
                count += 1
                _ = budget.settle(call, .answered, now: now + Double(second), random: 0)
            }
        }
        #expect((8 * expected...10 * expected + 9).contains(count))
    }
}
