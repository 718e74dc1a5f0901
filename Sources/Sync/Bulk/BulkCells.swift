import Connectors
import Inventory

/// A page's rows, and of those that were records which they were.
struct BulkCells: Sendable {
    private(set) var rows: SetRows
    private(set) var rejected: [RejectedRecord] = []
    /// The external id of each row that was a record.
    private var recordIDs: [String] = []

    /// Rows that the connector has made come first, then its records, which a page lists before them.
    init(_ page: Page, _ shape: BulkShape) {
        rows = page.sets ?? SetRows(shape.entity)
        guard page.count > rows.count else { return }
        recordIDs = rows.isEmpty ? [] : rows.records.map(\.externalID)
        for record in page.records.prefix(page.count - rows.count) {
            do throws(CellText.Refusal) {
                try add(record, shape)
                recordIDs.append(record.externalID)
            } catch {
                rows.removeLast()
                rejected.append(RowLoader.rejected(record, error.reason))
            }
        }
    }

    /// A row's id at the vendor.
    func externalID(_ row: Int) -> String {
        if !recordIDs.isEmpty { return recordIDs[row] }
        var cells: [SetRows.Cell] = []
        rows.read(row, into: &cells)
        return rows.externalID(cells)
    }

    /// A row as it is set aside.
    func rejected(_ row: Int, _ reason: String) -> RejectedRecord {
        let id = externalID(row)
        return RejectedRecord(externalID: id.isEmpty ? nil : id, reason: reason, payload: "{}")
    }

    private mutating func add(_ record: SourceRecord, _ shape: BulkShape) throws(CellText.Refusal) {
        rows.begin(isDeleted: record.isDeleted)
        guard case .text(let device) = record.values[shape.devicePlace], !device.isEmpty else {
            throw CellText.Refusal(reason: "a record without its device's id")
        }
        rows.append(shape.sourceKey(record, device: device).map(CellText.withoutNull))
        for (value, column) in zip(record.values, shape.entity.columns) {
            let text = try CellText.text(value, in: column)
            switch (value, column.type) {
            case (.integer(let number), .integer), (.integer(let number), .bigint): rows.append(number: number)
            case (.date(let day), _): rows.append(number: Int64(day.days))
            case (.timestamp(let moment), _): rows.append(number: moment.microseconds)
            default: rows.append(text)
            }
        }
    }
}

extension SetRows {
    /// A cell as PostgreSQL's text, but for times, which travel as microseconds: see ``BulkSQL``.
    func plainText(_ cell: Cell, _ column: ColumnDescription) -> String? {
        switch cell.kind {
        case .null: nil
        case .text: text(cell)
        case .number where column.type == .date: CalendarDate(days: Int32(clamping: cell.number)).iso8601
        case .number: String(cell.number)
        }
    }

    /// A cell as a person reads it.
    func shownText(_ cell: Cell, _ column: ColumnDescription) -> String? {
        cell.kind == .number && column.type == .timestamptz
            ? Timestamp(microseconds: cell.number).iso8601 : plainText(cell, column)
    }
}
