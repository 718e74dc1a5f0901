/// What is found by words, and the device behind a ticket.
enum OpenAPISearch {
    static let search = OpenAPIOperation(
        name: "search", tag: "service",
        summary: "Organisations, companies, devices, contacts and tickets by what a person would type.",
        parameters: [
            OpenAPIParameters.parameter(
                "q", "Words, each of which is somewhere in a row's names, numbers or addresses, whatever the case.",
                text,
                isRequired: true),
            OpenAPIParameters.parameter(
                "limit", "Rows a table.",
                .object([
                    ("type", .string("integer")), ("minimum", .integer(1)), ("maximum", .integer(50)),
                    ("default", .integer(5)),
                ])),
        ] + FreshnessWish.names.map { OpenAPIDocument.reference("parameters", $0) },
        answer: "search_result", errors: ["400", "401", "500", "503"])

    static let ticketDevice = OpenAPIOperation(
        name: "get_ticket_device", tag: "tickets",
        summary: """
            The ticket's configuration item as a device of the RMM; needs the group `devices` too. Takes what \
            `/v1/devices/{id}` takes.
            """,
        parameters: [
            OpenAPIParameters.parameter("id", "The ticket's id.", id, place: "path"),
            OpenAPIDocument.reference("parameters", "deleted"), OpenAPIDocument.reference("parameters", "as_of"),
        ] + FreshnessWish.names.map { OpenAPIDocument.reference("parameters", $0) },
        answer: "devices_single", errors: ["400", "401", "403", "404", "410", "500", "503"])

    private static let text = JSONTree.object([("type", .string("string"))])
    private static let optional = JSONTree.object([("type", .strings(["string", "null"]))])
    private static let id = JSONTree.object([("type", .string("string")), ("format", .string("uuid"))])

    static let schemas: [(String, JSONTree)] = [
        (
            "search_result",
            OpenAPIComponents.object([
                ("data", list(OpenAPIComponents.reference("search_found"))), ("searched", list(text)),
                ("freshness", OpenAPIComponents.reference("freshness")),
            ])
        ),
        (
            "search_found",
            OpenAPIComponents.object([
                ("table", choice(SearchAnswers.places.map(\.table))), ("id", id), ("name", optional),
                ("detail", optional), ("match", choice(["exact", "prefix", "within"])),
            ])
        ),
    ]

    private static func list(_ items: JSONTree) -> JSONTree {
        .object([("type", .string("array")), ("items", items)])
    }

    private static func choice(_ values: [String]) -> JSONTree {
        .object([("type", .string("string")), ("enum", .strings(values))])
    }
}
