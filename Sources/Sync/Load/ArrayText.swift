/// A PostgreSQL array's text form, grown element by element: a page's column as one bound parameter.
struct ArrayText: Sendable {
    private var bytes: [UInt8] = [UInt8(ascii: "{")]
    private(set) var count = 0

    mutating func append(_ element: String?) {
        separate()
        guard let element else {
            bytes += "NULL".utf8
            return
        }
        bytes.append(UInt8(ascii: "\""))
        for byte in element.utf8 {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { bytes.append(UInt8(ascii: "\\")) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// A number, which needs no quotes.
    mutating func append(number: some BinaryInteger) {
        separate()
        bytes += String(number).utf8
    }

    private mutating func separate() {
        if count > 0 { bytes.append(UInt8(ascii: ",")) }
        count += 1
    }

    var text: String { String(decoding: bytes, as: UTF8.self) + "}" }
}

extension ArrayText {
    init(_ elements: some Sequence<String?>) {
        self.init()
        for element in elements { append(element) }
    }

    init(numbers: some Sequence<some BinaryInteger>) {
        self.init()
        for number in numbers { append(number: number) }
    }
}
