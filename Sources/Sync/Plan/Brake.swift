/// Stops a run before it deletes or moves more than it should dare to without a person, and knows what persons have said
/// of rows that it held before.
struct Brake: Sendable {
    /// A person has allowed everything, this time.
    var isReleased = false
    private var allowed = SeenSet([])
    /// Rows that stay, whatever a read says; and those among them that stay where they are.
    private var kept = SeenSet([])
    private var unmoved = SeenSet([])
    /// Whose word keeps them.
    private(set) var keepers: [String] = []

    /// `holds`: those in force.
    init(_ holds: [Hold] = [], isReleased: Bool = false) {
        self.isReleased = isReleased
        func hashes(_ which: (Hold) -> Bool) -> SeenSet { SeenSet(holds.filter(which).flatMap(\.hashes)) }
        allowed = hashes { $0.state == .accepted }
        kept = hashes { $0.state == .rejected }
        unmoved = hashes { $0.state == .rejected && $0.kind == .move }
        keepers = Set(holds.filter { $0.state == .rejected }.compactMap(\.decidedBy)).sorted()
    }

    /// More than a tenth of what there is, and more than a handful.
    static func holds(_ count: Int, of live: Int) -> Bool { count > 5 && count * 10 > live }

    /// Whether a whole list without a single record is to be believed.
    static func disbelievesEmptyList(isEmpty: Bool, live: Int) -> Bool { isEmpty && live > 0 }

    func isAllowed(_ id: String) -> Bool { isReleased || allowed.contains(SeenSet.hash(id)) }
    func isKept(_ id: String) -> Bool { !isReleased && kept.contains(SeenSet.hash(id)) }
    func isUnmoved(_ id: String) -> Bool { !isReleased && unmoved.contains(SeenSet.hash(id)) }

    /// Of rows that a read did not show, those that go. Throws when that is more than may go without a person: what is
    /// allowed does not count, and what is kept is not asked for again.
    func absent<Row>(
        _ rows: [Row], of live: Int, isListEmpty: Bool, _ entity: String, id: (Row) -> String
    ) throws(Held) -> [Row] {
        let leaving = rows.filter { !isKept(id($0)) }
        let asked = leaving.map(id).filter { !isAllowed($0) }
        if Self.disbelievesEmptyList(isEmpty: isListEmpty, live: asked.count) { throw .emptyList(asked, entity) }
        let others = live - (leaving.count - asked.count)
        if Self.holds(asked.count, of: others) { throw .deletion(asked, of: others, entity) }
        return leaving
    }
}

/// What of a page's moves, and of its deletions by the vendor's flag, is for the brake to judge.
struct PageBrake: Sendable {
    /// Neither allowed nor refused.
    let moved, flagged: [String]
    /// What a person has refused, and so is left alone.
    let unmoved, kept: [String]

    init(_ comparison: PageComparison, _ brake: Brake) {
        unmoved = comparison.moved.filter(brake.isUnmoved)
        kept = comparison.flagged.filter(brake.isKept)
        moved = comparison.moved.filter { !brake.isUnmoved($0) && !brake.isAllowed($0) }
        flagged = comparison.flagged.filter { !brake.isKept($0) && !brake.isAllowed($0) }
    }

    /// The most that the read would have moved or deleted with this page.
    func count(_ before: Checkpoint) -> Int { max(before.moved + moved.count, before.flagged + flagged.count) }

    /// Whether that could be too much, so that the living rows are to be counted.
    func mayHold(_ before: Checkpoint) -> Bool { !(moved.isEmpty && flagged.isEmpty) && count(before) > 5 }

    /// Whether the page's moves and deletions wait for a person. Once a read holds, all that follows of the kind waits.
    func holds(_ before: Checkpoint, live: Int) -> Bool {
        mayHold(before) && (before.isHolding || Brake.holds(count(before), of: live))
    }
}

/// What the brake kept.
struct Held: Error, Sendable, Hashable {
    var kind: HoldKind
    /// The rows that would have gone or moved.
    var count: Int
    /// Their external ids, as hashes; empty where a person has said no already.
    var hashes: [UInt64]
    /// The external ids of the first hundred.
    var examples: [String]
    var words: String

    private init(_ kind: HoldKind, _ ids: [String], _ words: String) {
        (self.kind, self.words, count) = (kind, words, ids.count)
        hashes = ids.map { SeenSet.hash($0) }
        examples = Array(ids.prefix(100))
    }

    static func deletion(_ ids: [String], of live: Int, _ entity: String) -> Held {
        Held(
            .deletion, ids,
            """
            \(ids.count) of \(live) \(entity) would be deleted: nothing was. If they are really gone, accept it ('sync \
            accept'); if not, look what the vendor's account may see, or reject it.
            """)
    }

    static func emptyList(_ ids: [String], _ entity: String) -> Held {
        Held(
            .emptyList, ids,
            """
            The vendor's list of \(entity) is empty where there were \(ids.count): not believed, nothing was deleted. Look \
            what the vendor's account may see; if they are really gone, accept it ('sync accept').
            """)
    }

    static func move(_ ids: [String], _ entity: String) -> Held {
        Held(
            .move, ids,
            """
            \(ids.count) \(entity) would move to another organisation or company, or be deleted by their vendor's flag: \
            they are left as they were. If that is right, accept it ('sync accept'); else reject it.
            """)
    }

    /// A person has said no, and the vendor still says it.
    static func refusedMove(_ count: Int, _ entity: String, by people: [String]) -> Held {
        var held = Held(
            .move, [],
            """
            \(count) \(entity) stay where they were, by the word of \(people.joined(separator: ", ")); the vendor still \
            says otherwise, so what is stored of them is old. Mend it there, or accept it after all ('sync accept').
            """)
        held.count = count
        return held
    }
}
