import Connectors
import Inventory

/// What is to be done about a bulk page: the comparing itself, without I/O.
package struct BulkComparison: Sendable {
    package private(set) var new: [BulkRow] = []
    package private(set) var changed: [(row: BulkRow, before: [String?])] = []
    private(set) var gone: [BulkKey] = []
    private(set) var seen: [UInt64] = []
    /// How many stored rows of each device have come.
    private(set) var found: [Int32: Int] = [:]

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
            found[row.key.device, default: 0] += 1
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

    /// What the page has added and changed, for the change feed, with the rows' places.
    func notes(_ page: BulkPage, _ shape: BulkShape) -> [(place: Int, note: BulkNote)] {
        let added = new.map { row in
            (
                row.place,
                BulkNote(
                    kind: .added, device: row.key.device, title: row.key.first, item: page.item(row.place, shape))
            )
        }
        let updated = changed.map { row, before in
            (row.place, shape.note(of: row, before: before, page.item(row.place, shape)))
        }
        return added + updated
    }
}

extension BulkShape {
    /// What a row has become, and what it was: of the narrow row's own columns those that differ.
    fileprivate func note(of row: BulkRow, before: [String?], _ item: [String: String]) -> BulkNote {
        var note = BulkNote(kind: .changed, device: row.key.device, title: row.key.first, item: item)
        var (was, wasNumber): ([String: String], [String: Int32]) = ([:], [:])
        for (place, (old, new)) in zip(before, row.rest).enumerated() where old != new {
            guard place >= otherBooks.count else {
                wasNumber[otherBooks[place].table] = old.flatMap { Int32($0) }
                continue
            }
            let column = own[place - otherBooks.count].column
            was[column.name] = old.map { Self.shown($0, column) } ?? ""
            note.item[column.name] = new.map { Self.shown($0, column) }
        }
        (note.was, note.wasNumber) = (was, wasNumber)
        return note
    }

    /// A cell of the narrow row as a person reads it: there, times are microseconds.
    private static func shown(_ cell: String, _ column: ColumnDescription) -> String {
        guard column.type == .timestamptz, let microseconds = Int64(cell) else { return cell }
        return Timestamp(microseconds: microseconds).iso8601
    }
}
