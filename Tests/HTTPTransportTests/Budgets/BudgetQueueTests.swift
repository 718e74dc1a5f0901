import Testing

@testable import HTTPTransport

@Suite(.timeLimit(.minutes(1))) struct BudgetQueueTests {
    private let now = ManualClock.start

    private func queue(concurrent: Int = 1) -> BudgetQueue {
        var queue = BudgetQueue(Budget(BudgetLimits(concurrentCalls: concurrent)))
        queue.budget.receive(BudgetShare(calls: nil, places: concurrent), askedAt: now, random: 0)
        return queue
    }

    @Test func thoseWhoWaitGoByPriorityAndThenByArrival() {
        var queue = queue()
        let names: [(String, CallPriority)] = [
            ("backfill", .backfill), ("sweep", .sweep), ("first", .incremental), ("second", .incremental),
            ("alert", .alerts), ("person", .interactive),
        ]
        let tickets = Dictionary(uniqueKeysWithValues: names.map { (queue.join($0.1), $0.0) })
        var order: [String] = []
        while let ticket = queue.first, queue.look(ticket, patience: 0, now: now) == .go {
            order.append(tickets[ticket] ?? "")
            _ = queue.budget.settle(queue.take(ticket), .answered, now: now, random: 0)
        }
        #expect(order == ["person", "alert", "first", "second", "sweep", "backfill"])
    }

    @Test func nobodyGoesBeforeTheFirst() {
        var queue = queue(concurrent: 4)
        let first = queue.join(.alerts)
        let second = queue.join(.alerts)
        #expect(queue.look(second, patience: 0, now: now) == .park)
        #expect(queue.look(first, patience: 0, now: now) == .go)
    }

    @Test func aFullScopeHoldsTheFirst() {
        var queue = queue()
        let first = queue.join(.alerts)
        let second = queue.join(.alerts)
        #expect(queue.look(first, patience: 0, now: now) == .go)
        let call = queue.take(first)
        #expect(queue.look(second, patience: 0, now: now) == .park)
        _ = queue.budget.settle(call, .answered, now: now, random: 0)
        #expect(queue.look(second, patience: 0, now: now) == .go)
    }

    @Test func nobodyGoesWhileTheLedgerIsAsked() {
        var queue = queue(concurrent: 4)
        let first = queue.join(.alerts)
        #expect(queue.ask("us") != nil)
        #expect(queue.ask("us") == nil)
        #expect(queue.look(first, patience: 0, now: now) == .park)
        queue.endAsking()
        queue.budget.receive(BudgetShare(calls: 1, places: 1), askedAt: now, random: 0)
        #expect(queue.look(first, patience: 0, now: now) == .go)
    }

    @Test func onlyThoseWhoWaitInPersonAreAskedForAsSuch() {
        var queue = queue()
        _ = queue.join(.backfill)
        _ = queue.join(.interactive)
        let ask = queue.ask("us")
        #expect(ask?.isInteractive == true)
        #expect(ask?.calls == 1)
    }

    @Test func aPauseLongerThanPatienceSendsTheWaiterAway() {
        var queue = queue()
        queue.budget.pause(until: now + 60, reason: nil)
        let hasty = queue.join(.interactive)
        let patient = queue.join(.interactive)
        #expect(queue.look(hasty, patience: 59, now: now) == .refuse(until: now + 60))
        #expect(queue.waiting == [patient])
        #expect(queue.look(patient, patience: 60, now: now) == .sleep(until: now + 60))
    }

    @Test func whoeverLeavesIsForgotten() {
        var queue = queue()
        let first = queue.join(.alerts)
        let second = queue.join(.alerts)
        queue.leave(first)
        #expect(queue.first == second)
    }
}
