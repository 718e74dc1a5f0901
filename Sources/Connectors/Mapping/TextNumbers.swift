public import JSON

/// Numbers, flags and epochs out of text, for vendors whose answers know nothing else (XML, CSV).
extension JSONValue {
    /// A whole number, as number or as digits.
    public var digits: Int64? { integer ?? cleaned.flatMap { Int64($0) } }

    /// A whole number of at least one: see ``positive``.
    public var positiveDigits: Int64? { digits.flatMap { $0 > 0 ? $0 : nil } }

    /// A flag that is written 0 or 1.
    public var flag: Bool? {
        switch digits {
        case 0: false
        case 1: true
        default: bool
        }
    }
}
