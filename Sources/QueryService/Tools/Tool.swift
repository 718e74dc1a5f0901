import Inventory
import Reports

/// A tool for agents, declared once: what it is called with, what it answers, and who may use it.
struct Tool: Sendable {
    let name: String
    /// What a model reads before it chooses: constant, and without anything of any tenant.
    let description: String
    /// The permission group that it needs; nil: every key may use it.
    let group: PermissionGroup?
    /// The tables whose freshness its answer tells; nil: all.
    let tables: [String]?
    let arguments: [ToolArgument]
    var form = Form.list
    let run: @Sendable (ToolRun) async throws -> ToolAnswer

    /// What `data` is.
    enum Form: Sendable, Hashable {
        case list
        case single
    }

    /// The members of an answer that is no list, for its schema.
    var parts: [String] = []

    /// Of the tables those that a call tells of, where that depends on its arguments.
    var reads: @Sendable (ToolArguments, ReportCatalogue) -> [String]? = { _, _ in nil }

    var inputSchema: JSONTree {
        let required = arguments.filter(\.isRequired).map(\.name)
        return .object(
            [
                ("type", .string("object")),
                ("properties", .object(arguments.map { ($0.name, $0.schema) })),
            ] + (required.isEmpty ? [] : [("required", .strings(required))]) + [
                ("additionalProperties", .boolean(false))
            ])
    }

    /// Either `data`, or `candidates` where a name means several things.
    var outputSchema: JSONTree {
        let rows = JSONTree.object([("type", .string("array")), ("items", Self.row)])
        let members = JSONTree.object([
            ("type", .string("object")),
            ("properties", .object(parts.map { ($0, Self.typed("object")) })),
        ])
        return .object([
            ("type", .string("object")),
            (
                "properties",
                .object([
                    ("data", form == .list ? rows : members), ("candidates", rows),
                    ("truncated", Self.typed("boolean")),
                    ("next_cursor", Self.typed("string")), ("freshness", Self.typed("object")),
                ])
            ),
            ("required", .strings(["truncated", "freshness"])),
        ])
    }

    /// As the Model Context Protocol lists it: it changes nothing, and reaches nothing but the warehouse.
    var definition: JSONTree {
        .object([
            ("name", .string(name)), ("description", .string(description)), ("inputSchema", inputSchema),
            ("outputSchema", outputSchema),
            (
                "annotations",
                .object([("readOnlyHint", .boolean(true)), ("openWorldHint", .boolean(false))])
            ),
        ])
    }

    private static let row = JSONTree.object([
        ("type", .string("object")), ("properties", .object([("untrusted", typed("object"))])),
    ])

    private static func typed(_ type: String) -> JSONTree { .object([("type", .string(type))]) }
}
