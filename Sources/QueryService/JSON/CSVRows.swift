import Inventory
import Postgres

/// Writes a result's rows as RFC 4180 has them, for spreadsheets: lists and JSON stand as JSON in their cell, what is
/// unknown is empty.
struct CSVRows: Sendable {
    private let names: [String]
    private let forms: [CellForm]

    /// For the first columns of a result, in order, and a column for each include.
    init(_ fields: [Field], including others: [String]) {
        names = fields.map(\.name) + others
        forms = fields.map { CellForm($0.type) }
    }

    func writeHeader(into writer: inout JSONWriter) { writer.raw(names.joined(separator: ",") + "\r\n") }

    func write(_ row: Row, including others: [IncludedRows], into writer: inout JSONWriter) {
        for (column, form) in forms.enumerated() {
            if column > 0 { writer.byte(UInt8(ascii: ",")) }
            _ = row.withBytes(column) { Self.write($0, form, into: &writer) }
        }
        for other in others {
            writer.byte(UInt8(ascii: ","))
            row[other.column].flatMap { other.objects[$0] }?.withUnsafeBytes { Self.quote($0, into: &writer) }
        }
        writer.raw("\r\n")
    }

    private static func write(_ bytes: UnsafeRawBufferPointer, _ form: CellForm, into writer: inout JSONWriter) {
        switch form {
        case .text:
            // A spreadsheet would take it for a formula.
            let isFormula = bytes.first.map { "=+-@\t\r".utf8.contains($0) } ?? false
            if isFormula {
                (Array("'".utf8) + bytes).withUnsafeBytes { quote($0, into: &writer) }
            } else {
                quote(bytes, into: &writer)
            }
        case .moment, .list, .json, .number, .boolean:
            var cell = JSONWriter(capacity: bytes.count + 2)
            form.write(bytes, into: &cell)
            let text = form == .moment ? Array(cell.bytes.dropFirst().dropLast()) : cell.bytes
            if text != Array("null".utf8) { text.withUnsafeBytes { quote($0, into: &writer) } }
        }
    }

    private static func quote(_ bytes: UnsafeRawBufferPointer, into writer: inout JSONWriter) {
        guard bytes.contains(where: { ",\"\r\n ".utf8.contains($0) }) else { return writer.raw(bytes) }
        writer.byte(UInt8(ascii: "\""))
        for byte in bytes {
            if byte == UInt8(ascii: "\"") { writer.byte(byte) }
            writer.byte(byte)
        }
        writer.byte(UInt8(ascii: "\""))
    }
}
