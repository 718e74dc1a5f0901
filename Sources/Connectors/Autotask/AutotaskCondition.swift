import Inventory

/// One condition of a query's filter. Values keep the field's own JSON type: another one finds nothing, and no error
/// says so (trap 6).
indirect enum AutotaskCondition: Sendable, Hashable {
    case exists(String)
    case equals(String, Int64)
    case differs(String, Int64)
    case above(String, Int64)
    case among(String, [Int64])
    case isSet(String, Bool)
    /// At this moment or later, to the millisecond.
    case since(String, Timestamp)
    case onOrAfter(String, CalendarDate)
    case onOrBefore(String, CalendarDate)
    case either([AutotaskCondition])

    /// As the body of a query has it.
    var json: String {
        switch self {
        case .exists(let field): #"{"op":"exist","field":"\#(field)"}"#
        case .equals(let field, let number): Self.json("eq", field, String(number))
        case .differs(let field, let number): Self.json("noteq", field, String(number))
        case .above(let field, let number): Self.json("gt", field, String(number))
        case .among(let field, let numbers):
            Self.json("in", field, "[\(numbers.map { String($0) }.joined(separator: ","))]")
        case .isSet(let field, let flag): Self.json("eq", field, String(flag))
        case .since(let field, let moment): Self.json("gte", field, "\"\(Self.text(moment))\"")
        case .onOrAfter(let field, let day): Self.json("gte", field, "\"\(Self.text(day.midnight))\"")
        case .onOrBefore(let field, let day): Self.json("lte", field, "\"\(Self.text(day.midnight))\"")
        case .either(let items): #"{"op":"or","items":[\#(items.map(\.json).joined(separator: ","))]}"#
        }
    }

    private static func json(_ op: String, _ field: String, _ value: String) -> String {
        #"{"op":"\#(op)","field":"\#(field)","value":\#(value)}"#
    }

    /// `2026-01-02T03:04:05.123Z`, in UTC, what is finer cut off: the filter is to be inclusive.
    static func text(_ moment: Timestamp) -> String {
        let rest = moment.microseconds % 1_000_000
        let fraction = rest < 0 ? rest + 1_000_000 : rest
        let second = Timestamp(microseconds: moment.microseconds - fraction).iso8601.dropLast()
        let digits = String(fraction / 1_000)
        return "\(second).\(String(repeating: "0", count: 3 - digits.count))\(digits)Z"
    }
}
