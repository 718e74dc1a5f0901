import CLibPQ
import Foundation
import Synchronization

/// One thread that waits for all of libpq's sockets, so that no thread of the cooperative pool ever does.
///
/// A wait is one-shot: the kernel forgets the interest as it reports it, so the table of waiters and the kernel agree.
final class PollThread: Sendable {
    static let shared = PollThread()

    /// What a socket is ready for.
    struct Readiness: OptionSet, Sendable {
        let rawValue: UInt32
        static let read = Readiness(rawValue: EPOLLIN.rawValue)
        static let write = Readiness(rawValue: EPOLLOUT.rawValue)
    }

    private let epoll: Int32
    private let waiters = Mutex<[Int32: CheckedContinuation<Readiness, Never>]>([:])

    private init() {
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        precondition(epoll >= 0, "no epoll: out of file descriptors")
        let thread = Thread { [self] in run() }
        thread.name = "postgres-poll"
        thread.start()
    }

    /// Waits until the socket is ready for one of `interest`, or until the task is cancelled when `wakesOnCancel`.
    /// An error or hang-up counts as ready for all: the next call into libpq says what it is.
    func wait(_ socket: Int32, for interest: Readiness, wakesOnCancel: Bool = false) async -> Readiness {
        guard wakesOnCancel else { return await suspend(socket, interest) }
        return await withTaskCancellationHandler {
            await suspend(socket, interest, checksCancellation: true)
        } onCancel: {
            resume(socket, [])
        }
    }

    private func suspend(
        _ socket: Int32, _ interest: Readiness, checksCancellation: Bool = false
    ) async -> Readiness {
        await withCheckedContinuation { continuation in
            waiters.withLock { $0[socket] = continuation }
            guard arm(socket, interest) else { return resume(socket, [.read, .write]) }
            // The handler may have run before there was anyone to wake.
            if checksCancellation, Task.isCancelled { resume(socket, []) }
        }
    }

    private func arm(_ socket: Int32, _ interest: Readiness) -> Bool {
        var event = epoll_event()
        event.events = interest.rawValue | EPOLLRDHUP.rawValue | EPOLLONESHOT.rawValue
        event.data.fd = socket
        if epoll_ctl(epoll, EPOLL_CTL_MOD, socket, &event) == 0 { return true }
        // A socket that is new, or whose number belonged to one that was closed.
        return epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event) == 0
    }

    private func resume(_ socket: Int32, _ readiness: Readiness) {
        waiters.withLock { $0.removeValue(forKey: socket) }?.resume(returning: readiness)
    }

    private func run() {
        var events = [epoll_event](repeating: epoll_event(), count: 64)
        while true { turn(&events) }
    }

    /// One wait, by itself: what a loop without an end holds, optimised code never releases, and a slice of the events held
    /// on to was a copy of them left behind at every wait.
    private func turn(_ events: inout [epoll_event]) {
        let count = epoll_wait(epoll, &events, Int32(events.count), -1)
        for index in 0..<Int(max(0, count)) {
            let (events, socket) = (events[index].events, events[index].data.fd)
            let failed = events & (EPOLLERR.rawValue | EPOLLHUP.rawValue | EPOLLRDHUP.rawValue) != 0
            resume(socket, failed ? [.read, .write] : Readiness(rawValue: events))
        }
    }
}
