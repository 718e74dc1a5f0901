import Foundation

/// Bars over a report's rows as inline SVG: how much money, or how many rows, fall to each label.
struct ReportChart {
    private static let most = 12
    private static let bar = 22

    private var bars: [(label: String, value: Double)] = []
    private let measure: String

    init(_ result: ReportResult) {
        let columns = result.report.columns
        let named = result.report.chart ?? []
        let label =
            columns.firstIndex { $0.name == named.first ?? "company" } ?? columns.firstIndex { $0.kind == .text }
        let isMoney: (ReportColumn) -> Bool = { $0.kind == .money && $0.place == .column }
        let value = named.count > 1 ? columns.firstIndex { $0.name == named[1] } : columns.firstIndex(where: isMoney)
        measure = value.map { columns[$0].name.replacing("_", with: " ") } ?? "how many"
        for row in result.rows {
            let amount = value.map { row[$0].flatMap { Double($0) } ?? 0 } ?? 1
            add(amount, to: label.flatMap { row[$0] } ?? "not known")
        }
        // Labels that were asked for stand in their order, clients by what they amount to.
        if named.isEmpty { bars.sort { $0.value > $1.value } }
        bars = Array(bars.filter { $0.value > 0 }.prefix(Self.most))
    }

    private mutating func add(_ amount: Double, to label: String) {
        if let place = bars.firstIndex(where: { $0.label == label }) {
            bars[place].value += amount
        } else {
            bars.append((label, amount))
        }
    }

    /// Empty where there is nothing to compare.
    var svg: String {
        guard bars.count > 1, let greatest = bars.map(\.value).max() else { return "" }
        let lines = bars.enumerated().map { place, bar in line(bar, at: place * Self.bar, share: bar.value / greatest) }
        let height = bars.count * Self.bar + 4
        return """
            <figure><figcaption>\(ReportHTML.escaped(measure))</figcaption>\
            <svg viewBox="0 0 760 \(height)" width="760" height="\(height)" role="img" font-size="12" \
            font-family="system-ui,sans-serif">\(lines.joined())</svg></figure>
            """
    }

    private func line(_ bar: (label: String, value: Double), at y: Int, share: Double) -> String {
        let width = max(1, Int(420 * share))
        let isWhole = bar.value == bar.value.rounded()
        let value = ReportText.plain(String(format: isWhole ? "%.0f" : "%.2f", bar.value), .number)
        return """
            <text x="215" y="\(y + 15)" text-anchor="end">\(ReportHTML.escaped(String(bar.label.prefix(32))))</text>\
            <rect x="222" y="\(y + 3)" width="\(width)" height="16" fill="#3d6ea8"/>\
            <text x="\(228 + width)" y="\(y + 15)">\(value)</text>
            """
    }
}
