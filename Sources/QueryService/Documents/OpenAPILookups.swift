/// What is asked of names, and what is answered.
enum OpenAPILookups {
    static let resolve = OpenAPIOperation(
        name: "resolve_lookup", tag: "lookups",
        summary: "The PSA's id of a name, for whoever is about to write with it; never a guess.",
        parameters: [
            OpenAPIParameters.parameter(
                "kind", "What the name is of: `ticket_status`, `ticket_queue`, `member`.",
                OpenAPIBody.text(), isRequired: true),
            OpenAPIParameters.parameter(
                "name", "As people see it; letter case and white space do not count.", text, isRequired: true),
            OpenAPIParameters.parameter(
                "parent", "The name or external id of what it belongs to (a status's board), where names repeat.", text),
            OpenAPIParameters.parameter(
                "connection", "The connection's name, where several PSAs are connected.",
                OpenAPIBody.text()),
        ], answer: "lookup_resolved", errors: ["400", "401", "403", "404", "409", "500", "503"])

    private static let text = JSONTree.object([("type", .string("string"))])
    private static let optional = JSONTree.object([("type", .strings(["string", "null"]))])

    static let schemas: [(String, JSONTree)] = [
        (
            "lookup_resolved",
            OpenAPIComponents.object([
                ("data", OpenAPIComponents.reference("lookup_name")),
                ("freshness", OpenAPIComponents.reference("freshness")),
            ])
        ),
        (
            "lookup_name",
            OpenAPIComponents.object([
                ("id", .object([("type", .string("string")), ("format", .string("uuid"))])), ("connection", text),
                ("kind", text), ("name", text), ("external_id", text), ("vendor_id", text),
                ("parent_external_id", optional), ("parent_name", optional),
            ])
        ),
    ]
}
