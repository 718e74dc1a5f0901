import Inventory

extension ConnectWisePSA {
    /// The parts of a condition.
    enum ConditionToken: Sendable, Hashable {
        case word(String)
        case quoted(String)
        case bracketed(String)
        case number(hundredths: Int)
        /// An operator, a parenthesis, a comma.
        case symbol(String)
    }

    /// Takes a condition apart.
    struct ConditionScanner {
        private var rest: Substring

        init(_ text: String) { rest = text[...] }

        mutating func tokens() throws(Complaint) -> [ConditionToken] {
            var tokens: [ConditionToken] = []
            while let next = rest.first {
                if next == " " {
                    rest.removeFirst()
                } else {
                    tokens.append(try token(next))
                }
            }
            return tokens
        }

        private mutating func token(_ next: Character) throws(Complaint) -> ConditionToken {
            switch next {
            case "\"", "'": return .quoted(try enclosed(until: next))
            case "[": return .bracketed(try enclosed(until: "]"))
            case "(", ")", ",", "=":
                rest.removeFirst()
                return .symbol(String(next))
            case "<", ">", "!":
                rest.removeFirst()
                let withEqual = rest.first == "="
                if withEqual { rest.removeFirst() }
                guard next != "!" || withEqual else { throw Complaint(message: "! is not an operator") }
                return .symbol(withEqual ? "\(next)=" : String(next))
            case "-", "0"..."9": return .number(hundredths: try number())
            case _ where next.isLetter || next == "_":
                let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "/" }
                rest = rest.dropFirst(word.count)
                return .word(String(word))
            default: throw Complaint(message: "\(next) is not expected")
            }
        }

        private mutating func enclosed(until end: Character) throws(Complaint) -> String {
            let inner = rest.dropFirst().prefix { $0 != end }
            rest = rest.dropFirst(inner.count + 1)
            guard rest.popFirst() == end else { throw Complaint(message: "\(end) is missing") }
            return String(inner)
        }

        private mutating func number() throws(Complaint) -> Int {
            let digits = rest.prefix { $0.isNumber || $0 == "-" || $0 == "." }
            rest = rest.dropFirst(digits.count)
            guard let number = Double(digits), abs(number) < 1e12, rest.first.map({ !$0.isLetter }) ?? true else {
                throw Complaint(message: "\(digits) is not a number")
            }
            return Int((number * 100).rounded())
        }
    }

    /// Dates in conditions: a day, or a time with or without `Z` or an offset. No fractions are known to be read.
    enum ConditionTime {
        static func read(_ text: String) -> Timestamp? {
            guard text.utf8.count >= 10, !text.contains("."), !text.contains(" ") else { return nil }
            return text.utf8.count == 10 ? CalendarDate(iso8601: text)?.midnight : Timestamp(iso8601: text)
        }
    }
}
