/// A scope's queue with the tasks that are parked in it.
struct Line {
    var queue: BudgetQueue
    var refreshedAt: WallTime
    private var parked: [BudgetQueue.Ticket: CheckedContinuation<Void, Never>] = [:]
    /// Woken before they were parked.
    private var woken: Set<BudgetQueue.Ticket> = []

    init(_ limits: BudgetLimits, _ stored: StoredBudget?, now: WallTime) {
        queue = BudgetQueue(Budget(limits, stored: stored, now: now))
        refreshedAt = now
    }

    mutating func adopt(_ stored: StoredBudget?, now: WallTime) {
        queue.budget.adopt(stored, now: now)
        wakeAll()
    }

    mutating func join(_ limits: BudgetLimits, _ priority: CallPriority, now: WallTime) -> BudgetQueue.Ticket {
        queue.budget.set(limits, now: now)
        return queue.join(priority)
    }

    mutating func park(_ ticket: BudgetQueue.Ticket, _ continuation: CheckedContinuation<Void, Never>) {
        if woken.remove(ticket) != nil { return continuation.resume() }
        parked[ticket] = continuation
    }

    mutating func wake(_ ticket: BudgetQueue.Ticket) {
        if let continuation = parked.removeValue(forKey: ticket) {
            continuation.resume()
        } else if queue.waiting.contains(ticket) {
            woken.insert(ticket)
        }
    }

    mutating func wakeFirst() {
        if let first = queue.first { wake(first) }
    }

    mutating func wakeAll() {
        for ticket in queue.waiting { wake(ticket) }
    }
}
