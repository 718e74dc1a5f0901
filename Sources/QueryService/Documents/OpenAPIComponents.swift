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
                        + OpenAPITools.schemas)
            ),
            ("parameters", .object(Self.parameters)),
            ("responses", .object(Self.problems)),
        ])
    }

    private func schemas(_ resource: Resource) -> [(String, JSONTree)] {
        let row = Self.object(resource.fields.map { ($0.name, Self.schema(of: $0)) }, required: [])
        let own = Self.reference(resource.name)
        let freshness = Self.reference("freshness")
        let rows = JSONTree.object([("type", .string("array")), ("items", own)])
        let page = Self.reference(resource.isFeed ? "feed_page" : "page")
        let shown = [("data", rows), ("page", page)] + (resource.hasFreshness ? [("freshness", freshness)] : [])
        let past = resource.hasHistory ? [("history", Self.reference("history"))] : []
        let list = Self.object(shown + past, required: shown.map(\.0))
        guard resource.hasSingleRead else { return [(resource.name, row), ("\(resource.name)_list", list)] }
        let single = Self.object([("data", own), ("freshness", freshness)] + past, required: ["data", "freshness"])
        return [(resource.name, row), ("\(resource.name)_list", list), ("\(resource.name)_single", single)]
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
