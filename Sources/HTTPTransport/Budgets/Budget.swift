/// One process's side of a scope's budget: its share of the calls a minute and of the calls at one time, what the vendor
/// says is left, and a pause. A call is taken before it is sent and settled when it is over. No I/O and no clock inside.
struct Budget {
    /// A call that was taken.
    struct Call: Sendable, Hashable {
        fileprivate var place: ConcurrencyWindow.Place
    }

    enum Verdict: Equatable {
        case go
        case wait(until: WallTime)
        case paused(until: WallTime)
        /// Until another call is settled.
        case full
        /// The scope's ledger has to be asked first.
        case ask
    }

    private(set) var limits: BudgetLimits
    private(set) var pausedUntil: WallTime?
    private(set) var reason: String?
    private var window: ConcurrencyWindow
    private var statedCallsPerMinute: Int?
    /// Calls left by the vendor's own count, until when that count holds.
    private var quota: (left: Int, until: WallTime)?
    private var refusalsInARow = 0
    private var share = HeldShare()
    /// Nothing was ever heard of the store.
    private var isNew = true
    /// For when the ledger that all share cannot be reached.
    private var ledgerOfOurOwn = BudgetLedger()

    init(_ limits: BudgetLimits) {
        self.limits = limits
        window = ConcurrencyWindow(most: limits.concurrentCalls)
    }

    var inFlight: Int { window.inFlight }
    var concurrency: Int { window.width }

    /// What should outlive the process.
    var stored: StoredBudget {
        StoredBudget(
            callsPerMinute: statedCallsPerMinute, concurrentCalls: window.learned, pausedUntil: pausedUntil,
            reason: reason)
    }

    // MARK: - Limits

    mutating func set(_ limits: BudgetLimits) {
        self.limits = limits
        window.most = limits.concurrentCalls
    }

    /// Takes over what another process, or an earlier one, found out.
    mutating func adopt(_ stored: StoredBudget?, now: WallTime) {
        defer { isNew = false }
        guard let stored else { return }
        if isNew, let known = stored.concurrentCalls {
            window = ConcurrencyWindow(most: limits.concurrentCalls, known: known)
        }
        statedCallsPerMinute = stored.callsPerMinute ?? statedCallsPerMinute
        if let until = stored.pausedUntil, until > now { pause(until: until, reason: stored.reason) }
    }

    /// What the vendor says comes before what its sheet says, unless a person set less.
    private var callsPerMinute: Int? {
        let given = limits.callsPerMinute
        return limits.isFirm ? [given, statedCallsPerMinute].compactMap(\.self).min() : statedCallsPerMinute ?? given
    }

    // MARK: - The share

    /// What to ask the ledger for; until ``receive(_:askedAt:random:)`` no call may be taken.
    mutating func ask(_ holder: String, waiting: Int, isInteractive: Bool) -> BudgetAsk {
        var ask = BudgetAsk(
            holder: holder, callsPerMinute: callsPerMinute, callsPerHour: limits.callsPerHour,
            concurrentCalls: limits.concurrentCalls)
        share.fill(&ask, waiting: waiting, inFlight: inFlight)
        ask.places = min(ask.places, max(window.width, inFlight))
        ask.isInteractive = isInteractive
        return ask
    }

    mutating func receive(_ answer: BudgetShare, askedAt: WallTime, random: Double) {
        share.receive(answer, askedAt: askedAt, inFlight: inFlight, random: random)
    }

    /// Whoever asked was stopped: what the ledger did is not known.
    mutating func loseShare() { share.lose() }

    /// The ledger cannot be reached: a tenth of the calls, one at a time, which ten processes may do and stay within the
    /// limit.
    mutating func goAlone(_ ask: BudgetAsk, now: WallTime, random: Double) {
        var ask = ask
        ask.callsPerMinute = ask.callsPerMinute.map { max(1, $0 / 10) }
        ask.callsPerHour = ask.callsPerHour.map { max(1, $0 / 10) }
        ask.concurrentCalls = 1
        receive(ledgerOfOurOwn.ask(ask, now: now), askedAt: now, random: random)
    }

    func isShareFresh(_ now: WallTime) -> Bool { share.isFresh(now) }
    var unusedCalls: Int { share.unused }

    // MARK: - Taking

    /// What one who is first in line may do; `waiting` are all in the line.
    func verdict(_ priority: CallPriority, waiting: Int = 1, now: WallTime) -> Verdict {
        if let pausedUntil, pausedUntil > now { return .paused(until: pausedUntil) }
        guard window.hasRoom else { return .full }
        if let quota, quota.until > now, quota.left <= reserve(priority) { return .paused(until: quota.until) }
        switch share.standing(inFlight: inFlight, waiting: waiting, now: now) {
        case .go: return .go
        case .ask: return .ask
        case .wait(let until): return .wait(until: until)
        case .full: return .full
        }
    }

    /// After ``Verdict/go``.
    mutating func take() -> Call {
        quota?.left -= 1
        let call = Call(place: window.enter())
        share.take(inFlight: inFlight)
        return call
    }

    /// The last calls that the vendor allows are kept for those who wait in person.
    private func reserve(_ priority: CallPriority) -> Int {
        priority == .interactive ? 0 : min(2, (statedCallsPerMinute ?? 0) / 20)
    }

    // MARK: - Settling

    /// A call that told nothing of this scope's limits.
    mutating func settle(_ call: Call) { window.leave() }

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
        if let rate = signs.callsPerMinute { statedCallsPerMinute = rate }
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
