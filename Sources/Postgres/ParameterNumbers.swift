/// Renumbers `$1`, `$2`, … of a statement that becomes part of another. What stands in quotes is text, no
/// parameter.
enum ParameterNumbers {
    static func shifted(_ text: String, by offset: Int) -> String {
        guard offset > 0, text.utf8.contains(UInt8(ascii: "$")) else { return text }
        var result: [UInt8] = []
        var quote: UInt8?
        var bytes = Array(text.utf8)[...]
        while let byte = bytes.popFirst() {
            result.append(byte)
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
                quote = byte
            } else if byte == UInt8(ascii: "$") {
                let digits = bytes.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
                guard let number = Int(String(decoding: digits, as: UTF8.self)) else { continue }
                bytes = bytes.dropFirst(digits.count)
                result += Array(String(number + offset).utf8)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
