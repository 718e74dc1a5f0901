import Inventory
import Postgres

/// The statements of a bulk entity's narrow table, generated from the declaration. `$1` is always the tenant and `$2`
/// the stream's part; a page's rows come as binary arrays.
struct BulkSQL: Sendable {
    private let shape: BulkShape
    private let keys: [String]
    /// The columns beside the key, with how each is written and read (as text).
    private let rest: [Cell]

    struct Cell: Sendable {
        let name: String
        let type: ColumnType
        /// How its elements travel.
        var element: BinaryArray.Element {
            switch type {
            case .integer: .integer
            case .bigint: .bigint
            case .date: .date
            case .timestamptz: .timestamptz
            default: .text
            }
        }
        var written: String { element == .text ? "u.\(name)::\(type.rawValue)" : "u.\(name)" }
        /// How it is read as text: times as microseconds, since their text depends on the session.
        var read: String { type == .timestamptz ? RowSQL.micros("r.\(name)") : "r.\(name)" }
    }

    init(_ shape: BulkShape) {
        self.shape = shape
        keys = ["device_number"] + shape.keyBooks.map(\.numberColumn)
        rest =
            shape.otherBooks.map { Cell(name: $0.numberColumn, type: .integer) }
            + shape.own.map { Cell(name: $0.column.name, type: $0.column.type) }
    }

    private var readRest: String { rest.map { ", " + $0.read }.joined() }

    /// `u`: a page's rows as arrays from `$3` on.
    private func incoming(withRest: Bool) -> String {
        let names = keys + (withRest ? rest.map(\.name) : [])
        let types = keys.map { _ in "integer[]" } + (withRest ? rest.map(\.element.arrayType) : [])
        let arrays = types.enumerated().map { "$\($0.offset + 3)::\($0.element)" }.joined(separator: ", ")
        return "unnest(\(arrays)) AS u(\(names.joined(separator: ", ")))"
    }

    private var sameKey: String {
        "r.tenant_id = $1 AND r.part = $2::smallint AND " + keys.map { "r.\($0) = u.\($0)" }.joined(separator: " AND ")
    }

    /// The rows of some devices. `$3`: their numbers.
    var storedOfDevices: String {
        "SELECT \(keyList)\(readRest) FROM \(shape.table) r \(ofDevices)"
    }

    /// The rows of some keys.
    var storedOfKeys: String {
        """
        SELECT \(keyList)\(readRest)
        FROM \(incoming(withRest: false)) JOIN \(shape.table) r ON \(sameKey)
        """
    }

    /// The arrays are unnested side by side in the list itself: as a table they would be written down first, which is a tenth of
    /// what storing them takes.
    var insert: String {
        let names = (["tenant_id", "part"] + keys + rest.map(\.name)).joined(separator: ", ")
        let arrays = keys.map { _ in "integer[]" } + rest.map(\.element.arrayType)
        let casts = keys.map { _ in "" } + rest.map { $0.element == .text ? "::\($0.type.rawValue)" : "" }
        let cells = arrays.indices.map { "unnest($\($0 + 3)::\(arrays[$0]))\(casts[$0])" }
        return "INSERT INTO \(shape.table) (\(names)) SELECT $1, $2::smallint, \(cells.joined(separator: ", "))"
    }

    var update: String {
        let assignments = rest.map { "\($0.name) = \($0.written)" }.joined(separator: ", ")
        return "UPDATE \(shape.table) r SET \(assignments) FROM \(incoming(withRest: true)) WHERE \(sameKey)"
    }

    /// The keys of all rows of some devices.
    var keysOfDevices: String { "SELECT \(keyList) FROM \(shape.table) r \(ofDevices)" }

    /// Deletes all rows of some devices, and answers their keys.
    var deleteDevices: String { "DELETE FROM \(shape.table) r \(ofDevices) RETURNING \(keyList)" }

