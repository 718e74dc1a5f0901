import Inventory

extension ConnectWisePSA {
    /// Why a request is a bad one.
    struct Complaint: Error, Hashable {
        let message: String
        var field: String?
    }

    /// Reads the conditions language: `field op value`, joined by `and` and `or`, in parentheses.
    struct ConditionParser {
        private var tokens: ArraySlice<ConditionToken>
        private let schema: Schema
        private let inLists: Bool

        private init(_ text: String, _ schema: Schema, inLists: Bool) throws(Complaint) {
            var scanner = ConditionScanner(text)
            tokens = try scanner.tokens()[...]
            self.schema = schema
            self.inLists = inLists
        }

        /// - Parameter inLists: Whether paths go through lists, as in child conditions.
        static func parse(_ text: String, _ schema: Schema, inLists: Bool = false) throws(Complaint) -> Condition {
            var parser = try ConditionParser(text, schema, inLists: inLists)
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
            if take(.symbol("(")) {
                let inner = try any()
                guard take(.symbol(")")) else { throw Complaint(message: "A parenthesis is not closed") }
                return inner
            }
            return try comparison()
        }

        private mutating func comparison() throws(Complaint) -> Condition {
            guard case .word(let name)? = tokens.popFirst() else { throw Complaint(message: "A field is expected") }
            let path = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            guard let kind = schema.kind(path, inLists: inLists) else {
                throw Complaint(message: "The field \(name) is not known", field: name)
            }
            if inLists, path.first.flatMap({ schema.kinds[$0] }) != .list, schema.kinds["caption"] == nil {
                throw Complaint(message: "\(name) is not in a list", field: name)
            }
            let compare = try comparator()
            let literals = try [.among, .notAmong].contains(compare) ? list() : [literal()]
            for literal in literals where !kind.takes(literal, compare) {
                throw Complaint(message: "The value does not fit the field \(name)", field: name)
            }
            return .comparison(path: schema.resolved(path), compare, literals)
        }

        private mutating func comparator() throws(Complaint) -> Condition.Operator {
            let negated = take(word: "not")
            switch tokens.popFirst() {
            case .symbol("=") where !negated: return .equal
            case .symbol("!=") where !negated: return .unequal
            case .symbol("<") where !negated: return .less
            case .symbol("<=") where !negated: return .atMost
            case .symbol(">") where !negated: return .greater
            case .symbol(">=") where !negated: return .atLeast
            case .word(let word) where word.lowercased() == "in": return negated ? .notAmong : .among
            case .word(let word) where word.lowercased() == "contains": return negated ? .notContains : .contains
            case .word(let word) where word.lowercased() == "like": return negated ? .notLike : .like
            default: throw Complaint(message: "An operator is expected")
            }
        }

        private mutating func list() throws(Complaint) -> [Condition.Literal] {
            guard take(.symbol("(")) else { throw Complaint(message: "A list in parentheses is expected") }
            var literals = [try literal()]
            while take(.symbol(",")) { literals.append(try literal()) }
            guard take(.symbol(")")) else { throw Complaint(message: "A parenthesis is not closed") }
            return literals
        }

        private mutating func literal() throws(Complaint) -> Condition.Literal {
            switch tokens.popFirst() {
            case .quoted(let text): return .text(text)
            case .bracketed(let text):
                guard let time = ConditionTime.read(text) else { throw Complaint(message: "\(text) is not a date") }
                return .time(time)
            case .number(let hundredths): return .number(hundredths: hundredths)
            case .word(let word):
                switch word.lowercased() {
                case "true": return .flag(true)
                case "false": return .flag(false)
                case "null": return .null
                default: throw Complaint(message: "\(word) is not a value")
                }
            default: throw Complaint(message: "A value is expected")
            }
        }

        private mutating func take(_ token: ConditionToken) -> Bool {
            guard tokens.first == token else { return false }
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

extension ConnectWisePSA.Schema.Kind {
    /// Whether a field of this kind can be compared so with a literal.
    func takes(_ literal: ConnectWisePSA.Condition.Literal, _ compare: ConnectWisePSA.Condition.Operator) -> Bool {
        let isEquality = [.equal, .unequal, .among, .notAmong].contains(compare)
        let isOfText = [.contains, .notContains, .like, .notLike].contains(compare)
        switch (self, literal) {
        case (_, .null): return compare == .equal || compare == .unequal
        case (.any, .text), (.text, .text): return isEquality || isOfText
        case (.any, .flag), (.flag, .flag): return isEquality
        case (.whole, .number(let hundredths)): return !isOfText && hundredths % 100 == 0
        case (.number, .number), (.any, .number): return !isOfText
        case (.time, .time), (.any, .time): return !isOfText
        default: return false
        }
    }
}
