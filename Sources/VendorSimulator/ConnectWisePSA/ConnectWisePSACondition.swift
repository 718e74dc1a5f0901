import Inventory

extension ConnectWisePSA {
    /// A filter: comparisons joined by `and` and `or`.
    indirect enum Condition: Sendable {
        case comparison(path: [String], Operator, [Literal])
        case all([Condition])
        case any([Condition])

        enum Operator: Sendable, Hashable {
            case equal, unequal, less, atMost, greater, atLeast, among, notAmong, contains, notContains, like, notLike
        }

        enum Literal: Sendable, Hashable {
            case null
            case text(String)
            case number(hundredths: Int)
            case flag(Bool)
            case time(Timestamp)
        }

        /// Whether a row meets it.
        /// - Parameter cells: What stands in the row at a path.
        func holds(_ cells: ([String]) -> [Cell]) -> Bool {
            switch self {
            case .all(let parts): return parts.allSatisfy { $0.holds(cells) }
            case .any(let parts): return parts.contains { $0.holds(cells) }
            case .comparison(let path, let compare, let literals):
                let found = cells(path)
                if found.isEmpty { return Self.holds(.absent, compare, literals) }
                return found.contains { Self.holds($0, compare, literals) }
            }
        }

        private static func holds(_ cell: Cell, _ compare: Operator, _ literals: [Literal]) -> Bool {
            if case .absent = cell { return compare == .equal && literals == [.null] }
            switch compare {
            case .equal: return literals.contains { order(cell, $0) == 0 }
            case .unequal: return literals == [.null] || literals.contains { order(cell, $0).map { $0 != 0 } ?? false }
            case .less: return literals.contains { order(cell, $0).map { $0 < 0 } ?? false }
            case .atMost: return literals.contains { order(cell, $0).map { $0 <= 0 } ?? false }
            case .greater: return literals.contains { order(cell, $0).map { $0 > 0 } ?? false }
            case .atLeast: return literals.contains { order(cell, $0).map { $0 >= 0 } ?? false }
            case .among: return literals.contains { order(cell, $0) == 0 }
            case .notAmong: return !literals.contains { order(cell, $0) == 0 }
            case .contains: return literals.contains { TextPattern.contains(cell, $0) }
            case .notContains: return !literals.contains { TextPattern.contains(cell, $0) }
            case .like: return literals.contains { TextPattern.matches(cell, $0) }
            case .notLike: return !literals.contains { TextPattern.matches(cell, $0) }
            }
        }

        /// Below, at or above zero, as a cell is below, at or above a literal; nil where they cannot be compared.
        private static func order(_ cell: Cell, _ literal: Literal) -> Int? {
            switch (cell, literal) {
            case (.text(let left), .text(let right)): order(left.lowercased(), right.lowercased())
            case (.whole(let left), .number(let right)): order(left * 100, right)
            case (.hundredths(let left), .number(let right)): order(left, right)
            case (.flag(let left), .flag(let right)): left == right ? 0 : 1
            case (.moment(let left), .time(let right)): order(left, right)
            default: nil
            }
        }

        private static func order<Thing: Comparable>(_ left: Thing, _ right: Thing) -> Int {
            left < right ? -1 : left == right ? 0 : 1
        }
    }
}

extension ConnectWisePSA {
    /// `contains` and `like`, without regard to case.
    enum TextPattern {
        static func contains(_ cell: Cell, _ literal: Condition.Literal) -> Bool {
            guard case .text(let text) = cell, case .text(let part) = literal else { return false }
            return part.isEmpty || text.lowercased().contains(part.lowercased())
        }

        /// `%` stands for any text.
        static func matches(_ cell: Cell, _ literal: Condition.Literal) -> Bool {
            guard case .text(let text) = cell, case .text(let pattern) = literal else { return false }
            return matches(Array(text.lowercased())[...], Array(pattern.lowercased())[...])
        }

        private static func matches(_ text: ArraySlice<Character>, _ pattern: ArraySlice<Character>) -> Bool {
            guard let next = pattern.first else { return text.isEmpty }
            let rest = pattern.dropFirst()
            if next == "%" { return (text.startIndex...text.endIndex).contains { matches(text[$0...], rest) } }
            return text.first == next && matches(text.dropFirst(), rest)
        }
    }
}
