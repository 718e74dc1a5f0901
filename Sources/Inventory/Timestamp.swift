/// A moment in UTC, to the microsecond, as PostgreSQL's `timestamptz` holds it.
public struct Timestamp: Sendable, Hashable, Comparable, Codable {
    /// Microseconds since 1970-01-01T00:00:00Z.
    public var microseconds: Int64

    /// A moment by its distance from the Unix epoch.
    public init(microseconds: Int64) { self.microseconds = microseconds }

    /// A moment by its distance from the Unix epoch in seconds.
    public init(seconds: Double) { self.microseconds = Int64((seconds * 1_000_000).rounded()) }

    public static func < (lhs: Timestamp, rhs: Timestamp) -> Bool { lhs.microseconds < rhs.microseconds }
}

/// A day of the Gregorian calendar, without a time or a zone.
public struct CalendarDate: Sendable, Hashable, Comparable, Codable {
    /// Days since 1970-01-01.
    public var days: Int32

    /// A day by its distance from 1970-01-01.
    public init(days: Int32) { self.days = days }

    public static func < (lhs: CalendarDate, rhs: CalendarDate) -> Bool { lhs.days < rhs.days }
}
