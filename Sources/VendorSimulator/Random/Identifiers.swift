/// Identifiers made from the seed: the same thing always has the same one.
enum Identifiers {
    private static let hexadecimal = Array("0123456789abcdef".utf8)

    /// A UUID in its usual text form, version 4 by its looks.
    static func uuid(_ seed: UInt64, _ kind: Salt, _ number: Int, _ revision: Int = 0) -> String {
        let high = SplitMix64.hash(seed ^ 0x5555_5555_5555_5555, kind, number, revision)
        let low = SplitMix64.hash(seed ^ 0xAAAA_AAAA_AAAA_AAAA, kind, number, revision)
        let digits = hex(high, digits: 16) + hex(low, digits: 16)
        let text = Array(digits)
        let variant = hexadecimal[8 + Int(low >> 62)]
        let parts: [ArraySlice<UInt8>] = [
            text[0..<8], text[8..<12], [UInt8(ascii: "4")] + text[13..<16], [variant] + text[17..<20], text[20..<32],
        ]
        return parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "-")
    }

    /// The last `digits` hexadecimal digits of a number, as ASCII.
    static func hex(_ value: UInt64, digits: Int) -> [UInt8] {
        (0..<digits).map { hexadecimal[Int((value >> UInt64(4 * (digits - 1 - $0))) & 15)] }
    }

    /// A text of capital letters and digits, as serial numbers are.
    static func serial(_ random: inout SplitMix64, length: Int) -> String {
        let letters = Array("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789".utf8)
        return String(decoding: (0..<length).map { _ in letters[random.below(letters.count)] }, as: UTF8.self)
    }

    /// A secret that is plainly not a real one.
    static func secret(_ seed: UInt64, _ name: String, revision: Int = 0) -> String {
        let number = name.utf8.reduce(0) { ($0 &* 131 &+ Int($1)) & 0xFFFF_FFFF }
        let text = hex(SplitMix64.hash(seed, .credential, number, revision), digits: 16)
        return "simulated-" + String(decoding: text, as: UTF8.self)
    }
}
