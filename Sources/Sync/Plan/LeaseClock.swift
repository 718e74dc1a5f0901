/// What the holder of a lease may do by its own clock: a pure view on the times, on a clock that does not jump.
///
/// The database's clock decides in the end, inside every commit; this only says when to renew, and when it is certain
/// that there is nothing left to renew.
struct LeaseClock: Sendable, Hashable {
    enum Step: Sendable, Hashable {
        case wait(Duration)
        case renew
        /// So long without a renewal that another may hold it.
        case giveUp
    }

    let duration: Duration
    let renewal: Duration
    /// When the last renewal that came through was sent.
    private(set) var renewedAt: Duration
    private var failedAt: Duration?

    init(duration: Duration, renewal: Duration, at now: Duration) {
        self.duration = duration
        self.renewal = renewal
        renewedAt = now
    }

    func step(at now: Duration) -> Step {
        let end = renewedAt + duration
        if now >= end { return .giveUp }
        // A renewal that failed is tried again soon: there are several of them before the lease ends.
        let due = failedAt.map { $0 + renewal / 10 } ?? (renewedAt + renewal)
        return now >= due ? .renew : .wait(min(due, end) - now)
    }

    mutating func renewed(at now: Duration) { (renewedAt, failedAt) = (now, nil) }
    mutating func failed(at now: Duration) { failedAt = now }
}
