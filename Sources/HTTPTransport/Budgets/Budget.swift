/// One scope's budget: calls a minute, calls at one time, what the vendor says is left, and a pause. A call is taken
/// before it is sent and settled when it is over. No I/O and no clock inside.
struct Budget {
    /// A call that was taken.
    struct Call: Sendable, Hashable {
        fileprivate var place: ConcurrencyWindow.Place
    }

    enum Verdict: Equatable {
        case go(Call)
        case wait(until: WallTime)
        case paused(until: WallTime)
        /// Until another call is settled.
        case full
    }

    private(set) var limits: BudgetLimits
    private(set) var pausedUntil: WallTime?
    private(set) var reason: String?
    private var window: ConcurrencyWindow
    private var bucket: TokenBucket?
    private var statedCallsPerMinute: Int?
    /// Calls left by the vendor's own count, until when that count holds.
    private var quota: (left: Int, until: WallTime)?
    private var refusalsInARow = 0
    private var sharers = 1

    init(_ limits: BudgetLimits, stored: StoredBudget? = nil, now: WallTime) {
        self.limits = limits
        window = ConcurrencyWindow(most: limits.concurrentCalls, known: stored?.concurrentCalls)
        adopt(stored, now: now)
    }

    var inFlight: Int { window.inFlight }
    var concurrency: Int { window.width }

    /// What should outlive the process.
    var stored: StoredBudget {
        StoredBudget(
            callsPerMinute: statedCallsPerMinute, concurrentCalls: window.learned, pausedUntil: pausedUntil,
            reason: reason, sharers: sharers)
    }

    // MARK: - Limits

    mutating func set(_ limits: BudgetLimits, now: WallTime) {
        guard limits != self.limits else { return }
        self.limits = limits
        apply(now)
    }

    /// Takes over what another process, or an earlier one, found out.
    mutating func adopt(_ stored: StoredBudget?, now: WallTime) {
        if let stored {
            sharers = max(1, stored.sharers)
            statedCallsPerMinute = stored.callsPerMinute ?? statedCallsPerMinute
            if let until = stored.pausedUntil, until > now { pause(until: until, reason: stored.reason) }
        }
        apply(now)
    }

    private mutating func apply(_ now: WallTime) {
        window.most = max(1, limits.concurrentCalls / sharers)
        guard let limit = effectiveCallsPerMinute else {
            bucket = nil
            return
        }
        if bucket == nil { bucket = TokenBucket(callsPerMinute: limit, now: now) }
        bucket?.setLimit(limit, now: now)
    }

    private var effectiveCallsPerMinute: Int? {
        let given = limits.callsPerMinute
        let whole =
            limits.isFirm ? [given, statedCallsPerMinute].compactMap(\.self).min() : statedCallsPerMinute ?? given
        return whole.map { max(1, $0 / sharers) }
    }

    // MARK: - Taking

    mutating func take(_ priority: CallPriority, now: WallTime) -> Verdict {
        if let pausedUntil, pausedUntil > now { return .paused(until: pausedUntil) }
        guard window.hasRoom else { return .full }
        if let quota, quota.until > now, quota.left <= reserve(priority, of: quota.left) {
            return .paused(until: quota.until)
        }
        if let until = bucket?.take(priority, now: now) { return .wait(until: until) }
        quota?.left -= 1
        return .go(Call(place: window.enter()))
    }

    /// The last calls that the vendor allows are kept for those who wait in person.
    private func reserve(_ priority: CallPriority, of left: Int) -> Int {
        priority == .interactive ? 0 : min(2, (statedCallsPerMinute ?? 0) / 20)
    }

    // MARK: - Settling

    /// Answers whether something changed that should be stored.
    mutating func settle(
        _ call: Call, _ outcome: CallOutcome, signs: RateSigns = RateSigns(), now: WallTime, random: Double
    ) -> Bool {
        let before = stored
        window.leave()
        switch outcome {
        case .answered:
            if window.isCurrent(call.place) { refusalsInARow = 0 }
            window.answered(call.place)
        case .throttled(let after):
            refuse(call, after: after, now: now, random: random)
        case .failing(status: 503):
            window.refused(call.place)
        case .failing, .lost, .hopeless: break
        }
        observe(signs, now: now)
        return stored != before
    }

    private mutating func refuse(_ call: Call, after: Double?, now: WallTime, random: Double) {
        if window.isCurrent(call.place) { refusalsInARow += 1 }
        window.refused(call.place)
        let delay = PauseRule.delay(stated: after, refusalsInARow: refusalsInARow, random: random)
        pause(until: now + delay, reason: "the vendor asked to wait")
    }

    private mutating func observe(_ signs: RateSigns, now: WallTime) {
        if let rate = signs.callsPerMinute, rate != statedCallsPerMinute {
            statedCallsPerMinute = rate
            apply(now)
        }
        if let left = signs.remaining, let reset = signs.resetAfter, reset > 0 {
            // Calls under way may or may not be counted yet.
            quota = (max(0, left - window.inFlight), now + min(reset, PauseRule.longest))
        }
    }

    /// A pause only ever gets longer.
    mutating func pause(until: WallTime, reason: String?) {
        guard until > pausedUntil ?? WallTime(seconds: 0) else { return }
        pausedUntil = until
        self.reason = reason
    }
}

/// How long a scope is left alone after a refusal.
enum PauseRule {
    /// A vendor that asks for more than a day is asked again after a day.
    static let longest: Double = 86_400
    private static let longestGuess: Double = 300

    /// What the vendor asked for and a little more, so that not all come back at once; or, where it did not say, twice as
    /// long each time, of which half is left to chance.
    static func delay(stated: Double?, refusalsInARow: Int, random: Double) -> Double {
        if let stated {
            let stated = min(max(stated, 0.25), longest)
            return stated + random * min(1, stated / 10)
        }
        let guess = min(longestGuess, Double(1 << min(max(refusalsInARow - 1, 0), 10)))
        return guess / 2 + random * guess / 2
    }
}
