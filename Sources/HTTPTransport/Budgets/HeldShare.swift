/// What a process may do by its last answer from a scope's ledger. No I/O and no clock inside.
///
/// All times are counted from before the ledger was asked, so that they end here before they end there.
struct HeldShare: Sendable {
    enum Standing: Equatable {
        case go
        /// The ledger is to be asked.
        case ask
        /// It was asked, and has nothing before then.
        case wait(until: WallTime)
        /// Until a call of our own is over.
        case full
    }

    private var share: BudgetShare?
    private var askedAt = WallTime(seconds: 0)
    private var askAgainAt = WallTime(seconds: 0)
    private var askedPlaces = 0
    /// Since it was asked: calls taken, and the most at one time.
    private var taken = 0
    private var peak = 0

    func standing(inFlight: Int, waiting: Int, now: WallTime) -> Standing {
        guard let share, isFresh(now) else { return asking(now) }
        guard inFlight < share.places else {
            let isShort = inFlight + waiting > askedPlaces
            return inFlight > 0 && !(isShort && now >= askAgainAt) ? .full : asking(now)
        }
        guard let calls = share.calls else { return .go }
        let age = now - askedAt
        return calls > 0 && age < BudgetShare.callSeconds ? .go : asking(now)
    }

    /// Whether it is time to tell the ledger that we live.
    func isFresh(_ now: WallTime) -> Bool {
        share != nil && (0..<BudgetShare.renewalSeconds).contains(now - askedAt)
    }

    private func asking(_ now: WallTime) -> Standing {
        // A clock that was set back must not keep us from asking.
        let isEarly = now < askAgainAt && askAgainAt - now <= 120
        return isEarly ? .wait(until: askAgainAt) : .ask
    }

    mutating func take(inFlight: Int) {
        if let calls = share?.calls { share?.calls = calls - 1 }
        taken += 1
        peak = max(peak, inFlight)
    }

    /// Fills in what is wanted: twice what was, where that was used up.
    mutating func fill(_ ask: inout BudgetAsk, waiting: Int, inFlight: Int) {
        let isUsedUp = share?.calls == 0 && taken > 0
        ask.calls = max(1, waiting, isUsedUp ? 2 * taken : taken)
        ask.unused = unused
        ask.places = max(inFlight + waiting, peak)
        ask.inFlight = inFlight
        askedPlaces = ask.places
        // Whatever becomes of the answer, they are given back.
        if share?.calls != nil { share?.calls = 0 }
    }

    var unused: Int { max(0, share?.calls ?? 0) }

    /// - Parameter random: from 0 to 1; spreads those who were sent away together.
    mutating func receive(_ answer: BudgetShare, askedAt: WallTime, inFlight: Int, random: Double) {
        share = answer
        self.askedAt = askedAt
        (taken, peak) = (0, inFlight)
        let delay = answer.askAgainIn
        askAgainAt = delay > 0 ? askedAt + (delay + random * min(0.25, delay / 5)) : askedAt
    }

    /// The answer did not come: nothing is held.
    mutating func lose() { share = nil }
}
