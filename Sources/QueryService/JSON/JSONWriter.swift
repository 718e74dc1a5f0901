/// Writes JSON as bytes.
struct JSONWriter: Sendable {
    private(set) var bytes: [UInt8] = []

    init(capacity: Int = 256) { bytes.reserveCapacity(capacity) }

    /// What was written so far, which is the writer's no more.
    mutating func taken() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    /// Text that is JSON already.
    mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

    mutating func raw(_ text: [UInt8]) { bytes.append(contentsOf: text) }

    mutating func raw(_ buffer: UnsafeRawBufferPointer) { bytes.append(contentsOf: buffer) }

    mutating func byte(_ byte: UInt8) { bytes.append(byte) }

    mutating func quoted(_ text: String) {
        var text = text
        text.withUTF8 { quoted(UnsafeRawBufferPointer($0)) }
    }

    /// A JSON string of UTF-8 bytes: what needs no escape is copied in runs.
    mutating func quoted(_ buffer: UnsafeRawBufferPointer) {
        byte(UInt8(ascii: "\""))
        var start = 0
        for (place, byte) in buffer.enumerated() where byte < 0x20 || byte == 0x22 || byte == 0x5C {
            bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: buffer[start..<place]))
            escape(byte)
            start = place + 1
        }
        bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: buffer[start...]))
        byte(UInt8(ascii: "\""))
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case 0x22: raw("\\\"")
        case 0x5C: raw("\\\\")
        case 0x0A: raw("\\n")
        case 0x0D: raw("\\r")
        case 0x09: raw("\\t")
        default:
            let digits = Array("0123456789abcdef".utf8)
            raw("\\u00")
            self.byte(digits[Int(byte >> 4)])
            self.byte(digits[Int(byte & 15)])
        }
    }

    mutating func list<Item>(
        _ items: some Sequence<Item>, open: String, close: String, _ write: (Item, inout JSONWriter) -> Void
    ) {
        raw(open)
        var isFirst = true
        for item in items {
            if !isFirst { byte(UInt8(ascii: ",")) }
            isFirst = false
            write(item, &self)
        }
        raw(close)
    }
}
