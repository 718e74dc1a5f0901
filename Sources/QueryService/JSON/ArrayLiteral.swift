/// PostgreSQL's `{a,"b c",NULL}` as a JSON array of strings.
enum ArrayLiteral {
    static func write(_ bytes: UnsafeRawBufferPointer, into writer: inout JSONWriter) {
        writer.byte(UInt8(ascii: "["))
        var place = 1
        var isFirst = true
        while place < bytes.count - 1 {
            if !isFirst { writer.byte(UInt8(ascii: ",")) }
            isFirst = false
            place = writeElement(bytes, from: place, into: &writer) + 1
        }
        writer.byte(UInt8(ascii: "]"))
    }

    /// Writes one element; returns the place of the comma or the brace after it.
    private static func writeElement(
        _ bytes: UnsafeRawBufferPointer, from start: Int, into writer: inout JSONWriter
    ) -> Int {
        guard bytes[start] == UInt8(ascii: "\"") else { return writePlain(bytes, from: start, into: &writer) }
        var text: [UInt8] = []
        var place = start + 1
        while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
            if bytes[place] == UInt8(ascii: "\\") { place += 1 }
            text.append(bytes[place])
            place += 1
        }
        text.withUnsafeBytes { writer.quoted($0) }
        return place + 1
    }

    private static func writePlain(
        _ bytes: UnsafeRawBufferPointer, from start: Int, into writer: inout JSONWriter
    ) -> Int {
        let end = bytes[start...].firstIndex { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "}") } ?? bytes.count
        let element = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
        if element.elementsEqual("NULL".utf8) { writer.raw("null") } else { writer.quoted(element) }
        return end
    }
}
