/// The schemas of bodies, as strict as what reads them: no member but these, no empty text, and null where a member may be
/// left out, which it stands for.
enum OpenAPIBody {
    static func object(_ properties: [(String, JSONTree)], required: [String] = []) -> JSONTree {
        let all = properties.map { name, schema in (name, required.contains(name) ? schema : orNull(schema)) }
        return .object(
            [("type", .string("object")), ("properties", .object(all))]
                + (required.isEmpty ? [] : [("required", .strings(required))])
                + [("additionalProperties", .boolean(false))])
    }

    /// One of several forms of a body.
    static func either(_ forms: [JSONTree]) -> JSONTree { .object([("anyOf", .array(forms))]) }

    /// Of a form: what goes with others alone.
    static let absent = JSONTree.object([("type", .string("null"))])

    /// A text that is not empty and has no NUL, which PostgreSQL keeps in none.
    static func text(
        _ meaning: String? = nil, format: String? = nil, pattern: String? = nil, longest: Int? = nil
    ) -> JSONTree {
        var members: [(String, JSONTree)] = [("type", .string("string")), ("minLength", .integer(1))]
        if let longest { members.append(("maxLength", .integer(Int64(longest)))) }
        if let format { members.append(("format", .string(format))) }
        if format == nil { members.append(("pattern", .string(pattern ?? "^[^\\u0000]*$"))) }
        if let meaning { members.append(("description", .string(meaning))) }
        return .object(members)
    }

    static func choice(_ values: [String]) -> JSONTree {
        .object([("type", .string("string")), ("enum", .strings(values))])
    }

    /// Each once; for all of them the list is left out.
    static let names = JSONTree.object([
        ("type", .string("array")), ("items", .object([("type", .string("string"))])), ("minItems", .integer(1)),
        ("maxItems", .integer(Int64(RequestMembers.mostNames))),
    ])

    private static func orNull(_ schema: JSONTree) -> JSONTree {
        guard case .members(let members) = schema else { return schema }
        return .members(
            members.map { member in
                switch (member.name, member.value) {
                case ("type", .string(let type)) where type != "null":
                    .init(name: "type", value: .strings([type, "null"]))
                case ("enum", .array(let values)): .init(name: "enum", value: .array(values + [.null]))
                default: member
                }
            })
    }
}
