/// Calls a minute, never exceeded in any minute: what may come in a burst (a tenth) and what flows in during the minute
/// after it are the limit together. A call may reach the vendor up to ``travel`` seconds after it was taken. For vendors
/// that count by the hour it is an hour all the same.
struct TokenBucket: Sendable, Hashable, Codable {
    /// The longest from a call's being taken to its arrival at the vendor, in seconds. So any calls more than the limit
    /// are taken a minute and this apart, and a minute apart they arrive.
    static let travel: Double = 3
    /// A clock set back by less than this was read before another's, and nothing else happened.
    private static let tolerance: Double = 60

    private(set) var limit: Int
    /// What the limit is for, in seconds; nil: a minute.
    private var window: Double?
    private var tokens: Double
    private var filledAt: WallTime

    init(callsPerMinute: Int, now: WallTime) { self.init(limit: callsPerMinute, window: nil, now: now) }

    init(callsPerHour: Int, now: WallTime) { self.init(limit: callsPerHour, window: 3_600, now: now) }

    private init(limit: Int, window: Double?, now: WallTime) {
        self.limit = limit
        self.window = window
        tokens = Double(max(1, limit / 10))
        filledAt = now
    }

    /// As buckets were always stored.
    private enum CodingKeys: String, CodingKey {
        case limit = "callsPerMinute"
        case window, tokens, filledAt
    }

    private var capacity: Double { Double(max(1, limit / 10)) }
    private var perSecond: Double { (Double(limit) + 1 - capacity) / ((window ?? 60) + Self.travel) }

    /// Kept for those who wait in person.
    private func reserve(_ isInteractive: Bool) -> Double {
        isInteractive || capacity < 2 ? 0 : max(1, (capacity / 5).rounded(.down))
    }

    /// How many there are to take now.
    mutating func available(isInteractive: Bool, now: WallTime) -> Int {
        fill(now)
        // Sums of fractions may miss a whole by a hair.
        return max(0, Int(tokens - reserve(isInteractive) + 1e-6))
    }

    /// Takes as many as there are, and no more than are wanted.
    mutating func take(_ wanted: Int, isInteractive: Bool, now: WallTime) -> Int {
        let taken = min(max(0, wanted), available(isInteractive: isInteractive, now: now))
        tokens -= Double(taken)
        return taken
    }

    /// What was taken and never used: as if it had not been taken.
    mutating func giveBack(_ count: Int) { tokens = min(capacity, tokens + Double(max(0, count))) }

    /// The seconds until there is one.
    func secondsToNext(isInteractive: Bool) -> Double { max(0, 1 + reserve(isInteractive) - tokens) / perSecond }

    mutating func setLimit(_ limit: Int, now: WallTime) {
        guard limit != self.limit else { return }
        fill(now)
        self.limit = limit
        tokens = min(tokens, capacity)
    }

    private mutating func fill(_ now: WallTime) {
        // A wall clock may be set back; no time has passed then.
        tokens = min(capacity, tokens + max(0, now - filledAt) * perSecond)
        filledAt = filledAt - now < Self.tolerance ? max(filledAt, now) : now
    }
}
