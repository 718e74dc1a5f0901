import CLibcurl
import Glibc

/// The one thread of a transport: what it is born with, and its birth.
final class CurlThread: Sendable {
    private let mailbox: CurlMailbox
    private let egress: EgressPolicy

    init(_ mailbox: CurlMailbox, _ egress: EgressPolicy) {
        self.mailbox = mailbox
        self.egress = egress
    }

    func start() {
        var thread = pthread_t()
        let status = pthread_create(&thread, nil, threadBody, Unmanaged.passRetained(self).toOpaque())
        precondition(status == 0, "a thread for HTTP cannot be started")
        pthread_detach(thread)
    }

    fileprivate func run() {
        qm_name_thread("http")
        CurlLoop(mailbox: mailbox, egress: egress).run()
    }
}

private func threadBody(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    context.map { Unmanaged<CurlThread>.fromOpaque($0).takeRetainedValue().run() }
    return nil
}
