import Testing

@testable import HTTPTransport

@Suite(.timeLimit(.minutes(2))) struct BudgetLedgerTests {
    private let now = ManualClock.start

    /// Whatever comes, goes and dies: by the vendor's count no minute and no moment holds more calls than the limit.
    @Test(arguments: 1...60) func processesTogetherNeverPassTheLimit(seed: Int) {
        var dice = Seeded(state: UInt64(seed))
        let perMinute = [1, 4, 10, 30, 60, 200, 600].randomElement(using: &dice) ?? 1
        let limits = BudgetLimits(
            callsPerMinute: perMinute, concurrentCalls: [1, 2, 4, 8].randomElement(using: &dice) ?? 1)
        var fleet = SharingFleet(limits, seed: dice.next())
        for _ in 0...Int.random(in: 0...5, using: &dice) { fleet.add() }
        fleet.run(seconds: 240) { fleet in
            if fleet.random.number(0...1) < 0.004 { fleet.add() }
            if fleet.random.number(0...1) < 0.004, !fleet.processes.isEmpty {
                fleet.kill(Int.random(in: fleet.processes.indices, using: &fleet.random))
            }
            for index in fleet.processes.indices where fleet.random.number(0...1) < 0.2 {
                guard fleet.processes[index].queue.waiting.count < 8 else { continue }
                _ = fleet.processes[index].queue.join(CallPriority.allCases.randomElement(using: &fleet.random)!)
            }
        }
        #expect(fleet.arrivals.mostInAMinute <= perMinute, "\(limits)")
        #expect(fleet.mostAtOnce <= limits.concurrentCalls, "\(limits)")
    }

    /// More processes than calls at one time, or than calls in a second: each has its turn, and the limit is used.
    @Test(arguments: [(1, 60, 6), (2, 600, 8), (4, 240, 3), (8, 20, 5)])
    func nobodyStarvesAndTheLimitIsUsed(concurrent: Int, perMinute: Int, processes: Int) {
        var fleet = SharingFleet(BudgetLimits(callsPerMinute: perMinute, concurrentCalls: concurrent), seed: 7)
        for _ in 0..<processes { fleet.add() }
        fleet.run(seconds: 300) { fleet in
            for index in fleet.processes.indices where fleet.processes[index].queue.waiting.count < 3 {
                _ = fleet.processes[index].queue.join(.incremental)
            }
        }
        #expect(fleet.arrivals.mostInAMinute <= perMinute)
        #expect(fleet.mostAtOnce <= concurrent)
        #expect(fleet.processes.allSatisfy { $0.calls > 0 }, "\(fleet.processes.map(\.calls))")
        // A call takes half a second or so, now and then half a minute.
        let possible = min(Double(perMinute), Double(concurrent) * 60 / 0.9) * 5
        #expect(Double(fleet.arrivals.count) >= 0.5 * possible, "\(fleet.arrivals.count) of \(possible)")
    }

    private func ask(_ holder: String, calls: Int = 1, places: Int = 1, inFlight: Int = 0) -> BudgetAsk {
        var ask = BudgetAsk(holder: holder, callsPerMinute: 100, concurrentCalls: 4)
        (ask.calls, ask.places, ask.inFlight) = (calls, places, inFlight)
        return ask
    }

    @Test func whereMinutesAndHoursAreCountedTheScarcerOfThemDecides() {
        var ledger = BudgetLedger()
        var ask = BudgetAsk(holder: "a", callsPerMinute: 1_000, callsPerHour: 100, concurrentCalls: 4)
        (ask.calls, ask.isInteractive) = (50, true)
        #expect(ledger.ask(ask, now: now).calls == 10)
        let empty = ledger.ask(ask, now: now)
        // 91 flow in during the hour after the burst.
        #expect(empty.calls == 0 && empty.askAgainIn > 39 && empty.askAgainIn < 41)
        ask.unused = 3
        #expect(ledger.ask(ask, now: now).calls == 3)
        // An account book of before hours were counted is read all the same.
        ask.callsPerHour = nil
        #expect((ledger.ask(ask, now: now).calls ?? 0) > 0)
    }

    @Test func aPlaceIsFreeWhenItsHolderGivesItUpAndNotBefore() {
        var ledger = BudgetLedger()
        #expect(ledger.ask(ask("a", places: 4), now: now).places == 4)
        #expect(ledger.ask(ask("b", places: 4), now: now).places == 0)
        // Half of them are another's now, but four calls are under way.
        #expect(ledger.ask(ask("a", places: 4, inFlight: 4), now: now).places == 2)
        #expect(ledger.ask(ask("b", places: 4), now: now).places == 0)
        #expect(ledger.ask(ask("a", places: 4, inFlight: 1), now: now).places == 2)
        #expect(ledger.ask(ask("b", places: 4), now: now).places == 2)
    }

    @Test func aDeadProcessesPlacesAreFreeAfterItsTime() {
        var ledger = BudgetLedger()
        _ = ledger.ask(ask("dead", places: 4), now: now)
        let just = now + BudgetShare.placeSeconds
        #expect(ledger.ask(ask("b", places: 4), now: just + -0.1).places == 0)
        #expect(ledger.ask(ask("b", places: 4), now: just).places == 4)
    }

    @Test func whoeverLeavesGivesBackAtOnce() {
        var ledger = BudgetLedger()
        #expect(ledger.ask(ask("a", calls: 10, places: 4), now: now).calls == 8)
        #expect(ledger.ask(ask("b"), now: now).calls == 0)
        ledger.leave("a", unused: 8)
        let share = ledger.ask(ask("b", calls: 10, places: 4), now: now)
        #expect(share.places == 4)
        #expect((share.calls ?? 0) >= 4)
    }

    @Test func aReserveIsKeptForThoseWhoWaitInPerson() {
        var ledger = BudgetLedger()
        #expect(ledger.ask(ask("a", calls: 100), now: now).calls == 8)
        #expect(ledger.ask(ask("a", calls: 100), now: now).calls == 0)
        var person = ask("b", calls: 2)
        person.isInteractive = true
        #expect(ledger.ask(person, now: now).calls == 1)
    }

    @Test func ofSeveralLimitsTheStrictestHolds() {
        var ledger = BudgetLedger()
        var strict = ask("strict")
        (strict.callsPerMinute, strict.concurrentCalls) = (10, 1)
        #expect(ledger.ask(strict, now: now).places == 1)
        let share = ledger.ask(ask("a", calls: 50, places: 4), now: now)
        #expect((share.calls, share.places) == (0, 0))
    }
}
