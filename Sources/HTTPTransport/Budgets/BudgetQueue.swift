/// Those who wait for one scope's budget, in the order in which they go: by priority, then by arrival. No I/O inside.
struct BudgetQueue {
    typealias Ticket = Int

    enum Step: Equatable {
        case go(Budget.Call)
        /// First in line, but not before then: wait for the time, then ask again.
        case sleep(until: WallTime)
        /// Wait to be woken, then ask again.
        case park
        /// The pause is longer than this waiter's patience; it is out of the line.
        case refuse(until: WallTime)
    }

    var budget: Budget
    private var line: [(ticket: Ticket, priority: CallPriority)] = []
    private var nextTicket = 0

    init(_ budget: Budget) { self.budget = budget }

    /// Who is to be woken when something changed.
    var first: Ticket? { line.first?.ticket }
    var waiting: [Ticket] { line.map(\.ticket) }

    mutating func join(_ priority: CallPriority) -> Ticket {
        defer { nextTicket += 1 }
        let place = line.firstIndex { $0.priority > priority } ?? line.endIndex
        line.insert((nextTicket, priority), at: place)
        return nextTicket
    }

    mutating func leave(_ ticket: Ticket) { line.removeAll { $0.ticket == ticket } }

    /// What this waiter does now; `patience` is how many seconds it will wait for a pause.
    mutating func step(_ ticket: Ticket, patience: Double, now: WallTime) -> Step {
        if let until = budget.pausedUntil, until - now > patience { return refuse(ticket, until) }
        guard let place = line.first, place.ticket == ticket else { return .park }
        switch budget.take(place.priority, now: now) {
        case .go(let call):
            line.removeFirst()
            return .go(call)
        case .paused(let until):
            return until - now > patience ? refuse(ticket, until) : .sleep(until: until)
        case .wait(let until): return .sleep(until: until)
        case .full: return .park
        }
    }

    private mutating func refuse(_ ticket: Ticket, _ until: WallTime) -> Step {
        leave(ticket)
        return .refuse(until: until)
    }
}
