import Connectors
import Inventory

/// What is to be done about a bulk page: the comparing itself, without I/O.
package struct BulkComparison: Sendable {
    package private(set) var new: [BulkRow] = []
    package private(set) var changed: [(row: BulkRow, before: [String?])] = []
    private(set) var gone: [BulkKey] = []
    private(set) var seen: [UInt64] = []

    package init(_ incoming: [BulkRow], stored: [BulkKey: [String?]]) {
        seen.reserveCapacity(incoming.count)
        for row in Self.deduplicated(incoming) {
            if row.isDeleted {
                if stored[row.key] != nil { gone.append(row.key) }
                continue
            }
            seen.append(row.key.hash)
            guard let before = stored[row.key] else {
                new.append(row)
                continue
            }
            if before != row.rest { changed.append((row, before)) }
        }
    }

    /// The last of several rows with one key.
    private static func deduplicated(_ incoming: [BulkRow]) -> [BulkRow] {
        var places: [BulkKey: Int] = [:]
        places.reserveCapacity(incoming.count)
        var rows: [BulkRow] = []
        rows.reserveCapacity(incoming.count)
        for row in incoming {
            if let place = places[row.key] {
                rows[place] = row
            } else {
                places[row.key] = rows.count
                rows.append(row)
            }
        }
        return rows
    }

    /// What the page has added and changed, for the change feed, with the records' places.
    func notes(_ records: [SourceRecord], _ shape: BulkShape) -> [(place: Int, note: BulkNote)] {
        let added = new.map { row in
            (
                row.place,
                BulkNote(
                    kind: .added, device: row.key.device, title: row.key.first, item: shape.item(records[row.place]))
            )
        }
        let updated = changed.map { row, _ in
            (
                row.place,
                BulkNote(
                    kind: .changed, device: row.key.device, title: row.key.first, item: shape.item(records[row.place]))
            )
        }
        return added + updated
    }
}

extension BulkShape {
    /// What a person knows a row by: its texts, without its device.
    func item(_ record: SourceRecord) -> [String: String] {
        var item: [String: String] = [:]
        for book in books {
            for (place, column) in book.columns {
                if let text = try? CellText.text(record.values[place], in: column) { item[column.name] = text }
            }
        }
        return item
    }
}
