/// JSON for answers that are small or made once; rows are written straight from the result's bytes instead.
indirect enum JSONTree: Sendable, Hashable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSONTree])
    /// Members in the order in which they are written.
    case members([Member])
    /// JSON already, such as a row's cell.
    case raw([UInt8])

    struct Member: Sendable, Hashable {
        var name: String
        var value: JSONTree
    }

    static func object(_ members: [(String, JSONTree)]) -> JSONTree {
        .members(members.map { Member(name: $0.0, value: $0.1) })
    }

    /// The text, or null.
    static func optional(_ text: String?) -> JSONTree { text.map { .string($0) } ?? .null }

    static func strings(_ texts: some Sequence<String>) -> JSONTree { .array(texts.map { .string($0) }) }

    func write(into writer: inout JSONWriter) {
        switch self {
        case .null: writer.raw("null")
        case .boolean(let value): writer.raw(value ? "true" : "false")
        case .integer(let value): writer.raw(String(value))
        case .number(let value): writer.raw(value.isFinite ? String(value) : "null")
        case .string(let text): writer.quoted(text)
        case .raw(let bytes): writer.raw(bytes)
        case .array(let items): writer.list(items, open: "[", close: "]") { $0.write(into: &$1) }
        case .members(let members):
            writer.list(members, open: "{", close: "}") { member, writer in
                writer.quoted(member.name)
                writer.raw(":")
                member.value.write(into: &writer)
            }
        }
    }

    var bytes: [UInt8] {
        var writer = JSONWriter()
        write(into: &writer)
        return writer.bytes
    }
}
