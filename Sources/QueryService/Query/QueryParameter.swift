/// One parameter of an address: `name=value` or `name[operation]=value`, decoded.
struct QueryParameter: Sendable, Hashable {
    var name: String
    var operation: String?
    var value: String

    /// The parameters of a query string, in order. A plus sign is a space, as forms and most libraries write it.
    static func parse(_ query: String) throws(Problem) -> [QueryParameter] {
        guard query.utf8.count <= 65_536 else { throw .addressTooLong }
        var parameters: [QueryParameter] = []
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts.count > 1 ? try decode(parts[1]) : ""
            parameters.append(QueryParameter(named: try decode(parts[0]), value: value))
        }
        guard parameters.count <= 100 else { throw .tooMany("parameters", limit: 100) }
        return parameters
    }

    private init(named text: String, value: String) {
        self.value = value
        if text.hasSuffix("]"), let bracket = text.firstIndex(of: "[") {
            name = String(text[..<bracket])
            operation = String(text[text.index(after: bracket)...].dropLast())
        } else {
            name = text
        }
    }

    private static func decode(_ text: Substring) throws(Problem) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(hex), let low = rest.popFirst().flatMap(hex) else {
                    throw .badEncoding(String(text))
                }
                bytes.append(high << 4 | low)
            default: bytes.append(byte)
            }
        }
        guard !bytes.contains(0), let decoded = String(validating: bytes, as: UTF8.self) else {
            throw .badEncoding(String(text))
        }
        return decoded
    }

    private static func hex(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
