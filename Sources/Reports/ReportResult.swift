/// A report's answer: the numbers, and the rows behind them.
public struct ReportResult: Sendable {
    public let report: Report
    /// How many rows there are, with those that were not asked for.
    public let rowCount: Int
    /// One for each of the report's totals, in PostgreSQL's text format.
    public let totals: [String?]
    /// One for each of the report's columns, in PostgreSQL's text format.
    public let rows: [[String?]]
    public let limit: Int
    public let offset: Int

    /// Where the rows go on that were not asked for.
    public var nextOffset: Int? { offset + rows.count < rowCount ? offset + rows.count : nil }

    /// What its sums of money are in; nil: no row says it, or rows are in several.
    public var currency: String? {
        let currencies = Set(column("currency").compactMap { $0 })
        return currencies.count == 1 ? currencies.first : nil
    }

    /// The totals as people read them, sums with their currency.
    var plainTotals: [String] {
        let unit = currency.map { " " + $0 } ?? ""
        return zip(report.totals, totals).map { total, value in
            ReportText.plain(value ?? "0", total.kind) + (total.kind == .money ? unit : "")
        }
    }

    /// A total by its name.
    public func total(_ name: String) -> String? {
        report.totals.firstIndex { $0.name == name }.flatMap { totals[$0] }
    }

    /// The values of a column by its name.
    public func column(_ name: String) -> [String?] {
        guard let place = report.columns.firstIndex(where: { $0.name == name }) else { return [] }
        return rows.map { $0[place] }
    }

    /// The same without some columns, wherever the report has them.
    public func leavingOut(_ names: Set<String>) -> ReportResult {
        let places = report.columns.indices.filter { !names.contains(report.columns[$0].name) }
        guard places.count < report.columns.count else { return self }
        return ReportResult(
            report: report.showing(places.map { report.columns[$0] }), rowCount: rowCount, totals: totals,
            rows: rows.map { row in places.map { row[$0] } }, limit: limit, offset: offset)
    }
}
