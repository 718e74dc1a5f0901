@testable import QueryService

/// Values that are right or wrong by a schema of the document, each one step away from one that is right.
struct SchemaExamples: Sendable {
    let document: JSONTree

    /// With null for each member that may be left out and is.
    func right(_ value: JSONTree, _ schema: JSONTree) -> [JSONTree] {
        guard case .members(let members) = value, let schema = option(of: schema, for: members),
            case .members(let properties)? = schema["properties"]
        else { return [] }
        let absent = properties.map(\.name).filter { name in !members.contains { $0.name == name } }
        return absent.map { .members(members + [JSONTree.Member(name: $0, value: .null)]) }
    }

    func wrong(_ value: JSONTree, _ schema: JSONTree) -> [JSONTree] {
        switch value {
        case .members(let members): option(of: schema, for: members).map { wrong(members, $0) } ?? []
        case .array(let items): wrong(items, resolved(schema))
        case .string: wrongTexts(resolved(schema))
        default: [.string("unheard_of")]
        }
    }

    private func wrong(_ members: [JSONTree.Member], _ schema: JSONTree) -> [JSONTree] {
        var all: [JSONTree] = []
        if schema["additionalProperties"] == .boolean(false) {
            for value in [JSONTree.integer(1), .null] {
                all.append(.members(members + [JSONTree.Member(name: "unheard_of", value: value)]))
            }
        }
        for name in schema["properties"]?.memberNames ?? [] where schema["properties"]?[name]?["type"]?.text == "null" {
            all.append(.members(members + [JSONTree.Member(name: name, value: .string("2027-03-01"))]))
        }
        for name in schema["required"]?.texts ?? [] {
            all.append(.members(members.filter { $0.name != name }))
            all.append(.members(members.map { $0.name == name ? .init(name: name, value: .null) : $0 }))
        }
        for (place, member) in members.enumerated() {
            guard let property = schema["properties"]?[member.name] else { continue }
            for value in wrong(member.value, property) {
                var members = members
                members[place].value = value
                all.append(.members(members))
            }
        }
        return all
    }

    private func wrong(_ items: [JSONTree], _ schema: JSONTree) -> [JSONTree] {
        let each = items.first.flatMap { first in schema["items"].map { wrong(first, $0) } } ?? []
        return each.map { .array([$0]) } + [.string("unheard_of")] + (schema["minItems"] == nil ? [] : [.array([])])
    }

    private func wrongTexts(_ schema: JSONTree) -> [JSONTree] {
        let texts = [
            schema["enum"] == nil ? nil : "unheard_of", schema["format"] == nil ? nil : "nonsense",
            (schema["pattern"]?.text).map { $0.contains("u0000") ? "\u{0}" : "!" },
            schema["minLength"] == nil ? nil : "",
        ]
        return texts.compactMap { $0.map { .string($0) } } + [.boolean(true)]
    }

    /// What a value may be: the schema, or those of which it must be one.
    func options(_ schema: JSONTree) -> [JSONTree] {
        let schema = resolved(schema)
        guard case .array(let options)? = schema["anyOf"] else { return [schema] }
        return options.map(resolved)
    }

    /// The first that names all of the members, and takes their words.
    private func option(of schema: JSONTree, for members: [JSONTree.Member]) -> JSONTree? {
        options(schema).first { option in
            members.allSatisfy { member in
                guard let property = option["properties"]?[member.name], property["type"]?.text != "null" else {
                    return false
                }
                guard let text = member.value.text, let words = property["enum"]?.texts else { return true }
                return words.contains(text)
            }
        }
    }

    private func resolved(_ schema: JSONTree) -> JSONTree {
        guard let name = schema["$ref"]?.text?.split(separator: "/").last else { return schema }
        return document["components"]?["schemas"]?[String(name)] ?? schema
    }
}

extension JSONTree {
    var memberNames: [String] { if case .members(let members) = self { members.map(\.name) } else { [] } }
    var texts: [String] { if case .array(let items) = self { items.compactMap(\.text) } else { [] } }
}
