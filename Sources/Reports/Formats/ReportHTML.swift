/// A report as one self-contained page: its numbers, a chart as inline SVG, and the rows that explain them. It loads nothing
/// and runs nothing.
public enum ReportHTML {
    public static func page(_ result: ReportResult, freshness: String) -> String {
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>\(escaped(result.report.title))</title><style>\(style)</style></head><body>
        \(section(result))
        <footer>\(escaped(freshness))</footer>
        </body></html>

        """
    }

    /// A pack as one page, with its results in the order of its parts.
    public static func page(
        _ pack: ReportPack, _ title: String, _ subtitle: String, _ results: [ReportResult], freshness: String
    ) -> String {
        let parts = zip(pack.parts, results)
        let contents = parts.map { "<li>\(escaped($0.title ?? $1.report.title))</li>" }.joined()
        return """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>\(escaped(title))</title><style>\(style)</style></head><body>
            <section><h1>\(escaped(title))</h1><p>\(escaped(subtitle))</p><ol>\(contents)</ol></section>
            \(parts.map { section($1, of: $0) }.joined(separator: "\n"))
            <footer>\(escaped(freshness))</footer>
            </body></html>

            """
    }

    /// The report without the page around it.
    static func section(_ result: ReportResult, of part: ReportPack.Part? = nil) -> String {
        let hidden = part == nil ? [] : ReportPack.hidden
        return """
            <section><h1>\(escaped(part?.title ?? result.report.title))</h1>
            <p>\(escaped(part?.question ?? result.report.question))</p>
            <dl>\(numbers(result, hiding: hidden))</dl>
            \(ReportChart(result).svg)
            \(rows(result, hiding: hidden))</section>
            """
    }

    private static func numbers(_ result: ReportResult, hiding hidden: Set<String>) -> String {
        zip(result.report.totals, result.plainTotals).filter { !hidden.contains($0.0.name) }.map { total, value in
            "<div><dd>\(escaped(value))</dd><dt>\(escaped(total.meaning))</dt></div>"
        }.joined()
    }

    private static func rows(_ result: ReportResult, hiding hidden: Set<String>) -> String {
        let columns = result.report.columns
        let shown = columns.indices.filter { columns[$0].place == .column && !hidden.contains(columns[$0].name) }
        guard !result.rows.isEmpty else { return "<p>No rows.</p>" }
        let header = shown.map { place in
            let kind = columns[place].kind
            return "<th title=\"\(escaped(columns[place].meaning))\"\(kind.isNumber ? " class=n" : "")>"
                + "\(escaped(columns[place].name.replacing("_", with: " ")))</th>"
        }
        let lines = result.rows.map { row in
            let cells = shown.map { cell(row[$0], columns[$0].kind) }.joined()
            return "<tbody><tr>\(cells)</tr>\(behind(row, result.report, width: shown.count, hidden))</tbody>"
        }
        let more = result.nextOffset.map { "<p>\(result.rowCount - $0) more rows.</p>" } ?? ""
        return """
            <table><thead><tr>\(header.joined())</tr></thead>
            \(lines.joined(separator: "\n"))
            </table>\(more)
            """
    }

    /// Words and names stay whole but where one alone would be too wide for the page.
    private static func cell(_ value: String?, _ kind: ReportKind) -> String {
        let text = ReportText.plain(value, kind)
        let longest = text.split(separator: " ").map(\.count).max() ?? 0
        let name = longest == text.count ? " class=d" : ""
        let style =
            switch kind {
            case .integer, .number, .money, .percent, .bytes: " class=n"
            case .date, .time: " class=d"
            case .text, .boolean, .id, .list, .json: longest > 24 ? " class=w" : name
            }
        return "<td\(style)>\(escaped(text))</td>"
    }

    /// What stands below a row, over its whole width: why it is there, and the machines that its number counts.
    private static func behind(_ row: [String?], _ report: Report, width: Int, _ hidden: Set<String>) -> String {
        let devices = report.columns.firstIndex { $0.name == "devices" }.flatMap { row[$0] }
        let names = devices.map(ReportText.hostnames) ?? []
        return (report.below(row, hiding: hidden) + (names.isEmpty ? [] : [names.joined(separator: ", ")]))
            .map { "<tr class=b><td colspan=\(width)>\(escaped($0))</td></tr>" }.joined()
    }

    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }

    private static let style = """
        body{font:14px/1.45 system-ui,sans-serif;color:#1c2430;max-width:70rem;margin:2rem auto;padding:0 1rem}
        h1{font-size:1.5rem;margin:0}p{color:#4a5565}dl{display:flex;flex-wrap:wrap;gap:.8rem;margin:1rem 0}
        dl div{flex:1 1 10rem;border:1px solid #d5dbe3;border-radius:6px;padding:.6rem .8rem}dd{font-size:1.4rem;margin:0}
        dt{color:#4a5565;font-size:.85rem}table{border-collapse:collapse;width:100%;font-size:.85rem}
        th,td{text-align:left;vertical-align:top;padding:.25rem .5rem;border-bottom:1px solid #e3e8ee}td.d{white-space:nowrap}td.w,tr.b td{overflow-wrap:anywhere}
        th{border-bottom:2px solid #9aa7b8}td.n{text-align:right;white-space:nowrap}thead{display:table-header-group}
        section{margin-top:2.5rem}section:first-of-type{margin-top:0}figure{margin:1rem 0}figcaption{color:#4a5565;font-size:.85rem}
        tr.b td{border:0;padding:0 .5rem .3rem 1.5rem;color:#4a5565;font-size:.8rem}tbody{border-bottom:1px solid #e3e8ee}
        tbody td{border:0}th.n{text-align:right}tr,dl div,figure{break-inside:avoid}svg{max-width:100%}footer{margin:2rem 0;color:#4a5565;font-size:.8rem}
        @media print{body{margin:0;max-width:none;font-size:10pt}@page{size:A4;margin:15mm}h1,h1+p,dl{break-after:avoid}dl{break-inside:avoid}}
        """
}
