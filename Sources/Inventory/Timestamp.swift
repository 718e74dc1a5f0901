/// A moment in UTC, to the microsecond, as PostgreSQL's `timestamptz` holds it.
public struct Timestamp: Sendable, Hashable, Comparable, Codable {
    /// Microseconds since 1970-01-01T00:00:00Z.
    public var microseconds: Int64

    /// A moment by its distance from the Unix epoch.
    public init(microseconds: Int64) { self.microseconds = microseconds }

    /// A moment by its distance from the Unix epoch in seconds.
    public init(seconds: Double) { self.microseconds = Int64((seconds * 1_000_000).rounded()) }

    /// An epoch number as vendors send it: seconds with a fraction, or milliseconds where it is 1e11 or more. Nil for
    /// what is not finite or lies beyond the year 9999 (and so is no moment).
    public init?(epoch: Double) {
        let seconds = abs(epoch) >= 1e11 ? epoch / 1000 : epoch
        guard abs(seconds) <= 253_402_300_799 else { return nil }
        self.init(seconds: seconds)
    }

    /// ISO 8601, with `T` or a space in the middle, any fraction, and `Z` or an offset; without one it is UTC. A date
    /// alone is its midnight. Nil for what is no date, 30 February included.
    public init?(iso8601 text: String) {
        guard let parsed = DateText(text) else { return nil }
        self.init(microseconds: parsed.localMicroseconds - Int64(parsed.offsetSeconds ?? 0) * 1_000_000)
    }

    public static func < (lhs: Timestamp, rhs: Timestamp) -> Bool { lhs.microseconds < rhs.microseconds }

    /// Its day in UTC.
    public var date: CalendarDate {
        CalendarDate(days: Int32(clamping: microseconds.flooredDivision(by: 86_400_000_000)))
    }

    /// Nil where a vendor writes this moment for "unknown": the epoch itself, a year up to 1900, or from 9999 on.
    public var known: Timestamp? { microseconds == 0 || date.isSentinel ? nil : self }

    /// `2026-01-02T03:04:05.123456Z`, without the fraction's trailing zeros: what PostgreSQL and the API take and give.
    public var iso8601: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        appendISO8601(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends ``iso8601``.
    public func appendISO8601(to output: inout [UInt8]) {
        let ofDay = microseconds - microseconds.flooredDivision(by: 86_400_000_000) * 86_400_000_000
        let seconds = Int(ofDay / 1_000_000)
        date.appendISO8601(to: &output)
        output.append(UInt8(ascii: "T"))
        output.append(digits: seconds / 3600, width: 2)
        output.append(UInt8(ascii: ":"))
        output.append(digits: seconds / 60 % 60, width: 2)
        output.append(UInt8(ascii: ":"))
        output.append(digits: seconds % 60, width: 2)
        Self.append(fraction: Int(ofDay % 1_000_000), to: &output)
        output.append(UInt8(ascii: "Z"))
    }

    private static func append(fraction: Int, to output: inout [UInt8]) {
        guard fraction != 0 else { return }
        output.append(UInt8(ascii: "."))
        output.append(digits: fraction, width: 6)
        while output.last == UInt8(ascii: "0") { output.removeLast() }
    }

    /// In the years 1 to 9999, which have four digits.
    var isPrintable: Bool { date.isPrintable }
}
