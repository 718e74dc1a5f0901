/// A value by which lists are filtered and sorted.
enum VSAXKey: Comparable, Sendable {
    case null
    case flag(Bool)
    case number(Int)
    case text(String)

    static func < (left: VSAXKey, right: VSAXKey) -> Bool {
        switch (left, right) {
        case (.number(let left), .number(let right)): left < right
        case (.text(let left), .text(let right)): left < right
        case (.flag(let left), .flag(let right)): !left && right
        default: left.rank < right.rank
        }
    }

    private var rank: Int {
        switch self {
        case .null: 0
        case .flag: 1
        case .number: 2
        case .text: 3
        }
    }

    /// A literal of a filter: `null`, `true`, `12` or `'text'`.
    init?(literal: Substring) {
        switch literal {
        case "null": self = .null
        case "true", "false": self = .flag(literal == "true")
        default:
            if let number = Int(literal) {
                self = .number(number)
            } else if literal.count > 1, literal.first == "'", literal.last == "'" {
                self = .text(String(literal.dropFirst().dropLast()).replacing("''", with: "'"))
            } else {
                return nil
            }
        }
    }
}

/// `$filter` and `$orderby`, as far as the sheet shows them: comparisons with a literal, joined by `and`.
struct VSAXQuery: Sendable {
    private let conditions: [(field: String, word: String, value: VSAXKey)]
    /// Nil where the caller does not say: the list then comes in no order that can be relied on.
    let order: (field: String, isDescending: Bool)?

    init(_ request: VSAXRequest, fields: Set<String>) throws(VSAXComplaint) {
        var conditions: [(field: String, word: String, value: VSAXKey)] = []
        for part in (request.call.parameter("$filter") ?? "").split(separator: " and ") {
            let words = part.split(separator: " ", maxSplits: 2)
            guard words.count == 3, fields.contains(String(words[0])),
                ["eq", "gt", "ge", "lt"].contains(String(words[1])),
                let value = VSAXKey(literal: words[2])
            else { throw VSAXComplaint(message: "The query specified in the URI is not valid: \(part)") }
            conditions.append((String(words[0]), String(words[1]), value))
        }
        self.conditions = conditions
        order = try Self.order(request.call.parameter("$orderby"), fields)
    }

    private static func order(_ text: String?, _ fields: Set<String>) throws(VSAXComplaint) -> (String, Bool)? {
        guard let text else { return nil }
        let words = text.split(separator: " ")
        guard let field = words.first.map(String.init), fields.contains(field), words.count < 3,
            words.count == 1 || ["asc", "desc"].contains(String(words[1]))
        else { throw VSAXComplaint(message: "The query specified in the URI is not valid: \(text)") }
        return (field, words.last == "desc")
    }

    func admits(_ value: (String) -> VSAXKey) -> Bool {
        conditions.allSatisfy { condition in
            let found = value(condition.field)
            return switch condition.word {
            case "eq": found == condition.value
            case "gt": found > condition.value
            case "ge": found >= condition.value
            default: found < condition.value
            }
        }
    }
}
