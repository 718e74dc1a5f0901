/// One scope's account book, which all processes that call within the scope share: the calls of the minute that are still
/// to be had, and who holds how many places for calls at one time. No I/O and no clock inside; kept by a store that lets
/// one at a time write in it.
///
/// However processes come, go and die: no minute sees more calls than the limit, since all are taken from one bucket and
/// are void a second later; and never more are under way than the limit, since a place is given to the next only when its
/// holder has given it up, or has not been heard of for ``BudgetShare/placeSeconds``.
public struct BudgetLedger: Sendable, Hashable, Codable {
    private struct Holding: Sendable, Hashable, Codable {
        var places: Int
        var wanted: Int
        var callsPerMinute: Int?
        var callsPerHour: Int?
        var concurrentCalls: Int
        var expiresAt: WallTime
    }

    /// How long the places that do not divide stay with the same holders.
    private static let turnSeconds: Double = 10
    /// When to ask again for a place that another holds.
    private static let placePoll: Double = 0.5

    private var bucket: TokenBucket?
    /// Of an hour's calls, where the vendor counts by it.
    private var hourly: TokenBucket?
    private var holdings: [String: Holding] = [:]

    public init() {}

    /// How many processes hold a part now.
    public var holders: Int { holdings.count }

    /// Renews the asker's part.
    public mutating func ask(_ ask: BudgetAsk, now: WallTime) -> BudgetShare {
        expire(now)
        holdings[ask.holder] = Holding(
            places: 0, wanted: max(ask.places, ask.inFlight), callsPerMinute: ask.callsPerMinute,
            callsPerHour: ask.callsPerHour, concurrentCalls: ask.concurrentCalls,
            expiresAt: now + BudgetShare.placeSeconds)
        let calls = calls(ask, now: now)
        let places = places(ask, now: now)
        // Under way is under way: whoever holds too much gives up what it finishes.
        holdings[ask.holder]?.places = max(ask.inFlight, places)
        var again: Double = places == 0 ? Self.placePoll : 0
        if calls == 0 {
            for bucket in [bucket, hourly].compactMap(\.self) {
                again = max(again, bucket.secondsToNext(isInteractive: ask.isInteractive))
            }
        }
        return BudgetShare(calls: calls, places: places, askAgainIn: again)
    }

    /// A holder is gone, with nothing under way; its last calls that were not made go back.
    public mutating func leave(_ holder: String, unused: Int) {
        guard holdings.removeValue(forKey: holder) != nil else { return }
        bucket?.giveBack(unused)
        hourly?.giveBack(unused)
    }

    private mutating func expire(_ now: WallTime) {
        for (holder, holding) in holdings {
            // By a clock that was set back, nobody would expire for long.
            holdings[holder]?.expiresAt = min(holding.expiresAt, now + BudgetShare.placeSeconds)
            if holding.expiresAt <= now { holdings[holder] = nil }
        }
    }

    // MARK: - Calls

    private mutating func calls(_ ask: BudgetAsk, now: WallTime) -> Int? {
        bucket = holdings.values.compactMap(\.callsPerMinute).min().map { limit in
            Self.filled(bucket ?? TokenBucket(callsPerMinute: limit, now: now), limit, ask, now)
        }
        hourly = holdings.values.compactMap(\.callsPerHour).min().map { limit in
            Self.filled(hourly ?? TokenBucket(callsPerHour: limit, now: now), limit, ask, now)
        }
        let left = [
            bucket?.available(isInteractive: ask.isInteractive, now: now),
            hourly?.available(isInteractive: ask.isInteractive, now: now),
        ]
        guard let available = left.compactMap(\.self).min() else { return nil }
        // What is there is for all who call now.
        let wanted = min(ask.calls, available, max(1, available / max(1, holdings.count)))
        _ = bucket?.take(wanted, isInteractive: ask.isInteractive, now: now)
        _ = hourly?.take(wanted, isInteractive: ask.isInteractive, now: now)
        return max(0, wanted)
    }

    /// A bucket with what the asker gives back, to its limit as it is now.
    private static func filled(_ bucket: TokenBucket, _ limit: Int, _ ask: BudgetAsk, _ now: WallTime) -> TokenBucket {
        var bucket = bucket
        bucket.setLimit(limit, now: now)
        bucket.giveBack(ask.unused)
        return bucket
    }

    // MARK: - Places

    private func places(_ ask: BudgetAsk, now: WallTime) -> Int {
        let most = holdings.values.map(\.concurrentCalls).min() ?? ask.concurrentCalls
        let others = holdings.filter { $0.key != ask.holder }.values.map(\.places).reduce(0, +)
        let due = dealt(most, to: ask.holder, turn: Int(now.seconds / Self.turnSeconds))
        return min(due, max(0, most - others))
    }

    /// What one holder is due when places are dealt out one by one to all who want any, in an order that moves on with the
    /// turn, so that with more holders than places each has its time.
    private func dealt(_ places: Int, to holder: String, turn: Int) -> Int {
        let wanting = holdings.filter { $0.value.wanted > 0 }.sorted { $0.key < $1.key }
        guard let own = wanting.firstIndex(where: { $0.key == holder }) else { return 0 }
        var left = places
        var given = Array(repeating: 0, count: wanting.count)
        let first = turn % wanting.count
        while left > 0, zip(given, wanting).contains(where: { $0 < $1.value.wanted }) {
            for offset in wanting.indices where left > 0 {
                let index = (first + offset) % wanting.count
                guard given[index] < wanting[index].value.wanted else { continue }
                given[index] += 1
                left -= 1
            }
        }
        return given[own]
    }
}
