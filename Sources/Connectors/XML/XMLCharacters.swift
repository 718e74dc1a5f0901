/// Characters that XML does not allow, raw or by reference, and that technicians' texts hold all the same: one of them
/// would cost the whole document, and every later one like it.
enum XMLCharacters {
    /// The body without control characters and without references to what is no character; mostly the body itself.
    static func allowed(_ body: [UInt8]) -> [UInt8] {
        guard body.contains(where: isForbidden) || holdsReference(body) else { return body }
        var kept: [UInt8] = []
        kept.reserveCapacity(body.count)
        var rest = body[...]
        while let byte = rest.first {
            if byte == UInt8(ascii: "&"), let end = forbiddenReference(rest) {
                rest = rest[end...]
            } else {
                if !isForbidden(byte) { kept.append(byte) }
                rest = rest.dropFirst()
            }
        }
        return kept
    }

    private static func isForbidden(_ byte: UInt8) -> Bool {
        byte < 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D
    }

    private static func holdsReference(_ body: [UInt8]) -> Bool {
        zip(body, body.dropFirst()).contains { $0 == UInt8(ascii: "&") && $1 == UInt8(ascii: "#") }
    }

    /// Where a reference (`&#0;`, `&#xD83D;`) ends that names what is no character; nil for any other.
    private static func forbiddenReference(_ bytes: ArraySlice<UInt8>) -> Int? {
        let text = bytes.prefix(12)
        guard text.starts(with: "&#".utf8), let end = text.firstIndex(of: UInt8(ascii: ";")) else { return nil }
        let digits = String(decoding: text[(text.startIndex + 2)..<end], as: UTF8.self).lowercased()
        let number = digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        guard let number, isForbidden(number) else { return nil }
        return end + 1
    }

    private static func isForbidden(_ number: UInt32) -> Bool {
        guard number >= 0x20 else { return number != 0x09 && number != 0x0A && number != 0x0D }
        return Unicode.Scalar(number) == nil || number == 0xFFFE || number == 0xFFFF
    }
}
