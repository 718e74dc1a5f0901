import Inventory

/// The parameters of a table's list and of its single read.
struct OpenAPIParameters: Sendable {
    let resource: Resource

    var list: [JSONTree] {
        var shared = ["limit", "cursor", "count"]
        if resource.deletion != .none { shared.append("deleted") }
        if resource.hasHistory { shared.append("as_of") }
        if !resource.searched.isEmpty { shared.append("q") }
        if resource.canBeAskedFresh { shared += FreshnessWish.names }
        var parameters = shared.map { OpenAPIDocument.reference("parameters", $0) } + [sort, fields] + include
        if resource.isFeed { parameters.append(after) }
        if resource.hasCompanyFilter { parameters.append(company) }
        return parameters + filters
    }

    var summary: [JSONTree] {
        let groups = resource.fields.filter(\.isSortable).map(\.name)
        let by = Self.choices(
            "group_by", "The fields by whose values rows are counted, three at most.", groups, isRequired: true)
        let shared =
            ["limit"] + (resource.deletion == .none ? [] : ["deleted"]) + (resource.hasHistory ? ["as_of"] : [])
            + (resource.searched.isEmpty ? [] : ["q"]) + (resource.canBeAskedFresh ? FreshnessWish.names : [])
        return [by] + shared.map { OpenAPIDocument.reference("parameters", $0) }
            + (resource.hasCompanyFilter ? [company] : []) + filters
    }

    private var filters: [JSONTree] { resource.fields.filter { $0.type != .jsonb }.map(filter) }

    /// Nothing, where no other table's rows can be included.
    private var include: [JSONTree] {
        let names = resource.includes.map(\.name)
        return names.isEmpty
            ? []
            : [Self.choices("include", "Rows of other tables to answer with, each in a member of its name.", names)]
    }

    var single: [JSONTree] {
        let id = Self.parameter(
            "id", "The row's id.", .object([("type", .string("string")), ("format", .string("uuid"))]), place: "path")
        let shared =
            (resource.deletion == .none ? [] : ["deleted"]) + (resource.hasHistory ? ["as_of"] : [])
            + (resource.canBeAskedFresh ? FreshnessWish.names : [])
        return [id, fields] + include + shared.map { OpenAPIDocument.reference("parameters", $0) }
    }

    private var sort: JSONTree {
        let names = resource.fields.filter(\.isSortable).flatMap { [$0.name, "-\($0.name)"] }
        return Self.choices(
            "sort", "The order: fields, with '-' for descending. Ends with \(resource.key.name).", names)
    }

    private var fields: JSONTree {
        Self.choices(
            "fields", "The fields to answer with; all that the key may see, unless given.", resource.fields.map(\.name))
    }

    private var after: JSONTree {
        Self.parameter(
            "after",
            """
            Changes after this sequence: `page.next_after` of the answer before, or 0 for all that there were. 410 when \
            some of them are not kept any more.
            """,
            .object([("type", .string("integer")), ("format", .string("int64"))]))
    }

    private var company: JSONTree {
        let schema = JSONTree.object([("type", .string("string")), ("format", .string("uuid"))])
        return Self.parameter(
            "company_id", "Only what is tied to this company of the PSA, through its match. Operators: eq, in.", schema)
    }

    private func filter(_ field: Field) -> JSONTree {
        let operations = Operation.allowed(for: field.type).map(\.rawValue)
        var members = Self.members(
            field.name, "\(field.meaning) Operators: \(operations.joined(separator: ", ")).",
            OpenAPIComponents.schema(of: field, isElement: true))
        members.append(("x-operators", .strings(operations)))
        return .object(members)
    }

    /// Comma separated names.
    private static func choices(
        _ name: String, _ meaning: String, _ choices: [String], isRequired: Bool = false
    ) -> JSONTree {
        let item = JSONTree.object([("type", .string("string")), ("enum", .strings(choices))])
        var members = members(
            name, meaning, .object([("type", .string("array")), ("items", item)]), isRequired: isRequired)
        members += [("style", .string("form")), ("explode", .boolean(false))]
        return .object(members)
    }

    static func parameter(
        _ name: String, _ meaning: String, _ schema: JSONTree, place: String = "query", isRequired: Bool = false
    ) -> JSONTree {
        .object(members(name, meaning, schema, place: place, isRequired: isRequired))
    }

    private static func members(
        _ name: String, _ meaning: String, _ schema: JSONTree, place: String = "query", isRequired: Bool = false
    ) -> [(String, JSONTree)] {
        [
            ("name", .string(name)), ("in", .string(place)), ("required", .boolean(isRequired || place == "path")),
            ("description", .string(meaning)), ("schema", schema),
        ]
    }
}
