import HTTPTransport
import HTTPTypes
import Synchronization

/// A vendor as a function of how many calls came before; keeps what was sent, and when.
final class FakeTransport: Transport {
    struct Sent: Sendable {
        var request: TransportRequest
        var at: WallTime
    }

    private let calls = Mutex<[Sent]>([])
    private let clock: ManualClock
    private let answer: @Sendable (Int) throws(TransportError) -> TransportResponse

    init(_ clock: ManualClock, _ answer: @escaping @Sendable (Int) throws(TransportError) -> TransportResponse) {
        self.clock = clock
        self.answer = answer
    }

    var sent: [Sent] { calls.withLock { $0 } }

    func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse {
        let number = calls.withLock { calls in
            calls.append(Sent(request: request, at: clock.now))
            return calls.count - 1
        }
        // As a network does, it lets others go on meanwhile.
        await Task.yield()
        return try answer(number)
    }
}

extension TransportResponse {
    static let fine = TransportResponse(status: .ok)

    static func tooMany(_ retryAfter: String? = nil) -> TransportResponse {
        var headers = HTTPFields()
        headers[.retryAfter] = retryAfter
        return TransportResponse(status: .tooManyRequests, headers: headers)
    }
}

extension TransportRequest {
    static let get = TransportRequest(url: "https://vendor.example/things")
    static let post = TransportRequest(method: .post, url: "https://vendor.example/things", body: [1])
}

extension BudgetScope {
    static let test = BudgetScope(key: "account:test:01")
    static let other = BudgetScope(key: "account:test:02")
}
