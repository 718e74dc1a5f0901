public import Inventory
public import JSON

/// Times by the format that a vendor declares. A sentinel (epoch 0, year 1, year 9999) is no time.
public enum Times {
    /// Seconds since the epoch, as number or digits, with a fraction or without. From 1e11 on (the year 5138) it
    /// must be milliseconds, which some vendors send in places.
    public static func epoch(_ value: JSONValue) -> Timestamp? {
        guard let number = value.double ?? value.text.flatMap({ Double($0) }), number.isFinite else { return nil }
        return Timestamp(epoch: number)?.known
    }

    /// ISO 8601; without a zone it is UTC.
    public static func iso(_ value: JSONValue) -> Timestamp? {
        value.cleaned.flatMap { Timestamp(iso8601: $0) }?.known
    }

    /// The day of an ISO 8601 date, with a time or without.
    public static func day(_ value: JSONValue) -> CalendarDate? {
        value.cleaned.flatMap { CalendarDate(iso8601: $0) }?.known
    }
}
