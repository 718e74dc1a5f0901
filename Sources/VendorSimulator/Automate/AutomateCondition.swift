import Inventory

extension Automate {
    /// A filter: comparisons joined by `and` and `or`.
    indirect enum Condition: Sendable {
        case comparison(path: [String], Operator, [Literal])
        case all([Condition])
        case any([Condition])

        enum Operator: Sendable, Hashable {
            case equal, unequal, less, atMost, greater, atLeast, among, notAmong, like, notLike, contains, notContains
        }

        enum Literal: Sendable, Hashable {
            case text(String)
            case number(Int)
            case flag(Bool)
            case time(Timestamp)
        }

        /// Whether a row meets it.
        func holds(_ row: Row) -> Bool {
            switch self {
            case .all(let parts): return parts.allSatisfy { $0.holds(row) }
            case .any(let parts): return parts.contains { $0.holds(row) }
            case .comparison(let path, let compare, let literals):
                return Self.holds(Cell.object(row).at(path[...]), compare, literals)
            }
        }

        /// The first names of its paths.
        var fields: [String] {
            switch self {
            case .all(let parts), .any(let parts): parts.flatMap(\.fields)
            case .comparison(let path, _, _): [path[0]]
            }
        }

        private static func holds(_ cell: Cell, _ compare: Operator, _ literals: [Literal]) -> Bool {
            func any(_ test: (Int) -> Bool) -> Bool { literals.contains { order(cell, $0).map(test) ?? false } }
            return switch compare {
            case .equal, .among: any { $0 == 0 }
            case .unequal, .notAmong: !any { $0 == 0 }
            case .less: any { $0 < 0 }
            case .atMost: any { $0 <= 0 }
            case .greater: any { $0 > 0 }
            case .atLeast: any { $0 >= 0 }
            case .like: literals.contains { matches(cell, $0) }
            case .notLike: !literals.contains { matches(cell, $0) }
            case .contains: literals.contains { isIn(cell, $0) }
            case .notContains: !literals.contains { isIn(cell, $0) }
            }
        }

        /// Below, at or above zero, as a cell is below, at or above a literal; nil where they cannot be compared. Ids that
        /// are sent as texts are numbers to the server.
        private static func order(_ cell: Cell, _ literal: Literal) -> Int? {
            switch (cell, literal) {
            case (.text(let left), .text(let right)): order(left.lowercased(), right.lowercased())
            case (.text(let left), .number(let right)): Int(left).map { order($0, right) }
            case (.whole(let left), .number(let right)): order(left, right)
            case (.flag(let left), .flag(let right)): left == right ? 0 : 1
            case (.moment(let left), .time(let right)), (.local(let left), .time(let right)): order(left, right)
            default: nil
            }
        }

        private static func order<Thing: Comparable>(_ left: Thing, _ right: Thing) -> Int {
            left < right ? -1 : left == right ? 0 : 1
        }

        private static func isIn(_ cell: Cell, _ literal: Literal) -> Bool {
            guard case .list(let cells) = cell else { return false }
            return cells.contains { order($0, literal) == 0 }
        }

        /// `%` stands for any text.
        private static func matches(_ cell: Cell, _ literal: Literal) -> Bool {
            guard case .text(let text) = cell, case .text(let pattern) = literal else { return false }
            let parts = pattern.lowercased().split(separator: "%", omittingEmptySubsequences: false).map(String.init)
            return matches(text.lowercased()[...], parts[...], isStart: true)
        }

        private static func matches(_ text: Substring, _ parts: ArraySlice<String>, isStart: Bool) -> Bool {
            guard let part = parts.first else { return true }
            if parts.count == 1 { return isStart ? text == part : text.hasSuffix(part) }
            if isStart {
                return text.hasPrefix(part) && matches(text.dropFirst(part.count), parts.dropFirst(), isStart: false)
            }
            guard let found = part.isEmpty ? text.startIndex..<text.startIndex : text.firstRange(of: part) else {
                return false
            }
            return matches(text[found.upperBound...], parts.dropFirst(), isStart: false)
        }
    }
}

extension Automate.Condition {
    /// The numbers that a field can have in rows that meet it, as far as its outermost comparisons say.
    func range(of field: String) -> ClosedRange<Int> {
        switch self {
        case .any: return 0...Int.max
        case .all(let parts):
            return parts.map { $0.range(of: field) }.reduce(0...Int.max) { Self.common($0, $1) }
        case .comparison(let path, let compare, let literals):
            guard path == [field], literals.count == 1, case .number(let number) = literals[0] else {
                return 0...Int.max
            }
            return switch compare {
            case .equal, .among: Self.common(number...number, 0...Int.max)
            case .greater: Self.common((number + 1)...Int.max, 0...Int.max)
            case .atLeast: Self.common(number...Int.max, 0...Int.max)
            case .less: 0...max(0, number - 1)
            case .atMost: 0...max(0, number)
            default: 0...Int.max
            }
        }
    }

    private static func common(_ one: ClosedRange<Int>, _ other: ClosedRange<Int>) -> ClosedRange<Int> {
        let low = max(one.lowerBound, other.lowerBound, 0)
        return low...max(low, min(one.upperBound, other.upperBound))
    }
}
