import Inventory

/// An argument of a tool, declared once: its schema, and how what is given is checked.
struct ToolArgument: Sendable, Hashable {
    enum Form: Sendable, Hashable {
        case text
        case choice([String])
        case choices([String])
        case flag
        case number(ClosedRange<Int64>)
        /// A number whose bounds a model need not know.
        case seconds(ClosedRange<Int64>)
        /// A time or a date.
        case moment
    }

    let name: String
    let form: Form
    var meaning = ""
    var isRequired = false

    init(_ name: String, _ form: Form, _ meaning: String = "", isRequired: Bool = false) {
        self.name = name
        self.form = form
        self.meaning = meaning
        self.isRequired = isRequired
    }

    /// Rows of an answer, where it goes on, and how old it may be.
    static let paging = [limit, cursor, maxAge]
    static let limit = ToolArgument("limit", .number(1...100))
    static let cursor = ToolArgument("cursor", .text)
    /// Seconds. What it means is said once, by the tool that tells freshness: a model pays for every word of every tool.
    static let maxAge = ToolArgument("max_age", .seconds(0...Int64(FreshnessWish.greatestAge)))

    var schema: JSONTree {
        var members = typed
        if !meaning.isEmpty { members.append(("description", .string(meaning))) }
        return .object(members)
    }

    private var typed: [(String, JSONTree)] {
        switch form {
        case .text: [("type", .string("string"))]
        case .moment: [("type", .string("string")), ("format", .string("date-time"))]
        case .flag: [("type", .string("boolean"))]
        case .choice(let allowed): [("type", .string("string")), ("enum", .strings(allowed))]
        case .choices(let allowed):
            [
                ("type", .string("array")),
                ("items", .object([("type", .string("string")), ("enum", .strings(allowed))])),
            ]
        case .seconds: [("type", .string("integer"))]
        case .number(let range):
            [
                ("type", .string("integer")), ("minimum", .integer(range.lowerBound)),
                ("maximum", .integer(range.upperBound)),
            ]
        }
    }

    /// What it takes, for the one who gave something else.
    var expectation: String {
        switch form {
        case .text: "a text of 1 to 2,000 bytes"
        case .moment: ValueText.expectation(.timestamptz)
        case .flag: "true or false"
        case .choice(let allowed): "one of \(allowed.joined(separator: ", "))"
        case .choices(let allowed): "a list of \(allowed.joined(separator: ", "))"
        case .number(let range), .seconds(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        }
    }
}
