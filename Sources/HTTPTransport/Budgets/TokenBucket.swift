/// Calls a minute, never exceeded in any minute: what may come in a burst (a tenth) and what flows in during the minute
/// after it are the limit together.
struct TokenBucket {
    private(set) var callsPerMinute: Int
    private var tokens: Double
    private var filledAt: WallTime

    init(callsPerMinute: Int, now: WallTime) {
        self.callsPerMinute = callsPerMinute
        tokens = Double(max(1, callsPerMinute / 10))
        filledAt = now
    }

    private var capacity: Double { Double(max(1, callsPerMinute / 10)) }
    private var perSecond: Double { max(1, Double(callsPerMinute) - capacity) / 60 }

    /// Kept for those who wait in person.
    private func reserve(_ priority: CallPriority) -> Double {
        priority == .interactive ? 0 : (capacity / 5).rounded(.down)
    }

    /// Takes one, or answers when there will be one.
    mutating func take(_ priority: CallPriority, now: WallTime) -> WallTime? {
        fill(now)
        let needed = 1 + reserve(priority)
        // Sums of fractions may miss a whole by a hair.
        if tokens >= needed - 1e-6 {
            tokens -= 1
            return nil
        }
        return now + (needed - tokens) / perSecond
    }

    mutating func setLimit(_ limit: Int, now: WallTime) {
        guard limit != callsPerMinute else { return }
        fill(now)
        callsPerMinute = limit
        tokens = min(tokens, capacity)
    }

    private mutating func fill(_ now: WallTime) {
        // A wall clock may be set back; no time has passed then.
        tokens = min(capacity, tokens + max(0, now - filledAt) * perSecond)
        filledAt = now
    }
}
