/// One thing read again.
enum OpenAPIRefresh {
    static func refresh(_ resource: Resource) -> OpenAPIOperation {
        OpenAPIOperation(
            name: "refresh_\(resource.name)", tag: resource.name,
            summary: """
                Reads one of \(resource.name) again from its vendor, within the budget, and answers it; 202 where that takes \
                longer than `wait`, with the row as it is.
                """,
            parameters: [
                OpenAPIParameters.parameter("id", "The row's id.", text("uuid"), place: "path"),
                OpenAPIParameters.parameter("wait", "The seconds that are waited for it.", seconds),
            ], answer: "\(resource.name)_refreshed", errors: ["400", "401", "403", "404", "409", "413", "500", "503"],
            others: [JSONTree.Member(name: "202", value: later(resource))])
    }

    private static let seconds = JSONTree.object([
        ("type", .string("integer")), ("minimum", .integer(0)),
        ("maximum", .integer(Int64(FreshnessWish.longestWait))),
        ("default", .integer(Int64(FreshnessWish.longestWait))),
    ])

    private static func later(_ resource: Resource) -> JSONTree {
        let schema = JSONTree.object([("schema", OpenAPIComponents.reference("\(resource.name)_refreshed"))])
        return .object([
            ("description", .string("It is being read; the row is as it was.")),
            ("content", .object([("application/json", schema)])),
        ])
    }

    static let schemas: [(String, JSONTree)] =
        RefreshAnswers.tables.map { table in
            (
                "\(table)_refreshed",
                OpenAPIComponents.object([
                    ("data", OpenAPIComponents.reference(table)), ("refresh", OpenAPIComponents.reference("refresh")),
                    ("freshness", OpenAPIComponents.reference("freshness")),
                ])
            )
        } + [
            (
                "refresh",
                OpenAPIComponents.object([
                    ("run", text("uuid")), ("state", text()), ("reason", text(isNullable: true)),
                    ("read_at", text("date-time", isNullable: true)),
                ])
            )
        ]

    private static func text(_ format: String? = nil, isNullable: Bool = false) -> JSONTree {
        let type: JSONTree = isNullable ? .strings(["string", "null"]) : .string("string")
        return .object([("type", type)] + (format.map { [("format", .string($0))] } ?? []))
    }
}
