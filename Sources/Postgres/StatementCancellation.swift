import CLibPQ
import Foundation
import Synchronization

/// Cancels a running statement on the server when its task is cancelled.
///
/// `PQcancel` blocks, so it runs on a thread of its own; the statement does not give its connection back before that
/// thread has ended, or a late cancellation would hit the next statement.
final class StatementCancellation: Sendable {
    private enum State {
        case preparing, wanted, running, finished
        case cancelling(Attempt)
    }

    /// Made when a statement is cancelled, which nearly none is.
    private struct Attempt: Sendable {
        let answered = DispatchSemaphore(value: 0)
        let threadEnded = OneEvent()
    }

    /// How often the server is asked again: a request that comes before the statement is lost on it.
    private static let repeatAfter = DispatchTimeInterval.milliseconds(250)
    /// When the connection is given up instead.
    private static let attempts = 40

    private let state = Mutex(State.preparing)
    private let handle: ConnectionHandle

    init(_ handle: ConnectionHandle) { self.handle = handle }

    /// The task was cancelled.
    func request() {
        let attempt: Attempt? = state.withLock { state in
            switch state {
            case .preparing: state = .wanted
            case .running: return Self.begin(&state)
            case .wanted, .cancelling, .finished: break
            }
            return nil
        }
        if let attempt { startThread(attempt) }
    }

    /// The statement is with the server.
    func started() {
        let attempt: Attempt? = state.withLock { state in
            if case .wanted = state { return Self.begin(&state) }
            state = .running
            return nil
        }
        if let attempt { startThread(attempt) }
    }

    private static func begin(_ state: inout State) -> Attempt {
        let attempt = Attempt()
        state = .cancelling(attempt)
        return attempt
    }

    /// The statement has been answered: returns when no cancellation can arrive any more.
    func finish() async {
        let attempt: Attempt? = state.withLock { state in
            defer { state = .finished }
            if case .cancelling(let attempt) = state { return attempt }
            return nil
        }
        guard let attempt else { return }
        attempt.answered.signal()
        await attempt.threadEnded.wait()
    }

    private func startThread(_ attempt: Attempt) {
        Thread.detachNewThread { [handle] in
            defer { attempt.threadEnded.fire() }
            for _ in 0..<Self.attempts {
                handle.cancel()
                if attempt.answered.wait(timeout: .now() + Self.repeatAfter) == .success { return }
            }
            // The server does not answer: the waiting statement sees its socket end.
            shutdown(handle.socket, Int32(SHUT_RDWR))
        }
    }
}

/// Something that happens once and that one task waits for.
final class OneEvent: Sendable {
    private enum State {
        case pending
        case awaited(CheckedContinuation<Void, Never>)
        case fired
    }
    private let state = Mutex(State.pending)

    func fire() {
        let waiter: CheckedContinuation<Void, Never>? = state.withLock { state in
            defer { state = .fired }
            if case .awaited(let waiter) = state { return waiter }
            return nil
        }
        waiter?.resume()
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if case .fired = state { return true }
                state = .awaited(continuation)
                return false
            }
            if isOver { continuation.resume() }
        }
    }
}
