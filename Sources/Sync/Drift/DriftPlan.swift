import Inventory

/// How many rows are read again, and what an answer says of its row: without I/O.
enum DriftPlan {
    /// In one run, so that none is held up for long.
    static let mostARun = 100

    /// A hundredth of the rows a day, and one at least.
    static func due(of live: Int) -> Int { live == 0 ? 0 : max(1, (live + 99) / 100) }

    enum Finding: Sendable, Hashable { case same, differs, stale }

    /// What is to be done about a row tells how it was. A change by the vendor that is younger than the last read's
    /// high-water mark could not have been seen by it, where the vendor says when it was.
    static func finding(_ action: PageComparison.Action, updatedAt: Timestamp?, highWater: Timestamp?) -> Finding {
        switch action {
        case .keep, .ignore: return .same
        case .create, .update, .restore, .replace, .delete:
            guard let updatedAt, let highWater else { return .differs }
            return updatedAt > highWater ? .stale : .differs
        }
    }
}
