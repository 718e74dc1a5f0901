import TestSupport

/// What befalls one run.
enum Trouble: Sendable, Hashable, CaseIterable {
    case none, none2
    /// Calls fail now and then.
    case errors
    /// Calls fail for good.
    case down
    /// The run is stopped.
    case stop
    /// The engine's sessions are ended.
    case sessions
    /// The database commits, and the answer is lost.
    case commits
    /// The worker sleeps past its lease, and another takes over.
    case frozen
    /// The lease ends, and nobody takes it.
    case expired
    /// Somebody reads one new thing by itself while the list is read.
    case refreshed
    /// The vendor's list is empty for once.
    case empty
    /// The next read cannot go on where this one stood.
    case forgotten

    static func roll(_ dice: inout Dice) -> Trouble { allCases[dice.below(allCases.count)] }
}
