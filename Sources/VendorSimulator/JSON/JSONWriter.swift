/// Writes JSON straight into bytes, in one pass.
///
/// Commas are put where they belong; that braces match is the caller's business, and ``object(_:)`` and
/// ``array(_:)`` see to it. A ``RowChange`` that is set is applied to the next member that it fits.
public struct JSONWriter: Sendable {
    public private(set) var bytes: [UInt8] = []
    /// What is to be done to the row that is being written.
    var change: PendingChange?

    public init(reserving capacity: Int = 0) { bytes.reserveCapacity(capacity) }

    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// An object, its members written by the closure.
    public mutating func object(_ members: (inout JSONWriter) -> Void) {
        separate()
        bytes.append(UInt8(ascii: "{"))
        members(&self)
        bytes.append(UInt8(ascii: "}"))
    }

    /// An array, its elements written by the closure.
    public mutating func array(_ elements: (inout JSONWriter) -> Void) {
        separate()
        bytes.append(UInt8(ascii: "["))
        elements(&self)
        bytes.append(UInt8(ascii: "]"))
    }

    /// A member that is an object.
    public mutating func member(_ key: StaticString, object members: (inout JSONWriter) -> Void) {
        name(key)
        object(members)
    }

    /// A member that is an array.
    public mutating func member(_ key: StaticString, array elements: (inout JSONWriter) -> Void) {
        name(key)
        array(elements)
    }

    /// A text member; nil is written as `null`.
    public mutating func member(_ key: StaticString, _ value: String?) {
        if change != nil, apply(to: key, text: value) { return }
        name(key)
        self.value(value)
    }

    /// A whole number; nil is written as `null`.
    public mutating func member(_ key: StaticString, _ value: Int?) {
        if change != nil, let value, apply(to: key, number: value) { return }
        name(key)
        if let value { self.value(value) } else { literal("null") }
    }

    public mutating func member(_ key: StaticString, _ value: Bool?) {
        name(key)
        if let value { literal(value ? "true" : "false") } else { literal("null") }
    }

    /// A member with a value that is JSON already.
    public mutating func member(_ key: StaticString, raw: some Sequence<UInt8>) {
        name(key)
        bytes.append(contentsOf: raw)
    }

    /// A member whose key is not known beforehand.
    public mutating func member(named key: String, _ value: String?) {
        separate()
        string(key)
        bytes.append(UInt8(ascii: ":"))
        self.value(value)
    }

    /// Members that are JSON already, without the braces around them and with no comma before or after.
    public mutating func members(raw: [UInt8]) {
        separate()
        bytes.append(contentsOf: raw)
    }

    /// A text as an element or after a name; nil is written as `null`.
    public mutating func value(_ value: String?) {
        separate()
        if let value { string(value) } else { append("null") }
    }

    /// A whole number as an element or after a name.
    public mutating func value(_ value: Int) {
        separate()
        append(integer: value)
    }

    /// Something that is JSON already, as an element or after a name.
    public mutating func value(raw: some Sequence<UInt8>) {
        separate()
        bytes.append(contentsOf: raw)
    }

    /// `null`, `true` or digits, as they stand.
    public mutating func literal(_ literal: StaticString) {
        separate()
        append(literal)
    }

    /// A member's name and its colon; names are plain ASCII.
    public mutating func name(_ key: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        append(key)
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    /// Takes bytes as they stand, for broken documents.
    mutating func append(unchecked raw: some Sequence<UInt8>) { bytes.append(contentsOf: raw) }

    @inline(__always)
    private mutating func separate() {
        guard let last = bytes.last else { return }
        switch last {
        case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":"): return
        default: bytes.append(UInt8(ascii: ","))
        }
    }

    @inline(__always)
    private mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }
}

extension JSONWriter {
    /// The digits of a whole number.
    mutating func append(integer: Int) {
        if integer < 0 { bytes.append(UInt8(ascii: "-")) }
        var rest = integer.magnitude
        let first = bytes.count
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        bytes[first...].reverse()
    }

    /// A text in quotes, escaped as JSON asks.
    mutating func string(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var copy = text
        copy.withUTF8 { content in
            if content.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
                bytes.append(contentsOf: content)
            } else {
                for byte in content { escaped(byte) }
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func escaped(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): bytes.append(contentsOf: #"\""#.utf8)
        case UInt8(ascii: "\\"): bytes.append(contentsOf: #"\\"#.utf8)
        case 0x0A: bytes.append(contentsOf: #"\n"#.utf8)
        case 0x0D: bytes.append(contentsOf: #"\r"#.utf8)
        case 0x09: bytes.append(contentsOf: #"\t"#.utf8)
        case 0..<0x20:
            bytes.append(contentsOf: #"\u00"#.utf8)
            bytes.append(contentsOf: Identifiers.hex(UInt64(byte), digits: 2))
        default: bytes.append(byte)
        }
    }
}
