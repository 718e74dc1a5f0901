/// One cell of a normalised record, in the warehouse's own types.
///
/// Unknown is always ``null``: a connector turns a vendor's sentinels and placeholders into it.
public enum Value: Sendable, Hashable {
    case null
    case text(String)
    case integer(Int64)
    /// A decimal as it is to be stored ("12.50"): money and quantities keep their digits.
    case decimal(String)
    case boolean(Bool)
    case timestamp(Timestamp)
    case date(CalendarDate)
    case textArray([String])
    /// JSON text.
    case json(String)
}
