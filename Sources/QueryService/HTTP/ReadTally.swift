import Foundation

/// Counts reads by tenant, key, route and minute.
struct ReadTally: Sendable {
    struct Line: Sendable, Hashable {
        var tenant: UUID
        /// As the audit trail names who asks.
        var actor: String
        var route: String
        /// Since 1970.
        var minute: Int
    }

    private var counts: [Line: Int] = [:]

    mutating func add(_ line: Line, _ count: Int = 1) { counts[line, default: 0] += count }

    /// What was counted before the minute, which is then no longer here; nil: all.
    mutating func taken(before minute: Int?) -> [Line: Int] {
        let taken = counts.filter { line, _ in minute.map { line.minute < $0 } ?? true }
        for line in taken.keys { counts[line] = nil }
        return taken
    }
}
