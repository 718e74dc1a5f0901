import Inventory

/// What a tool was called with, checked against its declaration.
struct ToolArguments: Sendable, Hashable {
    private var texts: [String: [String]] = [:]
    private var flags: [String: Bool] = [:]
    private var numbers: [String: Int64] = [:]

    /// Throws the problem that says what would be right. What was given is not repeated: it may come from anywhere.
    init(_ given: JSONTree, of declared: [ToolArgument]) throws(Problem) {
        guard case .members(let members) = given else { throw .badBody("The arguments must be a JSON object.") }
        for member in members {
            guard let argument = declared.first(where: { $0.name == member.name }) else {
                throw .unknownArgument(nearest: member.name, known: declared.map(\.name))
            }
            guard member.value != .null else { continue }
            try take(member.value, as: argument)
        }
        for argument in declared where argument.isRequired && texts[argument.name] == nil {
            throw .badArgument(argument, isMissing: true)
        }
    }

    func text(_ name: String) -> String? { texts[name]?.first }
    func choices(_ name: String) -> [String]? { texts[name] }
    func flag(_ name: String) -> Bool? { flags[name] }
    var cursor: String? { text(ToolArgument.cursor.name) }

    /// How new the answer is to be, where that is asked for.
    var wish: FreshnessWish? { numbers[ToolArgument.maxAge.name].map { FreshnessWish(maxAge: Int($0)) } }

    /// The rows that are asked for, at most.
    func limit(standard: Int = 25) -> Int { numbers[ToolArgument.limit.name].map { Int($0) } ?? standard }

    private mutating func take(_ value: JSONTree, as argument: ToolArgument) throws(Problem) {
        switch (argument.form, value) {
        case (.text, .string(let text)) where Self.isPlain(text): texts[argument.name] = [text]
        case (.choice(let allowed), .string(let text)) where allowed.contains(text): texts[argument.name] = [text]
        case (.choices(let allowed), .array(let items)) where !items.isEmpty:
            let wanted = items.compactMap(\.text).filter { allowed.contains($0) }
            guard wanted.count == items.count else { throw .badArgument(argument) }
            texts[argument.name] = wanted
        case (.flag, .boolean(let flag)): flags[argument.name] = flag
        case (.number(let range), .integer(let number)) where range.contains(number),
            (.seconds(let range), .integer(let number)) where range.contains(number):
            numbers[argument.name] = number
        case (.moment, .string(let text)):
            guard let moment = ValueText.canonical(text, as: .timestamptz) else { throw .badArgument(argument) }
            texts[argument.name] = [moment]
        default: throw .badArgument(argument)
        }
    }

    private static func isPlain(_ text: String) -> Bool {
        (1...2_000).contains(text.utf8.count) && !text.utf8.contains(0) && !text.allSatisfy(\.isWhitespace)
    }
}
