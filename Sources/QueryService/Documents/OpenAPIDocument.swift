import HTTPTypes
import Inventory

/// The OpenAPI 3.1 document, made from the routes and the tables' declarations: what is served is what is documented.
struct OpenAPIDocument: Sendable {
    let routes: [Route]
    let version: String

    var json: JSONTree {
        .object([
            ("openapi", .string("3.1.0")),
            (
                "info",
                .object([
                    ("title", .string("Quartermaster query service")), ("version", .string(version)),
                    ("description", .string(Self.description)),
                ])
            ),
            ("servers", .array([.object([("url", .string("/"))])])),
            ("security", .array([.object([("key", .array([]))])])),
            ("tags", .array(tags)),
            ("paths", paths),
            ("components", OpenAPIComponents(resources: resources).json),
        ])
    }

    /// Each address once, with its methods.
    private var paths: JSONTree {
        let methods = Dictionary(grouping: routes, by: \.path)
        var met: Set<String> = []
        return .object(
            routes.filter { met.insert($0.path).inserted }.map { first in
                let operations = (methods[first.path] ?? []).map { ($0.method.rawValue.lowercased(), operation($0)) }
                return (first.path, .object(operations))
            })
    }

    private var resources: [Resource] {
        routes.compactMap { route in
            if case .list(let resource) = route.document { resource } else { nil }
        }
    }

    private var tags: [JSONTree] {
        resources.map { .object([("name", .string($0.name)), ("description", .string($0.meaning))]) }
            + [.object([("name", .string("service")), ("description", .string("The service and its state."))])]
    }

    private func operation(_ route: Route) -> JSONTree {
        switch route.document {
        case .list(let resource): list(resource)
        case .single(let resource): single(resource)
        case .summary(let resource): summary(resource)
        case .plain(let summary): plain(summary, route)
        case .operation(let operation): operation.json(route.admission)
        }
    }

    private func list(_ resource: Resource) -> JSONTree {
        .object([
            ("operationId", .string("list_\(resource.name)")), ("tags", .strings([resource.name])),
            ("summary", .string(resource.meaning)),
            ("description", .string("Needs the permission group `\(resource.group.rawValue)`.")),
            ("parameters", .array(OpenAPIParameters(resource: resource).list)),
            (
                "responses",
                responses(
                    ok: "\(resource.name)_list", lines: resource.name,
                    errors: ["400", "401", "403", "406"] + (resource.isFeed || resource.hasHistory ? ["410"] : []) + [
                        "500", "503",
                    ])
            ),
            ("x-permission-group", .string(resource.group.rawValue)),
        ])
    }

    private func summary(_ resource: Resource) -> JSONTree {
        .object([
            ("operationId", .string("summarise_\(resource.name)")), ("tags", .strings([resource.name])),
            ("summary", .string("How many of \(resource.name) there are, by the values of fields; the most first.")),
            ("description", .string("Needs the permission group `\(resource.group.rawValue)`.")),
            ("parameters", .array(OpenAPIParameters(resource: resource).summary)),
            (
                "responses",
                responses(
                    ok: "\(resource.name)_summary",
                    errors: ["400", "401", "403"] + (resource.hasHistory ? ["410"] : []) + ["500", "503"])
            ),
            ("x-permission-group", .string(resource.group.rawValue)),
        ])
    }

    private func single(_ resource: Resource) -> JSONTree {
        .object([
            ("operationId", .string("get_\(resource.name)")), ("tags", .strings([resource.name])),
            ("summary", .string("One of \(resource.name) by its id.")),
            ("description", .string("Needs the permission group `\(resource.group.rawValue)`.")),
            ("parameters", .array(OpenAPIParameters(resource: resource).single)),
            (
                "responses",
                responses(
                    ok: "\(resource.name)_single",
                    errors: ["400", "401", "403", "404"] + (resource.hasHistory ? ["410"] : []) + ["500", "503"])
            ),
            ("x-permission-group", .string(resource.group.rawValue)),
        ])
    }

    private func plain(_ summary: String, _ route: Route) -> JSONTree {
        let type = route.path == "/" ? "text/html" : "application/json"
        let schema = JSONTree.object([("type", .string(route.path == "/" ? "string" : "object"))])
        let ok = JSONTree.object([
            ("description", .string(summary)),
            ("content", .object([(type, .object([("schema", schema)]))])),
        ])
        let errors = route.admission == .open ? ["500", "503"] : ["400", "401", "429", "500", "503"]
        var members: [(String, JSONTree)] = [
            ("operationId", .string(Self.name(of: route.path))), ("tags", .strings(["service"])),
            ("summary", .string(summary)),
            ("responses", .object([("200", ok)] + errors.map { ($0, Self.reference("responses", "problem_\($0)")) })),
        ]
        if route.admission == .open { members.append(("security", .array([]))) }
        return .object(members)
    }

    /// `lines`: the schema of one line, where the answer may be lines.
    private func responses(ok: String, lines: String? = nil, errors: [String]) -> JSONTree {
        let schema = JSONTree.object([("schema", Self.reference("schemas", ok))])
        let answer = JSONTree.object(
            [
                ("description", .string("What was asked for.")),
                ("content", .object([("application/json", schema)] + (lines.map(OpenAPILines.content) ?? []))),
            ] + (lines == nil ? [] : [("headers", OpenAPILines.headers)]))
        return .object(
            [("200", answer), ("304", Self.unchanged)]
                + (errors + ["429"]).map { ($0, Self.reference("responses", "problem_\($0)")) })
    }

    /// What is answered to an `If-None-Match` that names the answer's `ETag`.
    private static let unchanged = JSONTree.object([("description", .string("Still as the `ETag` that was sent."))])

    private static func name(of path: String) -> String {
        let words = path.split { "/.".contains($0) }.filter { $0 != "v1" }
        return words.isEmpty ? "front_page" : words.joined(separator: "_")
    }

    static func reference(_ kind: String, _ name: String) -> JSONTree {
        .object([("$ref", .string("#/components/\(kind)/\(name)"))])
    }

    private static let description = """
        Every list takes `field=value` and `field[op]=value` for its fields; `sort=-a,b`, where unknown values come last in \
        either direction; `fields=a,b`; `limit`, `cursor` and `count`. `ne` holds for unknown values too. `like` takes `%` \
        and `_`, whatever the case; without `%` the value is looked for anywhere. Of a list column (`tags`), `eq` asks \
        whether it holds the value. `page.next_cursor` is null only when this page is proved the last. \
        `freshness.as_of` is when the source read last was read, `freshness.oldest` when the one read longest ago was: all \
        of the answer is at least as new; it is null when a source has never been read. `freshness.stale` is true when a \
        source is older than twice its period, was never read, fails, is held or blocked, or when there is no source. A \
        vendor that cannot fill the table is a source with the state `not_available`. Columns of a permission group that the \
        key lacks are left out; asking for one by name is a 403 that names the group. A list is answered as \
        `application/x-ndjson` or `text/csv` where `Accept` asks for that: without `limit` all of it from `cursor` on, \
        streamed, and cut off without the body's end where it cannot be told whole.
        """
}
