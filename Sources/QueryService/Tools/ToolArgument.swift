import Inventory

/// An argument of a tool, declared once: its schema, and how what is given is checked.
struct ToolArgument: Sendable, Hashable {
    enum Form: Sendable, Hashable {
        case text
        case choice([String])
        case choices([String])
        case flag
        case number(ClosedRange<Int64>)
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

    /// Rows of an answer, and where it goes on.
    static let paging = [limit, cursor]
    static let limit = ToolArgument("limit", .number(1...100))
    static let cursor = ToolArgument("cursor", .text)

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
        case .number(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        }
    }
}
