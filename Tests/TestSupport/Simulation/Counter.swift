import Synchronization

/// Counts across tasks.
package final class Counter: Sendable {
    private let count = Mutex(0)
    package init() {}
    package func add(_ number: Int) { count.withLock { $0 += number } }
    package var value: Int { count.withLock { $0 } }
}
