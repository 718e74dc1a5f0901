public import Foundation

extension Timestamp {
    /// ISO 8601 of a vendor whose times have no zone: without an offset of its own it is the wall clock of `zone`. Of
    /// a wall clock time that comes twice in an autumn night the first is meant; one that a spring night skips moves
    /// forward.
    public init?(iso8601 text: String, localIn zone: TimeZone) {
        guard let parsed = DateText(text) else { return nil }
        let local = parsed.localMicroseconds
        if let offset = parsed.offsetSeconds {
            self.init(microseconds: local - Int64(offset) * 1_000_000)
            return
        }
        self.init(microseconds: Self.resolve(local, in: zone))
    }

    /// The moment at which the clocks of `zone` show this: microseconds from 1970-01-01T00:00 by the same clocks.
    public init(wallClock: Int64, in zone: TimeZone) {
        self.init(microseconds: Self.resolve(wallClock, in: zone))
    }

    /// What the clocks of `zone` show at this moment, as if it were UTC.
    public func wallClock(in zone: TimeZone) -> Timestamp {
        Timestamp(microseconds: microseconds + Self.offset(of: zone, at: microseconds))
    }

    private static func offset(of zone: TimeZone, at moment: Int64) -> Int64 {
        let date = Date(timeIntervalSince1970: Double(moment.flooredDivision(by: 1_000_000)))
        return Int64(zone.secondsFromGMT(for: date)) * 1_000_000
    }

    private static func resolve(_ local: Int64, in zone: TimeZone) -> Int64 {
        func offset(at moment: Int64) -> Int64 { Self.offset(of: zone, at: moment) }
        // The zone's offsets a day before and after hold every one that this wall clock time can have.
        let before = offset(at: local - 86_400_000_000)
        let after = offset(at: local + 86_400_000_000)
        let early = local - max(before, after)
        let late = local - min(before, after)
        if early + offset(at: early) == local { return early }
        if late + offset(at: late) == local { return late }
        return local - before
    }
}
