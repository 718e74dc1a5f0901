import Inventory

/// A bulk record's cells as text: its device, what each dictionary would hold, and what stands in the row.
struct BulkTexts: Sendable {
    let device: String
    /// What each dictionary is asked for, as one text.
    let books: [String]
    let own: [String?]

    private static let separator = "\u{1F}"
    private static let null = "\u{1E}"

    init(_ record: SourceRecord, _ shape: BulkShape) throws(CellText.Refusal) {
        guard case .text(let device) = record.values[shape.devicePlace], !device.isEmpty else {
            throw CellText.Refusal(reason: "a record without its device's id")
        }
        self.device = CellText.withoutNull(device)
        var books: [String] = []
        for book in shape.books {
            var text = ""
            if book.holdsSourceKey {
                text += shape.sourceKey(record, device: device).map(CellText.withoutNull) ?? Self.null
                text += Self.separator
            }
            for (place, column) in book.columns {
                text += try CellText.text(record.values[place], in: column) ?? Self.null
                text += Self.separator
            }
            books.append(text)
        }
        self.books = books
        var own: [String?] = []
        for (place, column) in shape.own { own.append(try Self.own(record.values[place], column)) }
        self.own = own
    }

    /// Times as microseconds, see ``BulkSQL``.
    private static func own(_ value: Value, _ column: ColumnDescription) throws(CellText.Refusal) -> String? {
        guard case .timestamp(let moment) = value else { return try CellText.text(value, in: column) }
        _ = try CellText.timestamp(moment)
        return String(moment.microseconds)
    }

    /// What a dictionary would hold of the record, cell by cell.
    func cells(_ book: BulkShape.Book, _ record: SourceRecord, _ shape: BulkShape) -> [String?] {
        let key = book.holdsSourceKey ? [shape.sourceKey(record, device: device).map(CellText.withoutNull)] : []
        return key + book.columns.map { place, column in try? CellText.text(record.values[place], in: column) }
    }
}
