import HTTPTransport
import HTTPTypes
import Postgres
import Sync
import Synchronization
import TestSupport
import Testing
import VendorSimulator

/// Two processes on one quota: budgets of their own, over one database.
@Suite(.timeLimit(.minutes(2))) struct BudgetStoreTests {
    private let account = BudgetScope(key: "account:test:shared")

    /// Answers after a while, and counts.
    private final class Counting: Transport {
        private let state = Mutex((calls: 0, now: 0, most: 0))
        var calls: Int { state.withLock { $0.calls } }
        var mostAtOnce: Int { state.withLock { $0.most } }

        func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse {
            state.withLock { $0 = ($0.calls + 1, $0.now + 1, max($0.most, $0.now + 1)) }
            try? await Task.sleep(for: .milliseconds(20))
            state.withLock { $0.now -= 1 }
            return TransportResponse(status: .ok)
        }
    }

    /// Sends by each client from four tasks until all have sent so many, or the time is over.
    private func send(
        _ clients: [VendorClient], _ url: String, each count: Int, within limit: Duration = .seconds(60)
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await Task.sleep(for: limit) }
            group.addTask {
                try await withThrowingTaskGroup(of: Void.self) { calls in
                    for client in clients {
                        for _ in 1...4 {
                            calls.addTask {
                                for _ in 1...count / 4 { _ = try await client.send(TransportRequest(url: url)) }
                            }
                        }
                    }
                    try await calls.waitForAll()
                }
            }
            try await group.next()
            group.cancelAll()
        }
    }

    private func client(_ transport: any Transport, _ budgets: Budgets, _ limits: BudgetLimits) -> VendorClient {
        VendorClient(transport: transport, budgets: budgets, rules: [BudgetRule(account, limits)])
    }

    @Test func twoProcessesShareTheCallsAndThePlaces() async throws {
        try await TestDatabase.with { database in
            let transport = Counting()
            let limits = BudgetLimits(callsPerMinute: 300, concurrentCalls: 3)
            let budgets = [1, 2].map { _ in Budgets(store: PostgresBudgetStore(worker: database.worker)) }
            let clients = budgets.map { client(transport, $0, limits) }
            let began = ContinuousClock.now
            try await send(clients, "https://vendor.example/", each: 24)
            // A burst of 30, and 271 in a minute and three seconds.
            let seconds = Double((ContinuousClock.now - began).components.seconds + 1)
            #expect(transport.calls == 48)
            #expect(Double(transport.calls) <= 30 + seconds * 271 / 63 + 1)
            #expect(transport.mostAtOnce <= 3)
            #expect(clients.allSatisfy { $0.tally.counts.calls == 24 })
        }
    }

    @Test func aProcessThatLeavesMakesRoomAtOnceAndADeadOneBeforeLong() async throws {
        try await TestDatabase.with { database in
            let limits = BudgetLimits(concurrentCalls: 1)
            let dead = PostgresBudgetStore(worker: database.worker)
            var ask = BudgetAsk(holder: "dead", concurrentCalls: 1)
            ask.inFlight = 1
            _ = try await dead.ask(ask, of: account, now: WallTime(seconds: 0))
            let first = Budgets(store: PostgresBudgetStore(worker: database.worker))
            let began = ContinuousClock.now
            _ = try await client(Counting(), first, limits).send(TransportRequest(url: "https://vendor.example/"))
            #expect((.seconds(5) ... .seconds(12)).contains(ContinuousClock.now - began))
            await first.leave()
            let second = Budgets(store: PostgresBudgetStore(worker: database.worker))
            let again = ContinuousClock.now
            _ = try await client(Counting(), second, limits).send(TransportRequest(url: "https://vendor.example/"))
            #expect(ContinuousClock.now - again < .seconds(3))
        }
    }

    /// A call that takes longer than a place lasts keeps its place: its process is known to live.
    @Test func aLongCallKeepsItsPlace() async throws {
        try await TestDatabase.with { database in
            let limits = BudgetLimits(concurrentCalls: 1)
            let (events, told) = AsyncStream<Void>.makeStream()
            let slow = Waiting(began: told, seconds: BudgetShare.placeSeconds + 2)
            let budgets = [1, 2].map { _ in Budgets(store: PostgresBudgetStore(worker: database.worker)) }
            let other = Counting()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    _ = try await client(slow, budgets[0], limits).send(TransportRequest(url: "https://a.example/"))
                }
                for await _ in events { break }
                _ = try await client(other, budgets[1], limits).send(TransportRequest(url: "https://a.example/"))
                #expect(slow.isOver)
                try await group.waitForAll()
            }
        }
    }

    private final class Waiting: Transport {
        private let state = Mutex(false)
        private let began: AsyncStream<Void>.Continuation
        private let seconds: Double
        var isOver: Bool { state.withLock { $0 } }

        init(began: AsyncStream<Void>.Continuation, seconds: Double) {
            self.began = began
            self.seconds = seconds
        }

        func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse {
            began.yield()
            try? await Task.sleep(for: .seconds(seconds))
            state.withLock { $0 = true }
            return TransportResponse(status: .ok)
        }
    }

    @Test func aPauseAndALearnedLimitOutliveTheProcess() async throws {
        try await TestDatabase.with { database in
            let refusing = Answering(TransportResponse(status: .tooManyRequests, headers: [.retryAfter: "600"]))
            let first = Budgets(store: PostgresBudgetStore(worker: database.worker))
            _ = try await client(refusing, first, BudgetLimits()).send(TransportRequest(url: "https://a.example/"))
            let restarted = Budgets(store: PostgresBudgetStore(worker: database.worker))
            let calls = Counting()
            let answer = try await client(calls, restarted, BudgetLimits())
                .send(TransportRequest(url: "https://a.example/"))
            #expect(answer.status == .tooManyRequests)
            #expect((590...661).contains(answer.headers[.retryAfter].flatMap { Int($0) } ?? 0))
            #expect(calls.calls == 0)
        }
    }

    private struct Answering: Transport {
        let answer: TransportResponse
        init(_ answer: TransportResponse) { self.answer = answer }
        func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse { answer }
    }

    /// Over HTTP, against a vendor that counts and refuses: a tenth of the limit may come at once from both together, and
    /// from each alone would be too much.
    @Test func twoProcessesAreNeverRefusedByAVendorThatCounts() async throws {
        try await TestDatabase.with { database in
            try await SimulatorServer.with(SimulatorConfiguration(tenants: [.init(devices: 1)])) { vendors in
                vendors.set(.quota(calls: 80, seconds: 2), vendor: "ninjaone")
                let base = try #require(vendors.connection("ninjaone")?.baseURL)
                let transport = CurlTransport(
                    egress: EgressPolicy(allowing: [AddressBlock("127.0.0.0/8")].compactMap(\.self)))
                let clients = [1, 2].map { _ in
                    client(
                        transport, Budgets(store: PostgresBudgetStore(worker: database.worker)),
                        BudgetLimits(callsPerMinute: 600, concurrentCalls: 8))
                }
                try await send(clients, base + "/v2/organizations", each: 56)
                #expect(clients.map(\.tally.counts.calls) == [56, 56])
                #expect(clients.map(\.tally.counts.throttled) == [0, 0])
            }
        }
    }
}
