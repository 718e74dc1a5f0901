import HTTPTypes
import Testing

@testable import HTTPTransport

@Suite(.timeLimit(.minutes(1))) struct VendorClientTests {
    private let clock = ManualClock()

    private func client(
        _ transport: FakeTransport, _ budgets: Budgets? = nil, scope: BudgetScope = .test,
        limits: BudgetLimits = BudgetLimits(), retry: RetryPolicy = RetryPolicy()
    ) -> VendorClient {
        VendorClient(
            transport: transport, budgets: budgets ?? Budgets(clock: clock.callClock),
            rules: [BudgetRule(scope, limits)], retry: retry)
    }

    // MARK: - Budgets

    @Test(arguments: [6, 60, 300])
    func severalClientsTogetherNeverPassTheLimit(limit: Int) async throws {
        let budgets = Budgets(clock: clock.callClock)
        let transport = FakeTransport(clock) { _ in .fine }
        let limits = BudgetLimits(callsPerMinute: limit, concurrentCalls: 8)
        let thread = OneThread()
        try await withThrowingTaskGroup { group in
            for priority in [CallPriority.interactive, .incremental, .sweep, .backfill] {
                let client = client(transport, budgets, limits: limits)
                group.addTask(executorPreference: thread) {
                    try await CallContext.$current.withValue(CallContext(priority: priority)) {
                        for _ in 0..<limit { _ = try await client.send(.get) }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(transport.sent.count == 4 * limit)
        #expect(transport.sent.map(\.at).mostInAMinute <= limit)
    }

    // MARK: - Pauses

    @Test(arguments: [("10", 10.0), ("19", 19), ("Wed, 01 Jul 2026 00:00:10 GMT", 10), (nil, 0.75)])
    func aShortPauseIsWaitedForAndTheCallSentAgain(retryAfter: String?, pause: Double) async throws {
        let transport = FakeTransport(clock) { $0 == 0 ? .tooMany(retryAfter) : .fine }
        let client = client(transport)
        #expect(try await client.send(.get).status == .ok)
        #expect(transport.sent.count == 2)
        #expect(try #require(transport.sent.last).at - ManualClock.start >= pause)
        #expect(clock.seconds <= pause + 1)
        #expect(client.tally.counts.throttled == 1)
        #expect(client.tally.counts.retries == 1)
        #expect(client.tally.counts.secondsWaited >= pause)
    }

    @Test(arguments: [(nil, 60.0), ("7", 7)])
    func aVendorsUsualPauseHoldsWhereItsRefusalDoesNotSay(retryAfter: String?, pause: Double) async throws {
        let budgets = Budgets(clock: clock.callClock)
        let transport = FakeTransport(clock) { _ in .tooMany(retryAfter) }
        let client = VendorClient(
            transport: transport, budgets: budgets, rules: [BudgetRule(.test, BudgetLimits())], retry: .once,
            throttle: .standard(pauseSeconds: 60))
        #expect(try await client.send(.get).status == .tooManyRequests)
        let until = try #require(budgets.report(on: .test)?.pausedUntil)
        #expect((pause...pause + 1).contains(until - ManualClock.start))
    }

    @Test func aBlockedAddressPausesEveryAccountThatCountsAgainstIt() async throws {
        let budgets = Budgets(clock: clock.callClock)
        let transport = FakeTransport(clock) { _ in .fine }
        let address = BudgetScope.callersAddress(host: "vendor.example")
        let clients = ["one", "two"].map { account in
            VendorClient(
                transport: transport, budgets: budgets,
                rules: [
                    BudgetRule(BudgetScope(key: account), BudgetLimits()),
                    BudgetRule(address, BudgetLimits(), isTold: false),
                ], retry: .once)
        }
        await clients[0].addressIsBlocked(seconds: 300, reason: "blocked")
        let refused = try await clients[1].send(.get)
        #expect(refused.status == .tooManyRequests && refused.headers[.retryAfter] == "300")
        #expect(transport.sent.isEmpty)
        // The accounts themselves are not paused: from elsewhere they may be called.
        #expect(budgets.report(on: BudgetScope(key: "one"))?.pausedUntil == nil)
        clock.advance(301)
        #expect(try await clients[1].send(.get).status == .ok)
    }

    @Test func aLongPauseGivesTheCallerTheRefusal() async throws {
        let transport = FakeTransport(clock) { _ in .tooMany("600") }
        let response = try await client(transport).send(.get)
        #expect(response.status == .tooManyRequests)
        #expect(transport.sent.count == 1)
        #expect(clock.seconds == 0)
    }

    @Test(arguments: ["600", "Wed, 01 Jul 2026 00:10:00 GMT"])
    func aPauseHoldsForAllOfTheScope(retryAfter: String) async throws {
        let budgets = Budgets(clock: clock.callClock)
        let transport = FakeTransport(clock) { $0 == 0 ? .tooMany(retryAfter) : .fine }
        _ = try await client(transport, budgets).send(.get)
        let refused = try await client(transport, budgets).send(.get)
        #expect(refused.status == .tooManyRequests)
        #expect(try #require(refused.headers[.retryAfter].flatMap { Int($0) }) >= 600)
        #expect(transport.sent.count == 1)

        #expect(try await client(transport, budgets, scope: .other).send(.get).status == .ok)
        clock.advance(602)
        #expect(try await client(transport, budgets).send(.get).status == .ok)
    }

    @Test func pausesAreNotWaitedForForEver() async throws {
        let transport = FakeTransport(clock) { _ in .tooMany("8") }
        #expect(try await client(transport).send(.get).status == .tooManyRequests)
        #expect(transport.sent.count == 3)
        #expect(clock.seconds <= 20)
    }

    @Test func aVendorsOwnSignOfThrottlingCounts() async throws {
        let transport = FakeTransport(clock) { $0 == 0 ? TransportResponse(status: .forbidden) : .fine }
        let client = VendorClient(
            transport: transport, budgets: Budgets(clock: clock.callClock), rules: [BudgetRule(.test, BudgetLimits())],
            throttle: ThrottleRule { $0.status == .forbidden })
        #expect(try await client.send(.get).status == .ok)
        #expect(client.tally.counts.throttled == 1)
    }

    @Test func anUnavailableThatSaysWhenIsAPause() async throws {
        let transport = FakeTransport(clock) { _ in
            TransportResponse(status: .serviceUnavailable, headers: [.retryAfter: "600"])
        }
        #expect(try await client(transport).send(.get).status == .serviceUnavailable)
        #expect(transport.sent.count == 1)
    }

    @Test func aPauseCanBeAskedForByContent() async throws {
        let transport = FakeTransport(clock) { _ in .fine }
        let client = client(transport)
        await client.pause(seconds: 90, reason: "the body said so")
        #expect(try await client.send(.get).status == .tooManyRequests)
        #expect(transport.sent.isEmpty)
    }

    // MARK: - Tries again

    @Test(arguments: [500, 502, 503, 504, 408, 522])
    func aFailingVendorIsTriedFourTimes(status: Int) async throws {
        let transport = FakeTransport(clock) { _ in TransportResponse(status: .init(code: status)) }
        #expect(try await client(transport).send(.get).status.code == status)
        #expect(transport.sent.count == 4)
    }

    @Test(arguments: [400, 401, 403, 404, 409, 422])
    func anAnswerThatWouldBeTheSameIsNotAskedForAgain(status: Int) async throws {
        let transport = FakeTransport(clock) { _ in TransportResponse(status: .init(code: status)) }
        #expect(try await client(transport).send(.get).status.code == status)
        #expect(transport.sent.count == 1)
    }

    @Test func whatMayNotBeRepeatedIsSentOnce() async throws {
        let failing = FakeTransport(clock) { _ in TransportResponse(status: .badGateway) }
        #expect(try await client(failing).send(.post).status == .badGateway)
        #expect(failing.sent.count == 1)

        let lost = FakeTransport(clock) { _ throws(TransportError) in throw .brokenTransfer("cut") }
        await #expect(throws: TransportError.brokenTransfer("cut")) { try await client(lost).send(.post) }
        #expect(lost.sent.count == 1)

        let throttling = FakeTransport(clock) { _ in .tooMany("1") }
        #expect(try await client(throttling).send(.post).status == .tooManyRequests)
        #expect(throttling.sent.count == 1)
    }

    @Test func aPostThatOnlyAsksIsRepeated() async throws {
        var query = TransportRequest.post
        query.isRepeatable = true
        let transport = FakeTransport(clock) { $0 == 0 ? TransportResponse(status: .badGateway) : .fine }
        #expect(try await client(transport).send(query).status == .ok)
    }

    @Test func whatWasNeverSentIsSentAgainWhateverItIs() async throws {
        let transport = FakeTransport(clock) { number throws(TransportError) in
            if number < 2 { throw .cannotConnect(host: "vendor.example", reason: "refused") }
            return .fine
        }
        #expect(try await client(transport).send(.post).status == .ok)
        #expect(transport.sent.count == 3)
    }

    @Test(arguments: [
        TransportError.bodyTooLarge(limit: 1), .egressRefused(host: "h", address: "10.0.0.1"), .badURL("u"),
        .tls(host: "h", reason: "r"), .timedOut(phase: .total),
    ])
    func hopelessErrorsAreNotTriedAgain(error: TransportError) async throws {
        let transport = FakeTransport(clock) { _ throws(TransportError) in throw error }
        await #expect(throws: error) { try await client(transport).send(.get) }
        #expect(transport.sent.count == 1)
    }

    @Test func delaysDoubleUpToTheLongest() {
        let policy = RetryPolicy()
        let delays = (1...3).map { policy.decide(.failing(status: 502), .get, attempt: $0, random: 1) }
        #expect(delays == [.again(afterSeconds: 0.5), .again(afterSeconds: 1), .again(afterSeconds: 2)])
        #expect(policy.decide(.failing(status: 502), .get, attempt: 4, random: 1) == .done)
    }

    // MARK: - Counting

    @Test func aStreamsCallsAreCountedAsItsOwn() async throws {
        let transport = FakeTransport(clock) { _ in TransportResponse(status: .ok, body: [1, 2, 3]) }
        let client = client(transport)
        let tally = CallTally()
        try await CallContext.$current.withValue(CallContext(tally: tally)) { _ = try await client.send(.post) }
        _ = try await client.send(.get)
        #expect(tally.counts.calls == 1)
        #expect(tally.counts.bytesSent == 1)
        #expect(tally.counts.bytesReceived == 3)
        #expect(client.tally.counts.calls == 2)
    }

    @Test func theClientsLimitsAndPinGoWithEachRequest() async throws {
        let transport = FakeTransport(clock) { _ in .fine }
        var limits = TransferLimits()
        limits.bodyBytes = 7
        let client = VendorClient(
            transport: transport, budgets: Budgets(clock: clock.callClock), rules: [BudgetRule(.test, BudgetLimits())],
            transferLimits: limits,
            pinnedPublicKey: "pin")
        _ = try await client.send(.get)
        #expect(transport.sent.first?.request.limits.bodyBytes == 7)
        #expect(transport.sent.first?.request.pinnedPublicKey == "pin")
    }
}
