import Synchronization

/// What was found out a moment ago, so that an agent's hundred questions a second do not ask for it a hundred times.
package final class ShortMemory<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Entry {
        let value: Value
        let ends: ContinuousClock.Instant
    }

    private let lifetime: Duration
    /// Beyond so many all are forgotten: it is there for speed, and must not grow with its users.
    private let limit: Int
    private let clock: @Sendable () -> ContinuousClock.Instant
    private let entries = Mutex<[Key: Entry]>([:])

    /// - Parameter lifetime: How long a value is taken to hold; zero: it is found out anew each time.
    package init(
        lifetime: Duration, limit: Int = 10_000, clock: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.lifetime = lifetime
        self.limit = limit
        self.clock = clock
    }

    /// The value of the key, not older than the lifetime: what `find` throws is not remembered.
    package func value(_ key: Key, _ find: () async throws -> Value) async throws -> Value {
        guard lifetime > .zero else { return try await find() }
        // From before it is asked for: a value that was long on its way is as old as the question.
        let now = clock()
        if let known = entries.withLock({ $0[key] }), now < known.ends { return known.value }
        let value = try await find()
        entries.withLock { entries in
            if entries.count >= limit { entries = [:] }
            entries[key] = Entry(value: value, ends: now + lifetime)
        }
        return value
    }
}
