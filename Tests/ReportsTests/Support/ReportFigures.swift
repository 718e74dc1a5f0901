import Inventory

@testable import Reports

/// What tests ask of a result.
extension ReportResult {
    /// A total as a whole number; -1 where there is none.
    func number(_ total: String) -> Int { self.total(total).flatMap { Int($0) } ?? -1 }

    /// The texts of a column, without its nulls.
    func texts(_ column: String) -> [String] { self.column(column).compactMap { $0 } }

    /// How many rows each value of a column has.
    func counts(_ column: String) -> [String: Int] { texts(column).counted }

    /// A cell of a row by its column.
    func cell(_ row: [String?], _ column: String) -> String? {
        report.columns.firstIndex { $0.name == column }.flatMap { row[$0] }
    }
}

extension [String] {
    /// How often each is there.
    var counted: [String: Int] { reduce(into: [:]) { counts, text in counts[text, default: 0] += 1 } }
}

extension CalendarDate {
    var tomorrow: CalendarDate { CalendarDate(days: days + 1) }
}
