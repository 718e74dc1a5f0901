/// Finds the right name that a wrong one most probably meant.
enum Nearest {
    /// The candidate with the fewest edits from `name`, written alike or not; nil when there is no candidate.
    static func name(to name: String, in candidates: some Sequence<String>) -> String? {
        let wanted = plain(name)
        return candidates.map { ($0, distance(wanted, plain($0))) }.min { $0.1 < $1.1 }?.0
    }

    /// `lastSeenAt`, `Last-Seen-At` and `last_seen_at` are one name in different clothes.
    private static func plain(_ name: String) -> [UInt8] {
        name.lowercased().utf8.prefix(100).filter { $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: "-") }
    }

    /// The edits (put in, take out, change, swap neighbours) that lead from one to the other.
    static func distance(_ from: [UInt8], _ to: [UInt8]) -> Int {
        var before: [Int] = []
        var last = Array(0...to.count)
        for (row, byte) in from.enumerated() {
            var current = [row + 1]
            for (column, other) in to.enumerated() {
                var cost = min(last[column + 1] + 1, current[column] + 1, last[column] + (byte == other ? 0 : 1))
                if row > 0, column > 0, byte == to[column - 1], from[row - 1] == other {
                    cost = min(cost, before[column - 1] + 1)
                }
                current.append(cost)
            }
            (before, last) = (last, current)
        }
        return last[to.count]
    }
}
