import Testing

@testable import HTTPTransport

@Suite(.timeLimit(.minutes(1))) struct BudgetQueueTests {
    private let now = ManualClock.start

    private func queue(concurrent: Int = 1) -> BudgetQueue {
        BudgetQueue(Budget(BudgetLimits(concurrentCalls: concurrent), now: now))
    }

    @Test func thoseWhoWaitGoByPriorityAndThenByArrival() {
        var queue = queue()
        let names: [(String, CallPriority)] = [
            ("backfill", .backfill), ("sweep", .sweep), ("first", .incremental), ("second", .incremental),
            ("alert", .alerts), ("person", .interactive),
        ]
        let tickets = Dictionary(uniqueKeysWithValues: names.map { (queue.join($0.1), $0.0) })
        var order: [String] = []
        while let ticket = queue.first, case .go(let call) = queue.step(ticket, patience: 0, now: now) {
            order.append(tickets[ticket] ?? "")
            _ = queue.budget.settle(call, .answered, now: now, random: 0)
        }
        #expect(order == ["person", "alert", "first", "second", "sweep", "backfill"])
    }

    @Test func nobodyGoesBeforeTheFirst() {
        var queue = queue(concurrent: 4)
        let first = queue.join(.alerts)
        let second = queue.join(.alerts)
        #expect(queue.step(second, patience: 0, now: now) == .park)
        guard case .go = queue.step(first, patience: 0, now: now) else {
            Issue.record("the first may go")
            return
        }
    }

    @Test func aFullScopeHoldsTheFirst() {
        var queue = queue()
        let first = queue.join(.alerts)
        let second = queue.join(.alerts)
        guard case .go(let call) = queue.step(first, patience: 0, now: now) else {
            Issue.record("the first may go")
            return
        }
        #expect(queue.step(second, patience: 0, now: now) == .park)
        _ = queue.budget.settle(call, .answered, now: now, random: 0)
        #expect(queue.step(second, patience: 0, now: now) != .park)
    }

    @Test func aPauseLongerThanPatienceSendsTheWaiterAway() {
        var queue = queue()
        queue.budget.pause(until: now + 60, reason: nil)
        let hasty = queue.join(.interactive)
        let patient = queue.join(.interactive)
        #expect(queue.step(hasty, patience: 59, now: now) == .refuse(until: now + 60))
        #expect(queue.waiting == [patient])
        #expect(queue.step(patient, patience: 60, now: now) == .sleep(until: now + 60))
    }

    @Test func whoeverLeavesIsForgotten() {
        var queue = queue()
        let first = queue.join(.alerts)
        let second = queue.join(.alerts)
        queue.leave(first)
        #expect(queue.first == second)
    }
}
