import Synchronization

/// A call on its way to the loop: what to send, whom to tell, and whether it is still wanted.
final class Ticket: Sendable {
    let request: TransportRequest
    private let wanted = Atomic(true)
    private let teller: Mutex<Teller?>

    typealias Teller = @Sendable (Result<TransportResponse, TransportError>) -> Void

    init(_ request: TransportRequest) {
        self.request = request
        teller = Mutex(nil)
    }

    func await(_ teller: @escaping Teller) { self.teller.withLock { $0 = teller } }

    /// Tells the outcome; only the first is heard.
    func tell(_ outcome: Result<TransportResponse, TransportError>) {
        let teller = teller.withLock { held in
            defer { held = nil }
            return held
        }
        teller?(outcome)
    }

    func cancel() { wanted.store(false, ordering: .releasing) }
    var isCancelled: Bool { !wanted.load(ordering: .acquiring) }
}
