import Inventory

extension Automate {
    /// Why a request is a bad one.
    struct Complaint: Error, Hashable {
        let message: String
    }

    /// Reads the conditions language: `Field op value`, joined by `and` and `or`, in parentheses. Texts are in quotes of
    /// either kind, dates are in none.
    struct ConditionParser {
        private var tokens: ArraySlice<Token>

        private enum Token: Hashable {
            case word(String)
            case quoted(String)
            case symbol(String)
        }

        static func parse(_ text: String) throws(Complaint) -> Condition {
            var parser = ConditionParser(tokens: try scan(text)[...])
            let condition = try parser.any()
            guard parser.tokens.isEmpty else { throw Complaint(message: "Unexpected text after the condition") }
            return condition
        }

        private mutating func any() throws(Complaint) -> Condition {
            var parts = [try all()]
            while take(word: "or") { parts.append(try all()) }
            return parts.count == 1 ? parts[0] : .any(parts)
        }

        private mutating func all() throws(Complaint) -> Condition {
            var parts = [try one()]
            while take(word: "and") { parts.append(try one()) }
            return parts.count == 1 ? parts[0] : .all(parts)
        }

        private mutating func one() throws(Complaint) -> Condition {
            guard take(symbol: "(") else { return try comparison() }
            let inner = try any()
            guard take(symbol: ")") else { throw Complaint(message: "A parenthesis is not closed") }
            return inner
        }

        private mutating func comparison() throws(Complaint) -> Condition {
            guard case .word(let name)? = tokens.popFirst() else { throw Complaint(message: "A field is expected") }
            let compare = try comparator()
            let isList = compare == .among || compare == .notAmong
            let path = name.lowercased().split(separator: ".").map(String.init)
            guard !path.isEmpty else { throw Complaint(message: "A field is expected") }
            return .comparison(path: path, compare, isList ? try list() : [try literal()])
        }

        private mutating func comparator() throws(Complaint) -> Condition.Operator {
            let isNegated = take(word: "not")
            switch tokens.popFirst() {
            case .symbol(let symbol) where !isNegated:
                if let found = Self.symbols[symbol] { return found }
            case .word(let word):
                switch word.lowercased() {
                case "eq" where !isNegated: return .equal
                case "in": return isNegated ? .notAmong : .among
                case "like": return isNegated ? .notLike : .like
                case "contains": return isNegated ? .notContains : .contains
                default: break
                }
            default: break
            }
            throw Complaint(message: "An operator is expected")
        }

        private static let symbols: [String: Condition.Operator] = [
            "=": .equal, "!=": .unequal, "<": .less, "<=": .atMost, ">": .greater, ">=": .atLeast,
        ]

        private mutating func list() throws(Complaint) -> [Condition.Literal] {
            guard take(symbol: "(") else { throw Complaint(message: "A list in parentheses is expected") }
            var literals = [try literal()]
            while take(symbol: ",") { literals.append(try literal()) }
            guard take(symbol: ")") else { throw Complaint(message: "A parenthesis is not closed") }
            return literals
        }

        private mutating func literal() throws(Complaint) -> Condition.Literal {
            switch tokens.popFirst() {
            case .quoted(let text): return .text(text)
            case .word(let word):
                if let number = Int(word) { return .number(number) }
                if let flag = Bool(word.lowercased()) { return .flag(flag) }
                if let time = Timestamp(iso8601: word) { return .time(time) }
                throw Complaint(message: "\(word) is not a value")
            default: throw Complaint(message: "A value is expected")
            }
        }

        private mutating func take(symbol: String) -> Bool {
            guard tokens.first == .symbol(symbol) else { return false }
            tokens.removeFirst()
            return true
        }

        private mutating func take(word: String) -> Bool {
            guard case .word(let next)? = tokens.first, next.lowercased() == word else { return false }
            tokens.removeFirst()
            return true
        }
    }
}

extension Automate.ConditionParser {
    private static func scan(_ text: String) throws(Automate.Complaint) -> [Token] {
        var tokens: [Token] = []
        var rest = text[...]
        while let next = rest.first {
            switch next {
            case " ": rest.removeFirst()
            case "\"", "'":
                let inner = rest.dropFirst().prefix { $0 != next }
                rest = rest.dropFirst(inner.count + 1)
                guard rest.popFirst() == next else { throw Automate.Complaint(message: "\(next) is missing") }
                tokens.append(.quoted(String(inner)))
            case "(", ")", ",", "=":
                rest.removeFirst()
                tokens.append(.symbol(String(next)))
            case "<", ">", "!":
                let symbol = rest.dropFirst().first == "=" ? "\(next)=" : String(next)
                rest = rest.dropFirst(symbol.count)
                tokens.append(.symbol(symbol))
            default:
                let word = rest.prefix { !" \"'(),=<>!".contains($0) }
                rest = rest.dropFirst(word.count)
                tokens.append(.word(String(word)))
            }
        }
        return tokens
    }
}
