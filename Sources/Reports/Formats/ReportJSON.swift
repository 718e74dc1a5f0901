/// A report and its answers as JSON.
public enum ReportJSON {
    /// One row as an object, its columns in order.
    public static func row(_ cells: [String?], of report: Report) -> String {
        object(zip(report.columns, cells).map { ($0.name, ReportText.json($1, $0.kind)) })
    }

    /// The totals as one object.
    public static func totals(_ result: ReportResult) -> String {
        object(zip(result.report.totals, result.totals).map { ($0.name, ReportText.json($1, $0.kind)) })
    }

    /// What the report is: its question, parameters, totals and columns.
    public static func description(_ report: Report) -> String {
        object([
            ("name", ReportText.quoted(report.name)), ("title", ReportText.quoted(report.title)),
            ("question", ReportText.quoted(report.question)), ("sources", array(report.sources.map(ReportText.quoted))),
            (
                "parameters",
                array(
                    report.parameters.map { parameter in
                        object([
                            ("name", ReportText.quoted(parameter.name)),
                            ("kind", ReportText.quoted(parameter.kind.rawValue)),
                            ("default", ReportText.json(parameter.standard, parameter.kind)),
                            ("meaning", ReportText.quoted(parameter.meaning)),
                        ])
                    })
            ),
            ("totals", array(report.totals.map { described($0.name, $0.kind, $0.meaning) })),
            ("columns", array(report.columns.map { described($0.name, $0.kind, $0.meaning) })),
        ])
    }

    /// The whole answer; `freshness` is JSON already.
    public static func answer(_ result: ReportResult, freshness: String) -> String {
        object([
            ("report", description(result.report)), ("totals", totals(result)),
            ("data", "[" + result.rows.map { row($0, of: result.report) }.joined(separator: ",\n") + "]"),
            (
                "page",
                object([
                    ("limit", "\(result.limit)"), ("offset", "\(result.offset)"), ("total", "\(result.rowCount)"),
                    ("next_offset", result.nextOffset.map { "\($0)" } ?? "null"),
                ])
            ),
            ("freshness", freshness),
        ])
    }

    static func object(_ members: [(String, String)]) -> String {
        "{" + members.map { "\(ReportText.quoted($0.0)):\($0.1)" }.joined(separator: ",") + "}"
    }

    static func array(_ items: [String]) -> String { "[" + items.joined(separator: ",") + "]" }

    private static func described(_ name: String, _ kind: ReportKind, _ meaning: String) -> String {
        object([
            ("name", ReportText.quoted(name)), ("kind", ReportText.quoted(kind.rawValue)),
            ("meaning", ReportText.quoted(meaning)),
        ])
    }
}