    private var keyList: String { keys.map { "r.\($0)" }.joined(separator: ", ") }
    private var ofDevices: String {
        "WHERE r.tenant_id = $1 AND r.part = $2::smallint AND r.device_number = ANY ($3::integer[])"
    }

    /// The devices once more, each once and after the keys: a range of the key for each, and not the whole table, nor the index
    /// by title, in which a row of a common program is one of very many.
    var delete: String {
        """
        DELETE FROM \(shape.table) r USING \(incoming(withRest: false))
        WHERE \(sameKey) AND r.device_number = ANY ($\(keys.count + 3)::integer[])
        """
    }

    /// What ``delete`` is given.
    func deletedArrays(_ gone: [BulkKey]) -> [[UInt8]] {
        keyArrays(gone) + [BinaryArray(Set(gone.map(\.device)).sorted()).bytes]
    }

    /// Whether the connection has any rows of the part. `$3`: the connection.
    var hasRows: String {
        """
        SELECT EXISTS (
            SELECT FROM inventory.device_numbers n
            JOIN \(shape.table) r ON r.tenant_id = $1 AND r.device_number = n.number AND r.part = $2::smallint
            WHERE n.tenant_id = $1 AND n.connection_id = $3) AS found
        """
    }

    /// How many rows each device of the connection has, but for some. `$3`: the connection; `$4`: the numbers of those.
    var counts: String {
        """
        SELECT n.number, c.rows FROM inventory.device_numbers n
        CROSS JOIN LATERAL (SELECT count(*) AS rows FROM \(shape.table) r
            WHERE r.tenant_id = $1 AND r.part = $2::smallint AND r.device_number = n.number) c
        WHERE n.tenant_id = $1 AND n.connection_id = $3 AND n.number <> ALL ($4::integer[]) AND c.rows > 0
        """
    }

    /// Keys as arrays.
    func keyArrays(_ found: [BulkKey]) -> [[UInt8]] {
        var arrays = keys.map { _ in BinaryArray(.integer, count: found.count) }
        for key in found {
            arrays[0].append(key.device)
            arrays[1].append(key.first)
            if arrays.count > 2 { arrays[2].append(key.second) }
        }
        return arrays.map(\.bytes)
    }

    /// Some of a page's rows as arrays.
    func arrays(_ places: [Int], of page: BulkPage) -> [[UInt8]] {
        let books = page.others.map { numbers in BinaryArray(places.map { numbers[$0] }).bytes }
        var own = rest.dropFirst(books.count).map { BinaryArray($0.element, count: places.count) }
        page.rows.bytes.withUnsafeBufferPointer { bytes in
            var cells: [SetRows.Cell] = []
            for place in places {
                page.rows.read(place, into: &cells)
                for (index, column) in shape.own.enumerated() {
                    own[index].append(cells[column.place + 1], column.column.type, bytes)
                }
            }
        }
        return keyArrays(places.map { page.keys[$0] }) + books + own.map(\.bytes)
    }

    var restCount: Int { rest.count }
    var keyCount: Int { keys.count }
}

extension BinaryArray {
    /// PostgreSQL counts days and microseconds from 2000-01-01.
    private static let days: Int64 = 10_957
    private static let microseconds: Int64 = 946_684_800_000_000

    /// A cell of a narrow row's own column.
    fileprivate mutating func append(_ cell: SetRows.Cell, _ type: ColumnType, _ bytes: UnsafeBufferPointer<UInt8>) {
        switch (cell.kind, type) {
        case (.null, _): appendNull()
        case (.text, _): append(UnsafeBufferPointer(rebasing: bytes[cell.text]))
        case (.number, .date): append(Int32(clamping: cell.number - Self.days))
        case (.number, .integer): append(Int32(clamping: cell.number))
        case (.number, .timestamptz): append(cell.number - Self.microseconds)
        case (.number, _): append(cell.number)
        }
    }
}
