import Reports

/// What is asked of reports, and what is answered.
enum OpenAPIReports {
    static let list = OpenAPIOperation(
        name: "list_reports", tag: "reports",
        summary: "The reports: each with its question, parameters, numbers and columns.", answer: "report_list",
        errors: ["400", "401", "403", "500", "503"])

    static let run = OpenAPIOperation(
        name: "run_report", tag: "reports",
        summary: """
            A report's numbers and the rows behind them. Beside these parameters a report takes its own, as /v1/reports lists \
            them.
            """,
        parameters: [
            OpenAPIParameters.parameter("name", "The report's name.", text, place: "path"),
            OpenAPIParameters.parameter("company", "Only what counts for this company, by its name or id.", text),
            OpenAPIParameters.parameter("on", "The day that ages and ends are counted to; today unless given.", day),
            OpenAPIParameters.parameter(
                "limit", "At most so many rows (\(ReportAnswers.usualLimit)); the numbers count all.",
                number(1, ReportAnswers.greatestLimit)),
            OpenAPIParameters.parameter(
                "offset", "Rows to pass over: `page.next_offset` goes on.", number(0, 10_000_000)),
            OpenAPIParameters.parameter(
                "format", "How the answer is written; csv, ndjson and html hold the rows of the page.",
                .object([("type", .string("string")), ("enum", .strings(ReportAnswers.formats))])),
        ] + FreshnessWish.names.map { OpenAPIDocument.reference("parameters", $0) },
        answer: "report_answer", errors: ["400", "401", "403", "404", "500", "503"])

    private static let text = JSONTree.object([("type", .string("string"))])
    private static let day = JSONTree.object([("type", .string("string")), ("format", .string("date"))])
    private static let whole = JSONTree.object([("type", .string("integer"))])
    private static let anything = JSONTree.object([("type", .string("object"))])
    private static func number(_ least: Int, _ most: Int) -> JSONTree {
        .object([
            ("type", .string("integer")), ("minimum", .integer(Int64(least))), ("maximum", .integer(Int64(most))),
        ])
    }
    private static func list(_ items: JSONTree) -> JSONTree {
        .object([("type", .string("array")), ("items", items)])
    }

    static let schemas: [(String, JSONTree)] = [
        ("report_list", OpenAPIComponents.object([("data", list(OpenAPIComponents.reference("report")))])),
        (
            "report",
            OpenAPIComponents.object([
                ("name", text), ("title", text), ("question", text), ("sources", list(text)),
                ("parameters", list(OpenAPIComponents.reference("report_value"))),
                ("totals", list(OpenAPIComponents.reference("report_value"))),
                ("columns", list(OpenAPIComponents.reference("report_value"))),
            ])
        ),
        (
            "report_value",
            OpenAPIComponents.object(
                [
                    ("name", text),
                    (
                        "kind",
                        .object([
                            ("type", .string("string")), ("enum", .strings(ReportKind.allCases.map(\.rawValue))),
                        ])
                    ),
                    ("default", .object([("description", .string("Of a parameter: what it is unless given."))])),
                    ("meaning", text),
                ], required: ["name", "kind", "meaning"])
        ),
        (
            "report_answer",
            OpenAPIComponents.object([
                ("report", OpenAPIComponents.reference("report")), ("totals", anything), ("data", list(anything)),
                ("page", OpenAPIComponents.reference("report_page")),
                ("freshness", OpenAPIComponents.reference("freshness")),
            ])
        ),
        (
            "report_page",
            OpenAPIComponents.object([
                ("limit", whole), ("offset", whole), ("total", whole),
                ("next_offset", .object([("type", .strings(["integer", "null"]))])),
            ])
        ),
    ]
}
