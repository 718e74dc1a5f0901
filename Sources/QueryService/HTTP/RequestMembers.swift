import Foundation
import HTTPTypes

/// The members of a request's body, which is one JSON object. Nothing unknown is passed over in silence.
struct RequestMembers: Sendable {
    /// A list has so many at most.
    static let mostNames = 1_000

    private let members: [String: JSONValue]
    private let known: [String]

    /// An empty body is an empty object.
    init(_ body: [UInt8], known: [String]) throws(Problem) {
        self.known = known
        guard !body.allSatisfy({ $0 <= UInt8(ascii: " ") }) else {
            members = [:]
            return
        }
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(body)), case .object(let members) = value
        else { throw .badBody("The body must be a JSON object.") }
        if let name = members.keys.sorted().first(where: { !known.contains($0) }) {
            throw .unknownMember(name, known: known)
        }
        self.members = members
    }

    func text(_ name: String) throws(Problem) -> String? {
        switch members[name] {
        case nil, .null: return nil
        case .text(let text) where !text.isEmpty && !text.utf8.contains(0): return text
        default: throw .badBody("'\(name)' must be a text that is not empty.")
        }
    }

    func flag(_ name: String) throws(Problem) -> Bool? {
        switch members[name] {
        case nil, .null: return nil
        case .boolean(let flag): return flag
        default: throw .badBody("'\(name)' must be true or false.")
        }
    }

    /// A list of names, each once, in order; nil where it is absent or null.
    func names(_ name: String) throws(Problem) -> [String]? {
        guard let value = members[name], value != .null else { return nil }
        guard case .array(let items) = value, !items.isEmpty, items.count <= Self.mostNames else {
            throw .badBody("'\(name)' must be a list of names with at least one; leave it out for all.")
        }
        var names: [String] = []
        for item in items {
            guard case .text(let text) = item else { throw .badBody("'\(name)' must be a list of names.") }
            if !names.contains(text) { names.append(text) }
        }
        return names
    }
}

/// JSON as it came.
private enum JSONValue: Decodable, Sendable, Hashable {
    case null
    case boolean(Bool)
    case number
    case text(String)
    case array([JSONValue])
    case object([String: JSONValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let flag = try? container.decode(Bool.self) {
            self = .boolean(flag)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let items = try? container.decode([JSONValue].self) {
            self = .array(items)
        } else if let members = try? container.decode([String: JSONValue].self) {
            self = .object(members)
        } else {
            _ = try container.decode(Double.self)
            self = .number
        }
    }
}

extension Problem {
    static func badBody(_ detail: String) -> Problem {
        Problem(status: .badRequest, kind: "bad-body", title: "Wrong body", detail: detail)
    }

    static func unknownMember(_ name: String, known: [String]) -> Problem {
        badBody("'\(name.prefix(100))' is not a member of this body; it takes \(known.joined(separator: ", ")).")
            .naming(nearest: Nearest.name(to: name, in: known)).naming(allowed: known)
    }
}
