import TestSupport

/// One list at the vendor, with all that ever happened to it: what a warehouse may hold is judged by that.
struct VendorList: Sendable {
    struct Row: Sendable, Hashable {
        var id: Int
        /// Differs when the id was used again for another thing.
        var birth: Int
        /// Rises with whatever happens to the list's rows; a row's content is made of it.
        var revision: Int
        /// The vendor's own modified time, in microseconds, where the list has one.
        var modified: Int64?
        var parent = 0
        /// The vendor lists it as deleted.
        var isFlagged = false
        /// What moves at every check-in.
        var reading = 0
        /// One of its values can be stored nowhere.
        var isBad = false
    }

    /// A row's fate at one moment.
    struct Event: Sendable, Hashable {
        var revision: Int
        /// When it showed, by the warehouse's clock.
        var shownAt: Int64
        var isGone: Bool
        /// No modified time tells of it: only a whole read can know.
        var isQuiet: Bool
        /// It could not be stored.
        var isBad = false
    }

    struct Traits: Sendable {
        /// Its rows have a modified time.
        var isStamped = true
        /// The vendor flags what it deletes, and forgets it later.
        var flagsDeletions = false
        /// Nothing ever goes.
        var onlyGrows = false
        /// How many minutes behind a row may turn up.
        var lateness = 15
        /// A modified time may lie days ahead.
        var hasFutureDates = false
        var parents = 4
    }

    /// A moment by the warehouse's clock and by the vendor's.
    struct Moment: Sendable {
        var now: Int64
        var vendor: Int64
    }

    static let minute: Int64 = 60_000_000

    let traits: Traits
    private(set) var rows: [Int: Row] = [:]
    private(set) var history: [Int: [Event]] = [:]
    /// Each row as it was before its last change, for answers from a copy that lags.
    private(set) var previous: [Int: Row] = [:]
    private var removed: [Int: Row] = [:]
    private var revision = 0
    private var last: (id: Int, event: Event)?
    private var nextID: Int

    /// `firstID`: lists that fill one table keep apart.
    init(_ traits: Traits, firstID: Int = 1) {
        self.traits = traits
        nextID = firstID
    }

    /// Kept in order, since every page asks for it.
    private var ids: [Int] = []

    var sorted: [Row] { ids.compactMap { rows[$0] } }
    var living: [Row] { sorted.filter { !$0.isFlagged } }

    /// Lets one thing happen, and tells what it was.
    @discardableResult
    mutating func happen(_ dice: inout Dice, _ moment: Moment) -> String? {
        let before = revision
        roll(&dice, moment)
        guard before != revision, let (id, event) = last else { return nil }
        return "\(id) is now \(event), modified \(rows[id]?.modified ?? 0)"
    }

    private mutating func roll(_ dice: inout Dice, _ moment: Moment) {
        let roll = dice.below(100)
        if rows.count < 3 || roll < 22 { return create(&dice, moment) }
        guard let id = dice.pick(ids) else { return }
        switch roll {
        case ..<62: change(id, &dice, moment)
        case ..<70: rows[id]?.reading += 1
        case ..<84: if !traits.onlyGrows { remove(id, &dice, moment) }
        case ..<92: comeBack(&dice, moment)
        default: if !traits.onlyGrows { useAgain(id, &dice, moment) }
        }
    }

    mutating func create(_ dice: inout Dice, _ moment: Moment) {
        let row = Row(id: nextID, birth: nextID, revision: 0, parent: dice.below(traits.parents))
        // Vendors leave gaps.
        nextID += dice.within(1...3)
        put(row, isQuiet: false, &dice, moment)
    }

    private mutating func change(_ id: Int, _ dice: inout Dice, _ moment: Moment) {
        guard var row = rows[id], !row.isFlagged else { return }
        if dice.chance(8) { row.parent = dice.below(traits.parents) }
        put(row, isQuiet: dice.chance(10), &dice, moment)
    }

    mutating func remove(_ id: Int, _ dice: inout Dice, _ moment: Moment) {
        guard var row = rows[id] else { return }
        if row.isFlagged {
            // Forgotten at last: from now on the flag cannot be read.
            take(id)
            // Should it come back, its modified time does not.
            removed[id]?.modified = row.modified
            return note(id, isGone: true, isQuiet: true, moment)
        }
        removed[id] = row
        if traits.flagsDeletions, dice.chance(70) {
            row.isFlagged = true
            return put(row, isQuiet: false, &dice, moment)
        }
        take(id)
        note(id, isGone: true, isQuiet: true, moment)
    }

    private mutating func comeBack(_ dice: inout Dice, _ moment: Moment) {
        guard let id = dice.pick(removed.keys.sorted()), var row = removed[id] else { return }
        if rows[id] != nil, rows[id]?.isFlagged == false { return }
        removed[id] = nil
        if dice.chance(25) {
            nextID += 1
            row.birth = nextID
        }
        row.modified = [row.modified, rows[id]?.modified].compactMap { $0 }.max()
        put(row, isQuiet: rows[id] == nil && dice.chance(30), &dice, moment)
    }

    private mutating func useAgain(_ id: Int, _ dice: inout Dice, _ moment: Moment) {
        guard let old = rows[id], !old.isFlagged else { return }
        take(id)
        note(id, isGone: true, isQuiet: true, moment)
        nextID += 1
        var row = old
        row.birth = nextID
        removed[id] = nil
        put(row, isQuiet: false, &dice, moment)
    }

    /// The row as it is from now on.
    private mutating func put(_ row: Row, isQuiet: Bool, _ dice: inout Dice, _ moment: Moment) {
        let quiet = isQuiet && row.modified != nil || !traits.isStamped
        previous[row.id] = rows[row.id]
        note(row.id, isGone: row.isFlagged, isQuiet: quiet, isBad: row.isBad, moment)
        var row = row
        row.revision = revision
        if !quiet { row.modified = stamp(after: row.modified, &dice, moment) }
        if rows.updateValue(row, forKey: row.id) == nil {
            ids.insert(row.id, at: ids.firstIndex { $0 > row.id } ?? ids.endIndex)
        }
    }

    private mutating func take(_ id: Int) {
        rows[id] = nil
        ids.removeAll { $0 == id }
    }

    private mutating func note(
        _ id: Int, isGone: Bool, isQuiet: Bool, isBad: Bool = false, _ moment: Moment
    ) {
        revision += 1
        let event = Event(revision: revision, shownAt: moment.now, isGone: isGone, isQuiet: isQuiet, isBad: isBad)
        history[id, default: []].append(event)
        last = (id, event)
    }

    /// Whole minutes, so that many are the same; some behind, as of rows that turn up late.
    private func stamp(after before: Int64?, _ dice: inout Dice, _ moment: Moment) -> Int64 {
        if traits.hasFutureDates, dice.chance(2) { return max(before ?? 0, moment.vendor + 4_320 * Self.minute) }
        let late = dice.chance(60) ? 0 : dice.chance(40) ? traits.lateness : dice.within(0...traits.lateness)
        let stamp = (moment.vendor / Self.minute - Int64(late)) * Self.minute
        return max(before ?? stamp, stamp)
    }

    /// Spoils a row, or mends it.
    mutating func setBad(_ id: Int, _ isBad: Bool, _ moment: Moment) {
        guard var row = rows[id], row.isBad != isBad, !row.isFlagged else { return }
        note(id, isGone: false, isQuiet: row.modified == nil, isBad: isBad, moment)
        row.isBad = isBad
        row.revision = revision
        row.modified = row.modified.map { max($0, moment.vendor / Self.minute * Self.minute) }
        rows[id] = row
    }
}
