/// Sends requests over libcurl: one thread for any number of concurrent calls, kept connections, HTTP/2 where the server
/// speaks it, gzip. Follows no redirect, keeps no cookie, and calls nothing that its policy refuses.
///
/// One for a process is enough; its thread ends when it is let go.
public final class CurlTransport: Transport {
    private let mailbox: CurlMailbox

    public init(egress: EgressPolicy = .publicOnly) {
        mailbox = CurlMailbox()
        CurlThread(mailbox, egress).start()
    }

    deinit { mailbox.close() }

    /// Returns the whole answer, whatever its status, or throws why there is none. Cancelling the task gives the call up.
    public func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse {
        let ticket = Ticket(request)
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                ticket.await { continuation.resume(returning: $0) }
                mailbox.post(ticket)
            }
        } onCancel: {
            ticket.cancel()
            mailbox.noteCancellation()
        }
        return try outcome.get()
    }
}
