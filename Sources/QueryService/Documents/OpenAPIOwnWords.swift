import Reports

/// What a tenant says to its reports, and what it has said.
enum OpenAPIOwnWords {
    static let overrides = OpenAPIOperation(
        name: "list_report_overrides", tag: "reports",
        summary: "A tenant's own support ends, software classes and prices: for all companies (company null) or one.",
        answer: "report_overrides", errors: reading)

    static let override = OpenAPIOperation(
        name: "set_report_override", tag: "reports",
        summary: "Says when support ends, of which class titles are, or what a remedy costs, in place of the program.",
        body: "report_override_wish", answer: "said", errors: writing)

    static let clear = OpenAPIOperation(
        name: "clear_report_override", tag: "reports", summary: "Takes it back: the program's files hold again.",
        body: "report_override_id", answer: "said", errors: writing)

    static let findings = OpenAPIOperation(
        name: "list_report_findings", tag: "reports",
        summary: "What became of upsell opportunities, and by whose word.",
        answer: "report_findings", errors: reading)

    static let mark = OpenAPIOperation(
        name: "mark_report_finding", tag: "reports",
        summary: "Says what became of an upsell opportunity; open forgets it.",
        body: "report_mark", answer: "said", errors: writing)

    static let measures = OpenAPIOperation(
        name: "list_product_measures", tag: "reports",
        summary: "The products with agreement lines in force, and what they count; those that nobody confirmed first.",
        answer: "product_measures", errors: reading)

    static let confirm = OpenAPIOperation(
        name: "confirm_product_measure", tag: "reports", summary: "Says what the products of that name count.",
        body: "product_measure_wish", answer: "said", errors: writing)

    static let export = OpenAPIOperation(
        name: "export_product_measures", tag: "reports",
        summary: "All that is confirmed, in terms that outlive the rows: to be imported when a PSA is replaced.",
        answer: "saved_measures", errors: reading)

    static let load = OpenAPIOperation(
        name: "import_product_measures", tag: "reports",
        summary: "Puts exported measures in force; what is not there, or is one of several of its name, is listed.",
        body: "measure_import", answer: "measures_imported", errors: writing)

    private static let reading = ["400", "401", "403", "500", "503"]
    private static let writing = ["400", "401", "403", "404", "413", "500", "503"]
    private static let text = JSONTree.object([("type", .string("string"))])
    private static let optional = JSONTree.object([("type", .strings(["string", "null"]))])
    private static let id = JSONTree.object([("type", .string("string")), ("format", .string("uuid"))])
    private static let whole = JSONTree.object([("type", .string("integer"))])

    private static func list(_ name: String) -> JSONTree {
        .object([("type", .string("array")), ("items", OpenAPIComponents.reference(name))])
    }
    private static func data(_ schema: JSONTree) -> JSONTree { OpenAPIComponents.object([("data", schema)]) }

    static let schemas: [(String, JSONTree)] =
        OpenAPIWishes.schemas + [
            ("said", data(.object([("type", .string("object"))]))),
            ("report_overrides", data(list("report_override"))),
            (
                "report_override",
                OpenAPIComponents.object(
                    [
                        ("id", id), ("kind", text), ("subject", text), ("category", optional), ("value", text),
                        ("currency", optional), ("company_id", optional), ("company", optional), ("reason", optional),
                        ("decided_by", text), ("decided_at", text),
                    ], required: ["id", "kind", "subject", "value", "decided_by", "decided_at"])
            ),
            ("report_findings", data(list("report_finding"))),
            (
                "report_finding",
                OpenAPIComponents.object(
                    [
                        ("key", text), ("state", text), ("until", optional), ("reason", optional), ("company_id", id),
                        ("company", optional), ("decided_by", text), ("decided_at", text),
                    ], required: ["key", "state", "company_id", "decided_by", "decided_at"])
            ),
            ("product_measures", data(list("product_measure"))),
            (
                "product_measure",
                OpenAPIComponents.object(
                    [
                        ("id", id), ("product", text), ("confirmed", optional), ("suggested", optional),
                        ("lines", whole),
                    ], required: ["id", "product", "lines"])
            ),
            ("saved_measures", data(list("saved_measure"))),
            (
                "measures_imported",
                data(OpenAPIComponents.object([("imported", whole), ("unresolved", list("saved_measure"))]))
            ),
            (
                "saved_measure",
                OpenAPIBody.object(
                    [
                        ("product", text), ("connection", id), ("connection_name", text), ("vendor", text),
                        ("external_id", text), ("measure", text), ("category", text), ("decided_by", text),
                        ("decided_at", text),
                    ], required: ["connection", "connection_name", "vendor", "external_id", "measure"])
            ),
        ]
}
