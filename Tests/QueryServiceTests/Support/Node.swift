import Foundation

/// A parsed answer, for looking into.
enum Node: Decodable, Hashable, Sendable {
    case null
    case boolean(Bool)
    case number(Decimal)
    case string(String)
    case array([Node])
    case object([String: Node])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .boolean(value)
        } else if let value = try? container.decode(Decimal.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([Node].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: Node].self))
        }
    }

    static func parse(_ text: String) throws -> Node { try JSONDecoder().decode(Node.self, from: Data(text.utf8)) }

    subscript(name: String) -> Node {
        if case .object(let members) = self { members[name] ?? .null } else { .null }
    }

    var items: [Node] { if case .array(let items) = self { items } else { [] } }
    var text: String? { if case .string(let text) = self { text } else { nil } }
    var names: Set<String> { if case .object(let members) = self { Set(members.keys) } else { [] } }
    var integer: Int? { if case .number(let number) = self { NSDecimalNumber(decimal: number).intValue } else { nil } }
}
