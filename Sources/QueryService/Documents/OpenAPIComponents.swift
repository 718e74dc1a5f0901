import Inventory

/// The schemas, shared parameters and errors of the document.
struct OpenAPIComponents: Sendable {
    let resources: [Resource]

    var json: JSONTree {
        .object([
            (
                "securitySchemes",
                .object([("key", .object([("type", .string("http")), ("scheme", .string("bearer"))]))])
            ),
            (
                "schemas",
                .object(
                    resources.flatMap(schemas) + Self.shared + OpenAPISyncs.schemas + OpenAPILookups.schemas
                        + OpenAPITools.schemas + OpenAPISearch.schemas + OpenAPIMatches.schemas + OpenAPIReports.schemas
                        + OpenAPIOwnWords.schemas + OpenAPIRefresh.schemas
                )
            ),
            ("parameters", .object(Self.parameters)),
            ("responses", .object(Self.problems)),
        ])
    }

    private func schemas(_ resource: Resource) -> [(String, JSONTree)] {
        let others = resource.includes.map { include in
            let one = [Self.reference(include.table), JSONTree.object([("type", .string("null"))])]
            return (include.name, JSONTree.object([("anyOf", .array(one))]))
        }
        let row = Self.object(resource.fields.map { ($0.name, Self.schema(of: $0)) } + others, required: [])
        let own = Self.reference(resource.name)
        let freshness = Self.reference("freshness")
        let rows = JSONTree.object([("type", .string("array")), ("items", own)])
        let page = Self.reference(resource.isFeed ? "feed_page" : "page")
        let shown = [("data", rows), ("page", page)] + (resource.hasFreshness ? [("freshness", freshness)] : [])
        let past = resource.hasHistory ? [("history", Self.reference("history"))] : []
        let list = Self.object(shown + past, required: shown.map(\.0))
        let summary = self.summary(resource, freshness, past)
        guard resource.hasSingleRead else { return [(resource.name, row), ("\(resource.name)_list", list), summary] }
        let single = Self.object([("data", own), ("freshness", freshness)] + past, required: ["data", "freshness"])
        return [(resource.name, row), ("\(resource.name)_list", list), summary, ("\(resource.name)_single", single)]
    }

    private func summary(
        _ resource: Resource, _ freshness: JSONTree, _ past: [(String, JSONTree)]
    ) -> (String, JSONTree) {
        let count = JSONTree.object([("type", .string("integer")), ("format", .string("int64"))])
        let values = resource.fields.filter(\.isSortable).map { ($0.name, Self.schema(of: $0)) }
        let group = Self.object(values + [("count", count)], required: ["count"])
        let shown =
            [
                ("data", JSONTree.object([("type", .string("array")), ("items", group)])), ("total", count),
                ("truncated", .object([("type", .string("boolean"))])),
            ] + (resource.hasFreshness ? [("freshness", freshness)] : [])
        return ("\(resource.name)_summary", Self.object(shown + past, required: shown.map(\.0)))
    }

    /// A column's schema; of a list column, for a filter, that of one element.
    static func schema(of field: Field, isElement: Bool = false) -> JSONTree {
        var members = field.type.schema
        if let element = field.type.element, !isElement {
            members = [("type", .string("array")), ("items", .object([("type", .string("string"))]))]
            if element == "text" { members.append(("description", .string("\(field.meaning)"))) }
        }
        if field.isNullable, !isElement, case .string(let type)? = members.first?.1 {
            members[0].1 = .strings([type, "null"])
        }
        if let allowed = field.allowed {
            members.append(
                ("enum", .array(allowed.map { .string($0) } + (field.isNullable && !isElement ? [.null] : []))))
        }
        if !isElement, !members.contains(where: { $0.0 == "description" }) {
            members.append(("description", .string(field.meaning)))
        }
        if let group = field.group { members.append(("x-permission-group", .string(group.rawValue))) }
        return .object(members)
    }

    static func reference(_ name: String) -> JSONTree { OpenAPIDocument.reference("schemas", name) }

    static func object(_ properties: [(String, JSONTree)], required: [String]? = nil) -> JSONTree {
        let required = required ?? properties.map(\.0)
        var members: [(String, JSONTree)] = [("type", .string("object")), ("properties", .object(properties))]
        if !required.isEmpty { members.append(("required", .strings(required))) }
        return .object(members)
    }
}

extension ColumnType {
    /// Type and format, as JSON Schema names them.
    fileprivate var schema: [(String, JSONTree)] {
        func typed(_ type: String, _ format: String? = nil) -> [(String, JSONTree)] {
            [("type", .string(type))] + (format.map { [("format", .string($0))] } ?? [])
        }
        return switch self {
        case .text, .textArray, .inet, .inetArray, .macaddr, .macArray: typed("string")
        case .integer: typed("integer", "int32")
        case .bigint: typed("integer", "int64")
        case .numeric, .money: typed("number")
        case .boolean: typed("boolean")
        case .timestamptz: typed("string", "date-time")
        case .date: typed("string", "date")
        case .uuid: typed("string", "uuid")
        case .jsonb: typed("object")
        }
    }
}
