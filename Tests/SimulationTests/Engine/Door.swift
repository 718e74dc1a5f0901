import Connectors
import HTTPTransport
import HTTPTypes
import Synchronization

/// The way to the simulated vendor, as a process has it: each call in its turn, within the account's budget.
struct Door: Sendable {
    let budgets: Budgets
    let account: BudgetScope
    let traffic: Traffic

    func call<Answer: Sendable>(
        _ body: @escaping @Sendable () async throws(ConnectorError) -> Answer
    ) async throws(ConnectorError) -> Answer {
        let way = Way(traffic: traffic, body: body)
        let limits = BudgetLimits(
            callsPerMinute: traffic.callsPerMinute, concurrentCalls: traffic.concurrentCalls)
        let client = VendorClient(transport: way, budgets: budgets, rules: [BudgetRule(account, limits)])
        do throws(TransportError) {
            _ = try await client.send(TransportRequest(url: "https://vendor.example/"))
        } catch {
            throw .cancelled
        }
        guard let answer = way.answer else { throw .throttled(retryAfterSeconds: nil, "the account is paused") }
        return try answer.get()
    }
}

/// What the client takes for a transport: answers by the body, whatever that comes to.
private final class Way<Answer: Sendable>: Transport {
    private let traffic: Traffic
    private let body: @Sendable () async throws(ConnectorError) -> Answer
    private let result = Mutex<Result<Answer, ConnectorError>?>(nil)

    init(traffic: Traffic, body: @escaping @Sendable () async throws(ConnectorError) -> Answer) {
        self.traffic = traffic
        self.body = body
    }

    var answer: Result<Answer, ConnectorError>? { result.withLock { $0 } }

    func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse {
        traffic.arrive()
        defer { traffic.leave() }
        // Others' calls may come meanwhile, as on any way.
        await Task.yield()
        let answer: Result<Answer, ConnectorError>
        do throws(ConnectorError) { answer = .success(try await body()) } catch { answer = .failure(error) }
        result.withLock { $0 = answer }
        return TransportResponse(status: .ok)
    }
}
