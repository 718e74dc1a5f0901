import Synchronization

/// A value that the first who asks makes and all others wait for.
package final class Once<Value: Sendable>: Sendable {
    private enum State {
        case untouched
        case making([CheckedContinuation<Result<Value, any Error>, Never>])
        case made(Result<Value, any Error>)
    }
    private let state = Mutex(State.untouched)

    package init() {}

    package func value(_ make: () async throws -> Value) async throws -> Value {
        let isMaker = state.withLock { state in
            guard case .untouched = state else { return false }
            state = .making([])
            return true
        }
        guard isMaker else { return try await wait().get() }
        let result: Result<Value, any Error>
        do { result = .success(try await make()) } catch { result = .failure(error) }
        let waiters = state.withLock { state in
            defer { state = .made(result) }
            if case .making(let waiters) = state { return waiters }
            return []
        }
        for waiter in waiters { waiter.resume(returning: result) }
        return try result.get()
    }

    private func wait() async -> Result<Value, any Error> {
        await withCheckedContinuation { continuation in
            let made: Result<Value, any Error>? = state.withLock { state in
                switch state {
                case .made(let result): return result
                case .making(let waiters): state = .making(waiters + [continuation])
                case .untouched: preconditionFailure("nobody makes it")
                }
                return nil
            }
            if let made { continuation.resume(returning: made) }
        }
    }
}
