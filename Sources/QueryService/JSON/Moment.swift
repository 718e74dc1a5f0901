/// PostgreSQL's `2026-01-31 08:30:00.5+00` as ISO 8601's `2026-01-31T08:30:00.5Z`.
enum Moment {
    static func write(_ bytes: UnsafeRawBufferPointer, into writer: inout JSONWriter) {
        // Sessions are in UTC, so that the offset is `+00`; anything else (infinity, another zone) is kept as text.
        guard bytes.count >= 22, bytes[10] == UInt8(ascii: " "), isUTC(bytes) else { return writer.quoted(bytes) }
        writer.byte(UInt8(ascii: "\""))
        writer.raw(UnsafeRawBufferPointer(rebasing: bytes[..<10]))
        writer.byte(UInt8(ascii: "T"))
        writer.raw(UnsafeRawBufferPointer(rebasing: bytes[11..<(bytes.count - 3)]))
        writer.raw("Z\"")
    }

    /// The same for a text, where one is asked for alone.
    static func text(_ text: String) -> String {
        var writer = JSONWriter()
        var text = text
        text.withUTF8 { write(UnsafeRawBufferPointer($0), into: &writer) }
        return String(decoding: writer.bytes.dropFirst().dropLast(), as: UTF8.self)
    }

    private static func isUTC(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let end = bytes.count
        return bytes[end - 3] == UInt8(ascii: "+") && bytes[end - 2] == UInt8(ascii: "0")
            && bytes[end - 1] == UInt8(ascii: "0")
    }
}
