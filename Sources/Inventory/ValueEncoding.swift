extension Value {
    /// Appends the cell in COPY's text format: `\N` for null, backslashes and control characters escaped, NUL dropped.
    public func appendCopyText(to output: inout [UInt8]) {
        switch self {
        case .null: output.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "N")])
        case .text(let text), .json(let text): output.append(escapedForCopy: text)
        case .decimal(let digits): output.append(contentsOf: digits.utf8)
        case .integer(let number): output.append(decimal: number)
        case .boolean(let flag): output.append(UInt8(ascii: flag ? "t" : "f"))
        case .timestamp(let moment): moment.appendISO8601(to: &output)
        case .date(let date): date.appendISO8601(to: &output)
        case .textArray(let elements): output.append(arrayForCopy: elements)
        }
    }

    /// Appends bytes that are the same for the same value and differ for any other, for digests: a kind, then a fixed
    /// width or a length before the bytes, so that no two rows of cells run into the same bytes. Never change it:
    /// digests are stored.
    public func appendCanonical(to output: inout [UInt8]) {
        switch self {
        case .null: output.append(0)
        case .text(let text): output.append(kind: 1, sized: text)
        case .integer(let number): output.append(kind: 2, littleEndian: number)
        case .decimal(let digits): output.append(kind: 3, sized: digits)
        case .boolean(let flag): output.append(contentsOf: [4, flag ? 1 : 0])
        case .timestamp(let moment): output.append(kind: 5, littleEndian: moment.microseconds)
        case .date(let date): output.append(kind: 6, littleEndian: date.days)
        case .textArray(let elements):
            output.append(kind: 7, littleEndian: UInt32(elements.count))
            for element in elements { output.append(kind: 1, sized: element) }
        case .json(let text): output.append(kind: 8, sized: text)
        }
    }
}

extension [UInt8] {
    fileprivate mutating func append(escapedForCopy text: String) {
        var text = text
        text.withUTF8 { bytes in
            var start = 0
            for place in 0..<bytes.count where bytes[place] < 0x20 || bytes[place] == UInt8(ascii: "\\") {
                append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<place]))
                append(escapeForCopy: bytes[place])
                start = place + 1
            }
            append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start...]))
        }
    }

    private mutating func append(escapeForCopy byte: UInt8) {
        switch byte {
        case 0: return
        case UInt8(ascii: "\t"): append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "t")])
        case UInt8(ascii: "\n"): append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "n")])
        case UInt8(ascii: "\r"): append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "r")])
        case UInt8(ascii: "\\"): append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "\\")])
        default: append(byte)
        }
    }

    /// `{"a","b"}`: each element quoted, its quotes and backslashes escaped for the array and then for COPY.
    fileprivate mutating func append(arrayForCopy elements: [String]) {
        append(UInt8(ascii: "{"))
        for (place, element) in elements.enumerated() {
            if place > 0 { append(UInt8(ascii: ",")) }
            append(UInt8(ascii: "\""))
            for byte in element.utf8 {
                switch byte {
                case UInt8(ascii: "\\"): append(contentsOf: [UInt8](repeating: byte, count: 4))
                case UInt8(ascii: "\""): append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "\\"), byte])
                default: append(escapeForCopy: byte)
                }
            }
            append(UInt8(ascii: "\""))
        }
        append(UInt8(ascii: "}"))
    }

    fileprivate mutating func append(decimal number: Int64) {
        guard number >= 0, number < 10 else { return append(contentsOf: String(number).utf8) }
        append(UInt8(48 + number))
    }

    fileprivate mutating func append(kind: UInt8, littleEndian number: some FixedWidthInteger) {
        append(kind)
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }

    /// The text's bytes without NUL, after their number.
    fileprivate mutating func append(kind: UInt8, sized text: String) {
        var text = text
        text.withUTF8 { bytes in
            guard bytes.contains(0) else {
                append(kind: kind, littleEndian: UInt32(bytes.count))
                return append(contentsOf: bytes)
            }
            let kept = bytes.filter { $0 != 0 }
            append(kind: kind, littleEndian: UInt32(kept.count))
            append(contentsOf: kept)
        }
    }
}
