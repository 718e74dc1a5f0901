/// An array in PostgreSQL's binary form (`array_send`), grown element by element: a page's column as one bound parameter, which
/// costs neither side any text.
public struct BinaryArray: Sendable {
    /// What the elements are.
    public enum Element: UInt32, Sendable, Hashable {
        case bytea = 17
        case bigint = 20
        case integer = 23
        case text = 25
        case date = 1082
        case timestamptz = 1184

        /// As a cast names the array.
        public var arrayType: String { "\(self)[]" }
    }

    private static let header = 20
    private var content: [UInt8]
    private let element: Element
    private var count: Int32 = 0
    private var holdsNull = false

    /// - Parameter count: how many elements will come, for room.
    public init(_ element: Element, count: Int = 0) {
        self.element = element
        content = []
        content.reserveCapacity(Self.header + count * 12)
        content.append(contentsOf: repeatElement(0, count: Self.header))
    }

    public mutating func append(_ number: Int32) {
        count += 1
        put(Int32(4))
        put(number)
    }

    public mutating func append(_ number: Int64) {
        count += 1
        put(Int32(8))
        put(number)
    }

    public mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        count += 1
        put(Int32(bytes.count))
        content.append(contentsOf: bytes)
    }

    public mutating func append(_ bytes: [UInt8]) { bytes.withUnsafeBufferPointer { append($0) } }

    public mutating func appendNull() {
        (count, holdsNull) = (count + 1, true)
        put(Int32(-1))
    }

    private mutating func put(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.bigEndian) { content.append(contentsOf: $0) }
    }

    /// The whole array: one dimension from 1 on, none where it is empty.
    public var bytes: [UInt8] {
        let head = [count == 0 ? 0 : 1, holdsNull ? 1 : 0, Int32(bitPattern: element.rawValue), count, 1]
        var bytes = content
        for (place, number) in head.enumerated() {
            withUnsafeBytes(of: number.bigEndian) { bytes.replaceSubrange(place * 4..<place * 4 + 4, with: $0) }
        }
        return count == 0 ? Array(bytes.prefix(12)) : bytes
    }
}

extension BinaryArray {
    /// `integer[]`.
    public init(_ numbers: [Int32]) {
        self.init(.integer, count: numbers.count)
        for number in numbers { append(number) }
    }
}
