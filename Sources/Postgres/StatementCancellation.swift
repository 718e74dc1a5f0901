import CLibPQ
import Foundation
import Synchronization

/// Cancels a running statement on the server when its task is cancelled.
///
/// `PQcancel` blocks, so it runs on a thread of its own; the statement does not give its connection back before that
/// thread has ended, or a late cancellation would hit the next statement.
final class StatementCancellation: Sendable {
    private enum State {
        case preparing, wanted, running, cancelling, finished
    }

    /// How often the server is asked again: a request that comes before the statement is lost on it.
    private static let repeatAfter = DispatchTimeInterval.milliseconds(250)
    /// When the connection is given up instead.
    private static let attempts = 40

    private let state = Mutex(State.preparing)
    private let cancel: CancelHandle?
    private let socket: Int32
    private let answered = DispatchSemaphore(value: 0)
    private let threadEnded = OneEvent()

    init(_ handle: ConnectionHandle) {
        cancel = PQgetCancel(handle.pointer).map(CancelHandle.init)
        socket = handle.socket
    }

    /// The task was cancelled.
    func request() {
        let starts = state.withLock { state in
            switch state {
            case .preparing: state = .wanted
            case .running: state = .cancelling
            case .wanted, .cancelling, .finished: return false
            }
            return state == .cancelling
        }
        if starts { startThread() }
    }

    /// The statement is with the server.
    func started() {
        let starts = state.withLock { state in
            if state == .wanted { state = .cancelling } else { state = .running }
            return state == .cancelling
        }
        if starts { startThread() }
    }

    /// The statement has been answered: returns when no cancellation can arrive any more.
    func finish() async {
        let wasCancelling = state.withLock { state in
            defer { state = .finished }
            return state == .cancelling
        }
        guard wasCancelling else { return }
        answered.signal()
        await threadEnded.wait()
    }

    private func startThread() {
        Thread.detachNewThread { [self] in
            defer { threadEnded.fire() }
            for _ in 0..<Self.attempts {
                cancel?.send()
                if answered.wait(timeout: .now() + Self.repeatAfter) == .success { return }
            }
            // The server does not answer: the waiting statement sees its socket end.
            shutdown(socket, Int32(SHUT_RDWR))
        }
    }
}

/// libpq's cancel handle.
///
/// `@unchecked`: a C handle that libpq documents as safe to use from any thread.
private final class CancelHandle: @unchecked Sendable {
    private let pointer: OpaquePointer
    init(_ pointer: OpaquePointer) { self.pointer = pointer }
    deinit { PQfreeCancel(pointer) }

    func send() {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { reason in
            _ = PQcancel(pointer, reason.baseAddress, Int32(reason.count))
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
