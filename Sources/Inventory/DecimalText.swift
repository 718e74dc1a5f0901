/// A decimal number as its digits, so that money and quantities lose nothing on their way: `12.5`, `-0.003`.
public struct DecimalText: Sendable, Hashable, CustomStringConvertible {
    /// Plain digits without an exponent, leading zeros or trailing zeros of the fraction.
    public let digits: String

    /// Reads a number as JSON and most vendors print it (`1201`, `12.50`, `1e3`, `+7`); nil for anything else, and for
    /// numbers of more than 200 digits. A comma for the thousands or for the fraction is not guessed at.
    public init?(_ text: String) {
        var scanner = DecimalScanner(text.utf8)
        guard let digits = scanner.scan() else { return nil }
        self.digits = digits
    }

    public init(_ whole: Int64) { digits = String(whole) }

    public var description: String { digits }

    /// With exactly two places, the half rounded away from zero, as `numeric(14,2)` prints it; nil where it is too
    /// great.
    public var cents: String? {
        let isNegative = digits.hasPrefix("-")
        let parts = digits.drop { $0 == "-" }.split(separator: ".")
        guard parts[0].utf8.count <= 12, var hundredths = Int64(parts[0]).map({ $0 * 100 }) else { return nil }
        let places = parts.count == 2 ? Array(parts[1].utf8).map { Int64($0 - 48) } + [0, 0] : [0, 0, 0]
        hundredths += places[0] * 10 + places[1] + (places[2] >= 5 ? 1 : 0)
        guard hundredths < 100_000_000_000_000 else { return nil }
        let rest = hundredths % 100
        let sign = isNegative && hundredths != 0 ? "-" : ""
        return "\(sign)\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}

/// Takes a number apart: sign, digits, places, exponent.
private struct DecimalScanner {
    private var bytes: ArraySlice<UInt8>
    private var whole: [UInt8] = []
    private var places: [UInt8] = []

    init(_ text: String.UTF8View) { bytes = Array(text)[...] }

    mutating func scan() -> String? {
        let sign = bytes.first
        if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { bytes.removeFirst() }
        whole = takeDigits()
        if bytes.first == UInt8(ascii: ".") {
            bytes.removeFirst()
            places = takeDigits()
        }
        guard !whole.isEmpty || !places.isEmpty, let exponent = exponent(), bytes.isEmpty, shift(by: exponent) else {
            return nil
        }
        return text(isNegative: sign == UInt8(ascii: "-"))
    }

    private mutating func takeDigits() -> [UInt8] {
        let taken = bytes.prefix { $0 >= 48 && $0 <= 57 }
        bytes = bytes[taken.endIndex...]
        return Array(taken)
    }

    private mutating func exponent() -> Int? {
        guard bytes.first == UInt8(ascii: "e") || bytes.first == UInt8(ascii: "E") else { return 0 }
        let exponent = Int(String(decoding: bytes.dropFirst(), as: UTF8.self))
        bytes = []
        return exponent
    }

    /// Moves the point; false where the number would grow beyond reason.
    private mutating func shift(by exponent: Int) -> Bool {
        guard abs(exponent) <= 200, whole.count + places.count <= 200 else { return false }
        for _ in 0..<max(exponent, 0) { whole.append(places.isEmpty ? 48 : places.removeFirst()) }
        for _ in 0..<max(-exponent, 0) { places.insert(whole.popLast() ?? 48, at: 0) }
        return true
    }

    private func text(isNegative: Bool) -> String? {
        var whole = whole.drop { $0 == 48 }
        var places = places[...]
        while places.last == 48 { places.removeLast() }
        if whole.isEmpty { whole = [48] }
        let sign = isNegative && (whole != [48] || !places.isEmpty) ? "-" : ""
        let fraction = places.isEmpty ? "" : "." + String(decoding: places, as: UTF8.self)
        return sign + String(decoding: whole, as: UTF8.self) + fraction
    }
}
