import Inventory
import Postgres

/// Writes a result's rows as JSON objects, each cell straight from the bytes that the server sent.
struct RowWriter: Sendable {
    private let cells: [Cell]

    private struct Cell: Sendable {
        let label: [UInt8]
        let form: CellForm
    }

    /// For the first columns of a result, in order.
    init(_ fields: [Field]) {
        cells = fields.map { Cell(label: $0.label, form: CellForm($0.type)) }
    }

    func write(_ row: Row, including others: [IncludedRows] = [], into writer: inout JSONWriter) {
        writer.byte(UInt8(ascii: "{"))
        for (column, cell) in cells.enumerated() {
            if column > 0 { writer.byte(UInt8(ascii: ",")) }
            writer.raw(cell.label)
            if row.withBytes(column, { cell.form.write($0, into: &writer) }) == nil { writer.raw("null") }
        }
        for other in others {
            writer.raw(",")
            writer.quoted(other.name)
            writer.raw(":")
            writer.raw(row[other.column].flatMap { other.objects[$0] } ?? Array("null".utf8))
        }
        writer.byte(UInt8(ascii: "}"))
    }
}

/// How a cell's text becomes JSON.
enum CellForm: Sendable, Hashable {
    case text, number, boolean, moment, list, json

    init(_ type: ColumnType) {
        switch type {
        case .text, .date, .inet, .macaddr, .uuid: self = .text
        case .integer, .bigint, .numeric, .money: self = .number
        case .boolean: self = .boolean
        case .timestamptz: self = .moment
        case .textArray, .inetArray, .macArray: self = .list
        case .jsonb: self = .json
        }
    }

    func write(_ bytes: UnsafeRawBufferPointer, into writer: inout JSONWriter) {
        switch self {
        case .text: writer.quoted(bytes)
        case .number: Self.writeNumber(bytes, into: &writer)
        case .boolean: writer.raw(bytes.first == UInt8(ascii: "t") ? "true" : "false")
        case .moment: Moment.write(bytes, into: &writer)
        case .list: ArrayLiteral.write(bytes, into: &writer)
        case .json: writer.raw(bytes)
        }
    }

    /// PostgreSQL's numbers are JSON's, but for NaN and the infinities.
    private static func writeNumber(_ bytes: UnsafeRawBufferPointer, into writer: inout JSONWriter) {
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        if let last = bytes.last, digits.contains(last) { writer.raw(bytes) } else { writer.raw("null") }
    }
}
