extension SetRows {
    /// The rows one by one as records, as every other entity has them.
    public var records: [SourceRecord] {
        var cells: [Cell] = []
        return starts.indices.map { row in
            read(row, into: &cells)
            let values = zip(cells.dropFirst(), entity.columns).map { value($0, $1) }
            return SourceRecord(externalID: externalID(cells), isDeleted: isDeleted(row), values: values)
        }
    }

    private func value(_ cell: Cell, _ column: ColumnDescription) -> Value {
        switch (cell.kind, column.type) {
        case (.null, _): .null
        case (.number, .date): .date(CalendarDate(days: Int32(clamping: cell.number)))
        case (.number, .timestamptz): .timestamp(Timestamp(microseconds: cell.number))
        case (.number, _): .integer(cell.number)
        case (.text, _): .text(text(cell) ?? "")
        }
    }

    /// A row's id at the vendor: its device's, a colon, and its source key, or the name, a colon and the version.
    public func externalID(_ cells: [Cell]) -> String {
        let device = column("device_external_id", cells) ?? ""
        let key = text(cells[0]) ?? "\(column("name", cells) ?? ""):\(column("version", cells) ?? "")"
        return "\(device):\(key)"
    }

    private func column(_ name: String, _ cells: [Cell]) -> String? {
        entity.columns.firstIndex { $0.name == name }.flatMap { text(cells[$0 + 1]) }
    }
}
