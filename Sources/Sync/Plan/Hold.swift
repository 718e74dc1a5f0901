/// What the brake kept from happening.
public enum HoldKind: String, Sendable, Hashable, Codable {
    /// Rows that the vendor does not show any more, or flags as deleted.
    case deletion
    /// All rows, since the vendor's list was empty.
    case emptyList = "empty_list"
    /// Rows that would change their organisation or company.
    case move
}

/// How it stands with what the brake held.
public enum HoldState: String, Sendable, Hashable, Codable {
    /// For a person.
    case waiting
    case accepted, rejected
    /// Nothing is left to decide: the vendor shows the rows again, or something else is held now.
    case lapsed
}

/// A person's word.
public enum HoldDecision: String, Sendable, Hashable {
    case accept, reject

    var state: HoldState { self == .accept ? .accepted : .rejected }
}

/// A set of rows that the brake held, and what becomes of it: the rules, without I/O.
struct Hold: Sendable, Hashable {
    enum Event {
        case decided(HoldDecision, by: String)
        /// A later read would do something else.
        case superseded
        /// A read has come to its end, which was not held. `seen`: the ids that it showed, where its end was proven.
        case finished(seen: SeenSet?)
    }

    let kind: HoldKind
    /// The rows' external ids, in order.
    private(set) var hashes: [UInt64]
    private(set) var state = HoldState.waiting
    private(set) var decidedBy: String?
    /// No decision of it is in force, and none can be made.
    private(set) var isOver = false

    init(_ kind: HoldKind, _ hashes: [UInt64]) {
        self.kind = kind
        self.hashes = Set(hashes).sorted()
    }

    /// As it is stored.
    init(_ kind: HoldKind, hashes: [UInt64], state: HoldState, decidedBy: String?, isOver: Bool) {
        (self.kind, self.hashes, self.state) = (kind, hashes, state)
        (self.decidedBy, self.isOver) = (decidedBy, isOver)
    }

    /// Takes the event in. False: it changes nothing.
    mutating func take(_ event: Event) -> Bool {
        guard !isOver else { return false }
        switch event {
        case .decided(let decision, let person): return decide(decision, person)
        case .superseded: return state == .waiting && end(.lapsed)
        case .finished(let seen): return finish(seen)
        }
    }

    /// A person may think again, as long as it is not done.
    private mutating func decide(_ decision: HoldDecision, _ person: String) -> Bool {
        guard state != decision.state else { return false }
        (state, decidedBy) = (decision.state, person)
        return true
    }

    private mutating func finish(_ seen: SeenSet?) -> Bool {
        switch state {
        case .waiting: return end(.lapsed)
        // Done; the same rows are asked for anew if they ever go another time.
        case .accepted: return end(.accepted)
        case .rejected: return seen.map { shown($0) } ?? false
        case .lapsed: return false
        }
    }

    /// The word for a row is over once the vendor shows the row again. A move is over when none is left in a whole read:
    /// that one would not have come to its end else.
    private mutating func shown(_ seen: SeenSet) -> Bool {
        let left = kind == .move ? [] : hashes.filter { !seen.contains($0) }
        guard left.count < hashes.count || left.isEmpty else { return false }
        hashes = left
        return left.isEmpty ? end(.rejected) : true
    }

    private mutating func end(_ last: HoldState) -> Bool {
        (state, isOver) = (last, true)
        return true
    }
}
