/// Those who wait for one scope's budget, in the order in which they go: by priority, then by arrival. No I/O inside.
struct BudgetQueue {
    typealias Ticket = Int

    enum Step: Equatable {
        /// First in line, and free to take a call.
        case go
        /// First in line, and the scope's ledger is to be asked.
        case ask
        /// First in line, but not before then: wait for the time, then look again.
        case sleep(until: WallTime)
        /// Wait to be woken, then look again.
        case park
        /// The pause is longer than this waiter's patience; it is out of the line.
        case refuse(until: WallTime)
    }

    var budget: Budget
    /// The ledger is being asked: nobody takes a call until it has answered.
    private(set) var isAsking = false
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
    mutating func look(_ ticket: Ticket, patience: Double, now: WallTime) -> Step {
        if let until = budget.pausedUntil, until - now > patience { return refuse(ticket, until) }
        guard let place = line.first, place.ticket == ticket, !isAsking else { return .park }
        switch budget.verdict(place.priority, waiting: line.count, now: now) {
        case .go: return .go
        case .ask: return .ask
        case .paused(let until):
            return until - now > patience ? refuse(ticket, until) : .sleep(until: until)
        case .wait(let until): return .sleep(until: until)
        case .full: return .park
        }
    }

    /// After ``Step/go``: out of the line, with a call.
    mutating func take(_ ticket: Ticket) -> Budget.Call {
        leave(ticket)
        return budget.take()
    }

    /// What to ask the scope's ledger for; nil: it is being asked.
    mutating func ask(_ holder: String) -> BudgetAsk? {
        guard !isAsking else { return nil }
        isAsking = true
        let isInteractive = line.first?.priority == .interactive
        let waiting = isInteractive ? line.count { $0.priority == .interactive } : line.count
        return budget.ask(holder, waiting: waiting, isInteractive: isInteractive)
    }

    mutating func endAsking() { isAsking = false }

    private mutating func refuse(_ ticket: Ticket, _ until: WallTime) -> Step {
        leave(ticket)
        return .refuse(until: until)
    }
}
