/// A report as lines for a terminal: its question, the numbers, the rows in columns that fit, and what stands below each.
public struct ReportTable {
    private static let gap = 2
    /// A text column is not cut below so many characters.
    private static let least = 8

    private let result: ReportResult
    private let width: Int
    private let shown: [Int]

    /// - Parameter width: How many characters a line may have.
    public init(_ result: ReportResult, width: Int) {
        self.result = result
        self.width = max(40, width)
        let columns = result.report.columns
        shown = columns.indices.filter { columns[$0].place == .column }
    }

    /// All of it, without trailing blanks.
    public var text: String {
        var lines = [result.report.title] + Self.wrapped(result.report.question, width: width, indent: 0) + [""]
        lines += totals + [""]
        lines += result.rows.isEmpty ? ["No rows."] : table
        if let next = result.nextOffset { lines.append("… \(result.rowCount - next) more rows") }
        return lines.map { line in String(line.reversed().drop { $0 == " " }.reversed()) }.joined(separator: "\n")
    }

    /// Each number with its meaning.
    private var totals: [String] {
        let values = result.plainTotals
        let most = values.map(\.count).max() ?? 0
        return zip(result.report.totals, values).flatMap { total, value in
            let words = Self.wrapped(total.meaning, width: width - most - Self.gap, indent: 0)
            return words.enumerated().map { index, line in
                Self.padded(index == 0 ? value : "", to: most, right: true) + "  " + line
            }
        }
    }

    private var table: [String] {
        let columns = result.report.columns
        let header = shown.map { columns[$0].name.replacing("_", with: " ") }
        let cells = result.rows.map { row in shown.map { ReportText.plain(row[$0], columns[$0].kind) } }
        let widths = fitted(header, cells)
        let rights = shown.map { columns[$0].kind.isNumber }
        var lines = [
            line(header, widths, rights), widths.map { String(repeating: "─", count: $0) }.joined(separator: "  "),
        ]
        for (row, cells) in zip(result.rows, cells) {
            lines.append(line(cells, widths, rights))
            for words in result.report.below(row) { lines += Self.wrapped(words, width: width, indent: 4) }
        }
        return lines
    }

    /// As wide as their contents, the widest texts made narrower until the line fits.
    private func fitted(_ header: [String], _ cells: [[String]]) -> [Int] {
        var widths = header.indices.map { column in ([header] + cells).map { $0[column].count }.max() ?? 0 }
        let isText = shown.map { !result.report.columns[$0].kind.isNumber && result.report.columns[$0].kind != .date }
        while widths.reduce(0, +) + Self.gap * (widths.count - 1) > width {
            let widest = widths.indices.filter { isText[$0] && widths[$0] > Self.least }.max { widths[$0] < widths[$1] }
            guard let widest else { break }
            widths[widest] -= 1
        }
        return widths
    }

    private func line(_ cells: [String], _ widths: [Int], _ rights: [Bool]) -> String {
        cells.indices.map { Self.padded(Self.cut(cells[$0], to: widths[$0]), to: widths[$0], right: rights[$0]) }
            .joined(separator: "  ")
    }

    private static func cut(_ text: String, to width: Int) -> String {
        text.count > width ? text.prefix(width - 1) + "…" : text
    }

    private static func padded(_ text: String, to width: Int, right: Bool) -> String {
        let blanks = String(repeating: " ", count: max(0, width - text.count))
        return right ? blanks + text : text + blanks
    }

    /// Lines of whole words.
    static func wrapped(_ text: String, width: Int, indent: Int) -> [String] {
        let margin = String(repeating: " ", count: indent)
        var lines: [String] = []
        var line = margin
        for word in text.split(whereSeparator: \.isWhitespace) {
            if line.count > indent, line.count + 1 + word.count > width {
                lines.append(line)
                line = margin
            }
            line += (line.count > indent ? " " : "") + word
        }
        return lines + [line]
    }
}
