/// A report's rows as RFC 4180 has them: every column, a header, lines that end in CR LF.
public enum ReportCSV {
    public static func text(_ result: ReportResult) -> String {
        let header = result.report.columns.map(\.name).joined(separator: ",")
        let lines = result.rows.map { cells in
            zip(result.report.columns, cells).map { field($1, $0.kind) }.joined(separator: ",")
        }
        return ([header] + lines).joined(separator: "\r\n") + "\r\n"
    }

    private static func field(_ value: String?, _ kind: ReportKind) -> String {
        guard let value else { return "" }
        var text =
            switch kind {
            case .time: ReportText.moment(value)
            case .boolean: value == "t" ? "true" : "false"
            default: value
            }
        // A spreadsheet would take it for a formula.
        if !kind.isNumber, let first = text.first, "=+-@\t\r".contains(first) { text = "'" + text }
        guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
