import Inventory
import Synchronization

/// A clock that a test moves.
final class TestClock: Sendable {
    private let seconds = Mutex(1_751_900_000.0)
    var now: Timestamp { Timestamp(seconds: seconds.withLock { $0 }) }
    func advance(seconds more: Int) { seconds.withLock { $0 += Double(more) } }
}
