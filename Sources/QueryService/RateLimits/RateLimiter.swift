import Access
import Foundation
import HTTPTypes
import Synchronization

/// The counts of this process, and what it knows of the others'.
final class RateLimiter: Sendable {
    private let windows: Mutex<RateWindows>
    private let start = ContinuousClock.now

    init(limits: RateLimits) { windows = Mutex(RateWindows(limits: limits)) }

    private var now: Int { Int((ContinuousClock.now - start) / .seconds(1)) }

    func take(_ caller: Caller) -> RateStanding {
        let now = self.now
        return windows.withLock { $0.take(key: caller.keyID, tenant: caller.tenantID, at: now) }
    }

    /// What is to be told to the other processes: the windows that were asked since the last time.
    func shares() -> [RateShare] {
        let now = self.now
        return windows.withLock { $0.shares(at: now) }
    }

    /// What other processes have answered of it.
    func learn(_ others: Int, of id: UUID) { windows.withLock { $0.learn(others, of: id) } }
}

/// Headers that are known before there is an answer, and that it has whatever becomes of it.
final class AnswerHeaders: Sendable {
    private let fields = Mutex(HTTPFields())
    var value: HTTPFields { fields.withLock { $0 } }
    func add(_ more: HTTPFields) { fields.withLock { $0.append(contentsOf: more) } }
}
