import Foundation

/// JSON that came from outside, for looking into. Only for what is small: messages and arguments.
extension JSONTree {
    /// Nil for what is no JSON. Members are in the order of their names.
    init?(parsing bytes: [UInt8]) {
        guard let value = try? JSONDecoder().decode(Parsed.self, from: Data(bytes)) else { return nil }
        self = value.tree
    }

    /// The member of that name; nil where there is none, or where this is no object.
    subscript(name: String) -> JSONTree? {
        guard case .members(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    var text: String? { if case .string(let text) = self { text } else { nil } }
    var isObject: Bool { if case .members = self { true } else { false } }
}

private struct Parsed: Decodable {
    let tree: JSONTree

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            tree = .null
        } else if let flag = try? container.decode(Bool.self) {
            tree = .boolean(flag)
        } else if let text = try? container.decode(String.self) {
            tree = .string(text)
        } else if let number = try? container.decode(Int64.self) {
            tree = .integer(number)
        } else if let number = try? container.decode(Double.self) {
            tree = .number(number)
        } else if let items = try? container.decode([Parsed].self) {
            tree = .array(items.map(\.tree))
        } else {
            let members = try container.decode([String: Parsed].self)
            tree = .object(members.sorted { $0.key < $1.key }.map { ($0.key, $0.value.tree) })
        }
    }
}
