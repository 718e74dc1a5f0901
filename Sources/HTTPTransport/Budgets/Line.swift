/// A scope's queue with the tasks that are parked in it.
struct Line {
    var queue: BudgetQueue
    private var parked: [BudgetQueue.Ticket: CheckedContinuation<Void, Never>] = [:]
    /// Woken before they were parked.
    private var woken: Set<BudgetQueue.Ticket> = []
    /// Woken, and to go on when the lines are free again.
    private var due: [CheckedContinuation<Void, Never>] = []

    init(_ limits: BudgetLimits) { queue = BudgetQueue(Budget(limits)) }

    mutating func join(_ limits: BudgetLimits, _ priority: CallPriority) -> BudgetQueue.Ticket {
        queue.budget.set(limits)
        return queue.join(priority)
    }

    mutating func leave(_ ticket: BudgetQueue.Ticket) {
        queue.leave(ticket)
        woken.remove(ticket)
        wakeFirst()
    }

    mutating func take(_ ticket: BudgetQueue.Ticket) -> Budget.Call {
        woken.remove(ticket)
        let call = queue.take(ticket)
        wakeFirst()
        return call
    }

    mutating func park(_ ticket: BudgetQueue.Ticket, _ continuation: CheckedContinuation<Void, Never>) {
        if woken.remove(ticket) != nil {
            due.append(continuation)
        } else {
            parked[ticket] = continuation
        }
    }

    mutating func wake(_ ticket: BudgetQueue.Ticket) {
        if let continuation = parked.removeValue(forKey: ticket) {
            due.append(continuation)
        } else if queue.waiting.contains(ticket) {
            woken.insert(ticket)
        }
    }

    mutating func takeDue() -> [CheckedContinuation<Void, Never>] {
        defer { due = [] }
        return due
    }

    mutating func wakeFirst() {
        if let first = queue.first { wake(first) }
    }

    mutating func wakeAll() {
        for ticket in queue.waiting { wake(ticket) }
    }
}
