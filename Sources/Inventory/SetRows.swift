/// Rows of an entity that is kept in narrow rows, in the order in which they came, all in one buffer: of such rows there are
/// millions, and none of them may cost an allocation.
///
/// A row is a byte (1: the vendor lists it as deleted), the cell of its source key, and a cell for each of the entity's
/// columns. A cell is a byte for its ``Cell/Kind`` and what follows of it: nothing; four bytes of length and the text; eight
/// bytes of number. The same rows are the same bytes, wherever they stand.
public struct SetRows: Sendable {
    public let entity: EntityDescription
    public private(set) var bytes: [UInt8] = []
    /// Where each row begins.
    public private(set) var starts: [Int] = []
    /// Whether a row may be one that the vendor lists as deleted.
    public private(set) var holdsDeleted = false

    public init(_ entity: EntityDescription) { self.entity = entity }

    public var count: Int { starts.count }
    public var isEmpty: Bool { starts.isEmpty }

    /// A cell: where its text stands in ``bytes``, or its number.
    public struct Cell: Sendable, Hashable {
        public enum Kind: UInt8, Sendable { case null, text, number }

        public var kind: Kind
        /// Of a text: its bytes.
        public var text: Range<Int> = 0..<0
        /// A number as it is, a day as days and a time as microseconds since 1970.
        public var number: Int64 = 0
        /// All of the cell.
        public var whole: Range<Int>
    }

    /// The bytes of some rows that stand together.
    public func bytes(of rows: Range<Int>) -> Range<Int> {
        guard !rows.isEmpty else { return 0..<0 }
        return starts[rows.lowerBound]..<(rows.upperBound < count ? starts[rows.upperBound] : bytes.count)
    }
}

extension SetRows {
    /// Begins a row. Its source key comes next, nil where it can be made again of the columns, and then its cells.
    public mutating func begin(isDeleted: Bool = false) {
        starts.append(bytes.count)
        bytes.append(isDeleted ? 1 : 0)
        if isDeleted { holdsDeleted = true }
    }

    public mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
        bytes.append(Cell.Kind.text.rawValue)
        withUnsafeBytes(of: UInt32(text.count).littleEndian) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: text)
    }

    public mutating func append(_ text: String?) {
        guard var text else { return appendNull() }
        text.withUTF8 { append($0) }
    }

    public mutating func append(number: Int64?) {
        guard let number else { return appendNull() }
        bytes.append(Cell.Kind.number.rawValue)
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    public mutating func appendNull() { bytes.append(Cell.Kind.null.rawValue) }

    /// Takes the last row back, complete or not.
    public mutating func removeLast() {
        guard let start = starts.popLast() else { return }
        bytes.removeSubrange(start...)
    }

    /// Appends rows of the same entity.
    public mutating func append(_ others: SetRows) {
        let end = bytes.count
        bytes += others.bytes
        starts += others.starts.map { $0 + end }
        holdsDeleted = holdsDeleted || others.holdsDeleted
    }
}

extension SetRows {
    public func isDeleted(_ row: Int) -> Bool { holdsDeleted && bytes[starts[row]] == 1 }

    /// The cells of a row into a list that is used again: the source key's, then one for each column.
    public func read(_ row: Int, into cells: inout [Cell]) {
        cells.removeAll(keepingCapacity: true)
        bytes.withUnsafeBytes { bytes in
            var at = starts[row] + 1
            for _ in 0...entity.columns.count { cells.append(Self.cell(bytes, &at)) }
        }
    }

    /// One cell of a row: 0 is the source key's.
    public func cell(_ row: Int, _ place: Int) -> Cell {
        bytes.withUnsafeBytes { bytes in
            var at = starts[row] + 1
            for _ in 0..<place { _ = Self.cell(bytes, &at) }
            return Self.cell(bytes, &at)
        }
    }

    private static func cell(_ bytes: UnsafeRawBufferPointer, _ at: inout Int) -> Cell {
        let start = at
        at += 1
        switch Cell.Kind(rawValue: bytes[start]) {
        case .text:
            let count = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self)))
            at += 4 + count
            return Cell(kind: .text, text: at - count..<at, whole: start..<at)
        case .number:
            let number = Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: Int64.self))
            at += 8
            return Cell(kind: .number, number: number, whole: start..<at)
        case .null, nil: return Cell(kind: .null, whole: start..<at)
        }
    }

    /// A text's characters; nil for any other cell.
    public func text(_ cell: Cell) -> String? {
        guard cell.kind == .text else { return nil }
        return bytes.withUnsafeBufferPointer { String(decoding: $0[cell.text], as: UTF8.self) }
    }
}
