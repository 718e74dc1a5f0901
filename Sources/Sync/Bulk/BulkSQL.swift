import Inventory

/// The statements of a bulk entity's narrow table, generated from the declaration. `$1` is always the tenant and `$2`
/// the stream's part.
struct BulkSQL: Sendable {
    private let shape: BulkShape
    private let keys: [String]
    /// The columns beside the key, with how each is written (from text) and read (as text).
    private let rest: [Cell]

    private struct Cell: Sendable {
        let name: String
        let type: ColumnType
        /// How it is written from text. Times travel as microseconds: their text depends on the session.
        var written: String {
            type == .timestamptz
                ? "'epoch'::timestamptz + u.\(name)::bigint * interval '1 microsecond'" : "u.\(name)::\(type.rawValue)"
        }
        /// How it is read as text.
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
        let types = keys.map { _ in "integer[]" } + (withRest ? rest.map { _ in "text[]" } : [])
        let arrays = types.enumerated().map { "$\($0.offset + 3)::\($0.element)" }.joined(separator: ", ")
        return "unnest(\(arrays)) AS u(\(names.joined(separator: ", ")))"
    }

    private var sameKey: String {
        "r.tenant_id = $1 AND r.part = $2::smallint AND " + keys.map { "r.\($0) = u.\($0)" }.joined(separator: " AND ")
    }

    /// The rows of some devices. `$3`: their numbers.
    var storedOfDevices: String {
        """
        SELECT \(keys.map { "r.\($0)" }.joined(separator: ", "))\(readRest) FROM \(shape.table) r
        WHERE r.tenant_id = $1 AND r.part = $2::smallint AND r.device_number = ANY ($3::integer[])
        """
    }

    /// The rows of some keys.
    var storedOfKeys: String {
        """
        SELECT \(keys.map { "r.\($0)" }.joined(separator: ", "))\(readRest)
        FROM \(incoming(withRest: false)) JOIN \(shape.table) r ON \(sameKey)
        """
    }

    var insert: String {
        let names = (["tenant_id", "part"] + keys + rest.map(\.name)).joined(separator: ", ")
        let cells = (["$1", "$2::smallint"] + keys.map { "u.\($0)" } + rest.map(\.written))
        return """
            INSERT INTO \(shape.table) (\(names))
            SELECT \(cells.joined(separator: ", ")) FROM \(incoming(withRest: true))
            """
    }

    var update: String {
        let assignments = rest.map { "\($0.name) = \($0.written)" }.joined(separator: ", ")
        return "UPDATE \(shape.table) r SET \(assignments) FROM \(incoming(withRest: true)) WHERE \(sameKey)"
    }

    /// The devices once more by themselves: a range of the key, and not one of the index by title, in which a row of a common
    /// program is one of very many.
    var delete: String {
        """
        DELETE FROM \(shape.table) r USING \(incoming(withRest: false))
        WHERE \(sameKey) AND r.device_number = ANY ($3::integer[])
        """
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

    /// How many rows each device of the connection has. `$3`: the connection.
    var counts: String {
        """
        SELECT r.device_number, count(*) FROM \(shape.table) r
        JOIN inventory.device_numbers n ON n.tenant_id = $1 AND n.number = r.device_number AND n.connection_id = $3
        WHERE r.tenant_id = $1 AND r.part = $2::smallint GROUP BY r.device_number
        """
    }

    /// A page's keys as arrays.
    func keyArrays(_ found: [BulkKey]) -> [String] {
        let columns = [\BulkKey.device, \.first, \.second].prefix(keys.count)
        return columns.map { column in ArrayText(numbers: found.map { $0[keyPath: column] }).text }
    }

    func arrays(_ rows: [BulkRow]) -> [String] {
        var arrays = Array(repeating: ArrayText(), count: rest.count)
        for row in rows {
            for (index, cell) in row.rest.enumerated() { arrays[index].append(cell) }
        }
        return keyArrays(rows.map(\.key)) + arrays.map(\.text)
    }

    var restCount: Int { rest.count }
    var keyCount: Int { keys.count }
}
