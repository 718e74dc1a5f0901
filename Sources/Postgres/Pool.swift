import Synchronization

/// The pool's shell: the state machine behind a lock, and the tasks that wait for it.
final class Pool: Sendable {
    typealias Grant = PoolState<PostgresConnection>.Grant

    private struct Contents {
        var state: PoolState<PostgresConnection>
        var waiting: [Int: CheckedContinuation<Result<Grant, PostgresError>, Never>] = [:]
        var nextWaiter = 0
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    private let contents: Mutex<Contents>

    init(limit: Int) { contents = Mutex(Contents(state: PoolState(limit: limit))) }

    /// A connection, or the right to make one; waits in turn.
    func lend() async throws(PostgresError) -> Grant {
        let waiter = contents.withLock { contents in
            contents.nextWaiter += 1
            return contents.nextWaiter
        }
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                ask(waiter, continuation)
                if Task.isCancelled { leave(waiter) }
            }
        } onCancel: {
            leave(waiter)
        }
        return try outcome.get()
    }

    /// One that is free at once: see ``PoolState/lendSpare()``.
    func lendSpare() -> Grant? { contents.withLock { $0.state.lendSpare() } }

    func endSparing() { contents.withLock { $0.state.endSparing() } }

    private func ask(_ waiter: Int, _ continuation: CheckedContinuation<Result<Grant, PostgresError>, Never>) {
        let answer: Result<Grant, PostgresError>? = contents.withLock { contents in
            switch contents.state.lend(to: waiter) {
            case .grant(let grant): return .success(grant)
            case .closed: return .failure(Self.closed)
            case .wait:
                contents.waiting[waiter] = continuation
                return nil
            }
        }
        if let answer { continuation.resume(returning: answer) }
    }

    private func leave(_ waiter: Int) {
        let continuation = contents.withLock { contents in
            contents.state.leave(waiter) ? contents.waiting.removeValue(forKey: waiter) : nil
        }
        continuation?.resume(
            returning: .failure(PostgresError(.cancelled, "the task was cancelled while it waited for a connection")))
    }

    /// nil: it broke, or could not be made.
    func giveBack(_ connection: PostgresConnection?) {
        let (grant, closers) = contents.withLock { contents in
            var grant: (CheckedContinuation<Result<Grant, PostgresError>, Never>, Grant)?
            if case .grant(let what, let waiter) = contents.state.giveBack(connection) {
                grant = contents.waiting.removeValue(forKey: waiter).map { ($0, what) }
            }
            return (grant, Self.takeClosers(&contents))
        }
        if let (continuation, what) = grant { continuation.resume(returning: .success(what)) }
        for closer in closers { closer.resume() }
    }

    /// Turns away who waits, and returns when all that is lent is back.
    func close() async {
        await withCheckedContinuation { continuation in
            let (refused, closers) = contents.withLock { contents in
                let leavers = contents.state.close()
                contents.closers.append(continuation)
                return (
                    leavers.waiters.compactMap { contents.waiting.removeValue(forKey: $0) },
                    Self.takeClosers(&contents)
                )
            }
            for waiter in refused { waiter.resume(returning: .failure(Self.closed)) }
            for closer in closers { closer.resume() }
        }
    }

    private static func takeClosers(_ contents: inout Contents) -> [CheckedContinuation<Void, Never>] {
        guard contents.state.isDrained else { return [] }
        defer { contents.closers = [] }
        return contents.closers
    }

    private static let closed = PostgresError(.poolClosed, "the pool of database connections is closed")
}
