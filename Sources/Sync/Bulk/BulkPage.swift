import Connectors
import Inventory

/// A page of a bulk stream that is ready to be compared and stored: its rows by device, their texts replaced by numbers.
struct BulkPage: Sendable {
    /// What a page has of one device, all together.
    struct Group: Sendable {
        var rows: Range<Int>
        /// 0 while it is not known.
        var device: Int32 = 0
        /// The device's rows begin and end on this page, and it was not met before in this read: they are all that it has.
        var isWhole = false
        /// Of a whole group.
        var digest: [UInt8]?
        /// What is stored of the device has this digest; nil where none is known.
        var storedDigest: [UInt8]?
        /// Rows of the device may be stored already.
        var mayBeStored = true

        /// All that the device has is stored, and nothing else.
        var isUnchanged: Bool { digest != nil && digest == storedDigest }
    }

    let cells: BulkCells
    var groups: [Group]
    var rejected: [RejectedRecord]
    /// Of each row that was not told by its device's digest.
    var keys: [BulkKey]
    /// The numbers that are not of the key, by their book and the row.
    var others: [[Int32]]
    /// Rows that have no numbers, and are rejected.
    var left: Set<Int> = []

    var rows: SetRows { cells.rows }
    var count: Int { rows.count + cells.rejected.count }

    init(_ cells: BulkCells, _ shape: BulkShape) {
        self.cells = cells
        rejected = cells.rejected
        groups = Self.groups(cells.rows, shape.devicePlace)
        keys = Array(repeating: BulkKey(device: 0, first: 0, second: 0), count: cells.rows.count)
        others = shape.otherBooks.map { _ in Array(repeating: 0, count: cells.rows.count) }
    }

    private static func groups(_ rows: SetRows, _ place: Int) -> [Group] {
        var groups: [Group] = []
        var (start, device) = (0, 0..<0)
        rows.bytes.withUnsafeBufferPointer { bytes in
            for row in 0..<rows.count {
                let other = rows.cell(row, place + 1).whole
                if row > 0, bytes[device].elementsEqual(bytes[other]) { continue }
                if row > 0 { groups.append(Group(rows: start..<row)) }
                (start, device) = (row, other)
            }
        }
        if !rows.isEmpty { groups.append(Group(rows: start..<rows.count)) }
        return groups
    }

    /// A row as it is compared with what is stored.
    func row(_ place: Int, _ shape: BulkShape) -> BulkRow {
        var cells: [SetRows.Cell] = []
        rows.read(place, into: &cells)
        let own = shape.own.map { rows.plainText(cells[$0.place + 1], $0.column) }
        return BulkRow(
            key: keys[place], rest: others.map { String($0[place]) } + own, isDeleted: rows.isDeleted(place),
            place: place)
    }

    /// What a person knows a row by: its texts, without its device.
    func item(_ place: Int, _ shape: BulkShape) -> [String: String] {
        var cells: [SetRows.Cell] = []
        rows.read(place, into: &cells)
        var item: [String: String] = [:]
        for (place, column) in shape.books.flatMap(\.columns) {
            item[column.name] = rows.shownText(cells[place + 1], column)
        }
        return item
    }

    /// The group's rows that can be stored, of several with one key the last, in the order of their keys.
    func distinct(_ group: Group) -> [Int] {
        var rows = group.rows.map { (key: keys[$0].withinDevice, place: $0) }
        rows.sort { $0.key == $1.key ? $0.place < $1.place : $0.key < $1.key }
        var distinct: [Int] = []
        distinct.reserveCapacity(rows.count)
        for (index, row) in rows.enumerated() {
            if index + 1 < rows.count, rows[index + 1].key == row.key { continue }
            if !left.contains(row.place) { distinct.append(row.place) }
        }
        return distinct
    }
}
