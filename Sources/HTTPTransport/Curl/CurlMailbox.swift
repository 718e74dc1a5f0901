import CLibcurl
import Synchronization

/// libcurl's multi handle. Of its functions only the wake-up may be called from any thread, and only it is, but by the
/// loop's own thread.
struct MultiHandle: @unchecked Sendable {
    // Unchecked: a C handle, used by the loop's thread alone but for curl_multi_wakeup, which is made for others.
    let raw: UnsafeMutableRawPointer

    /// The library is made ready once a process, which the first use of this does.
    private static let library = curl_global_init(Int(CURL_GLOBAL_ALL))

    init() {
        precondition(Self.library == CURLE_OK, "libcurl cannot be initialised")
        guard let raw = curl_multi_init() else { preconditionFailure("out of memory") }
        self.raw = raw
        // Kept connections; libcurl's own figure, four a call under way, closes them as soon as a burst is over.
        qm_multi_set_long(raw, CURLMOPT_MAXCONNECTS, 1024)
    }

    func destroy() { curl_multi_cleanup(raw) }
}

/// How the world reaches the loop's thread: new calls, cancellations, and the end.
final class CurlMailbox: Sendable {
    struct Mail {
        var tickets: [Ticket] = []
        var hasCancellations = false
        var isClosed = false
    }

    let multi = MultiHandle()
    private let mail = Mutex(Mail())

    /// Both the loop and the transport hold the mailbox, so that nobody wakes a handle that is gone.
    deinit { multi.destroy() }

    /// Puts a call in; refused, with the caller told, once closed.
    func post(_ ticket: Ticket) {
        let isClosed = mail.withLock { mail in
            if !mail.isClosed { mail.tickets.append(ticket) }
            return mail.isClosed
        }
        isClosed ? ticket.tell(.failure(.cancelled)) : wake()
    }

    /// Says that some ticket is no longer wanted.
    func noteCancellation() {
        mail.withLock { $0.hasCancellations = true }
        wake()
    }

    func close() {
        mail.withLock { $0.isClosed = true }
        wake()
    }

    /// Everything that came since the last time.
    func take() -> Mail {
        mail.withLock { mail in
            let taken = mail
            if !mail.isClosed { mail = Mail() }
            return taken
        }
    }

    private func wake() { curl_multi_wakeup(multi.raw) }
}
