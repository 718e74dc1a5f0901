import Access
import HTTPTypes
import Synchronization

/// The counts of this process.
final class RateLimiter: Sendable {
    private let windows: Mutex<RateWindows>
    private let start = ContinuousClock.now

    init(limits: RateLimits) { windows = Mutex(RateWindows(limits: limits)) }

    func take(_ caller: Caller) -> RateStanding {
        let now = Int((ContinuousClock.now - start) / .seconds(1))
        return windows.withLock { $0.take(key: caller.keyID, tenant: caller.tenantID, at: now) }
    }
}

/// Headers that are known before there is an answer, and that it has whatever becomes of it.
final class AnswerHeaders: Sendable {
    private let fields = Mutex(HTTPFields())
    var value: HTTPFields { fields.withLock { $0 } }
    func add(_ more: HTTPFields) { fields.withLock { $0.append(contentsOf: more) } }
}
