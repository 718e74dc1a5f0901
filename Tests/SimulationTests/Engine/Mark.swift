import Synchronization

/// What was seen when a lease had ended.
final class Mark: Sendable {
    private let state = Mutex((isBegun: false, fingerprint: String?.none))

    /// True for the first who asks.
    func begin() -> Bool {
        state.withLock { state in
            defer { state.isBegun = true }
            return !state.isBegun
        }
    }

    func set(_ fingerprint: String?) { state.withLock { $0.fingerprint = fingerprint } }
    var fingerprint: String? { state.withLock { $0.fingerprint } }
}
