import Testing

@testable import HTTPTransport

@Suite(.timeLimit(.minutes(1))) struct BudgetTests {
    private let now = ManualClock.start

    private func taken(
        _ budget: inout Budget, _ priority: CallPriority = .incremental, at time: WallTime? = nil
    ) throws -> Budget.Call {
        let call = budget.taking(priority, now: time ?? now)
        return try #require(call)
    }

    private func signs(remaining: Int, reset: Double, perMinute: Int? = nil) -> RateSigns {
        var signs = RateSigns()
        signs.remaining = remaining
        signs.resetAfter = reset
        signs.callsPerMinute = perMinute
        return signs
    }

    @Test func aRefusalPausesForWhatTheVendorAskedAndALittleMore() throws {
        var budget = Budget(BudgetLimits())
        let call = try taken(&budget)
        let isToBeStored = budget.settle(call, .throttled(after: 30), now: now, random: 0.5)
        #expect(isToBeStored)
        #expect(budget.pausedUntil == now + 30.5)
        #expect(budget.verdict(.interactive, now: now + 30) == .paused(until: now + 30.5))
        #expect(budget.verdict(.interactive, now: now + 30.5) != .paused(until: now + 30.5))
    }

    @Test func aRefusalWithoutATimePausesTwiceAsLongEachTime() throws {
        var budget = Budget(BudgetLimits())
        var time = now
        for expected in [1.0, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300] {
            _ = budget.settle(try taken(&budget, at: time), .throttled(after: nil), now: time, random: 1)
            let until = try #require(budget.pausedUntil)
            #expect(until - time == expected)
            time = until
        }
    }

    @Test func anAnswerEndsTheDoubling() throws {
        var budget = Budget(BudgetLimits())
        _ = budget.settle(try taken(&budget), .throttled(after: nil), now: now, random: 1)
        _ = budget.settle(try taken(&budget, at: now + 10), .answered, now: now + 10, random: 1)
        _ = budget.settle(try taken(&budget, at: now + 20), .throttled(after: nil), now: now + 20, random: 1)
        #expect(budget.pausedUntil == now + 21)
    }

    @Test func aPauseOnlyEverGetsLonger() {
        var budget = Budget(BudgetLimits())
        budget.pause(until: now + 60, reason: "first")
        budget.pause(until: now + 10, reason: "second")
        #expect(budget.pausedUntil == now + 60)
        #expect(budget.reason == "first")
    }

    @Test func noVendorPausesForMoreThanADay() {
        #expect(PauseRule.delay(stated: 1e12, refusalsInARow: 1, random: 0) == 86_400)
    }

    @Test func whatIsStoredIsTakenUpByTheNext() throws {
        var first = Budget(BudgetLimits())
        _ = first.settle(try taken(&first), .throttled(after: 600), now: now, random: 0)
        var second = Budget(BudgetLimits())
        second.adopt(first.stored, now: now)
        #expect(second.pausedUntil == now + 600)
    }

    @Test func withoutTheLedgerItGoesOnWithATenth() {
        var budget = Budget(BudgetLimits(callsPerMinute: 100, concurrentCalls: 8))
        var taken: [WallTime] = []
        for tenth in 0..<3_000 {
            let time = now + Double(tenth) / 10
            if budget.verdict(.interactive, now: time) == .ask {
                budget.goAlone(budget.ask("us", waiting: 1, isInteractive: true), now: time, random: 0)
            }
            while budget.verdict(.interactive, now: time) == .go {
                taken.append(time)
                _ = budget.settle(budget.take(), .answered, now: time, random: 0)
            }
        }
        #expect(taken.mostInAMinute <= 10)
        #expect(taken.count >= 40)
    }

    @Test func aShareEndsBeforeItsLedgerThinksSo() {
        var budget = Budget(BudgetLimits(callsPerMinute: 100, concurrentCalls: 8))
        budget.receive(BudgetShare(calls: 5, places: 8), askedAt: now, random: 0)
        #expect(budget.verdict(.sweep, now: now + 0.99) == .go)
        #expect(budget.verdict(.sweep, now: now + 1) == .ask)
    }

    @Test func theVendorsOwnCountIsHonouredUntilItsReset() throws {
        var budget = Budget(BudgetLimits())
        _ = budget.settle(
            try taken(&budget), .answered, signs: signs(remaining: 1, reset: 40), now: now, random: 0)
        let last = try taken(&budget, .interactive)
        _ = budget.settle(last, .answered, now: now, random: 0)
        #expect(budget.verdict(.interactive, now: now) == .paused(until: now + 40))
        _ = try taken(&budget, .interactive, at: now + 40)
    }

    @Test func theVendorsLastCallsAreKeptForThoseWhoWaitInPerson() throws {
        var budget = Budget(BudgetLimits())
        _ = budget.settle(
            try taken(&budget), .answered, signs: signs(remaining: 2, reset: 40, perMinute: 60), now: now, random: 0)
        #expect(budget.verdict(.sweep, now: now) == .paused(until: now + 40))
        _ = try taken(&budget, .interactive)
    }

    @Test(arguments: [(true, 30), (false, 90)])
    func firmLimitsMayBeLoweredByTheVendorAndNotRaised(isFirm: Bool, expected: Int) throws {
        var budget = Budget(BudgetLimits(callsPerMinute: 30, concurrentCalls: 8, isFirm: isFirm))
        _ = budget.settle(
            try taken(&budget, .interactive), .answered, signs: signs(remaining: 900, reset: 60, perMinute: 90),
            now: now, random: 0)
        #expect(budget.ask("us", waiting: 1, isInteractive: true).callsPerMinute == expected)
    }
}

extension Budget {
    /// A call out of a share that has room for it.
    mutating func taking(_ priority: CallPriority, now: WallTime) -> Budget.Call? {
        receive(BudgetShare(calls: nil, places: 100), askedAt: now, random: 0)
        return verdict(priority, now: now) == .go ? take() : nil
    }
}
