import HTTPTypes

/// What a connector sends by: a transport within a connection's budget, with tries again, limits, pin and counts.
/// One a connection; all of a process share the transport and the budgets.
public final class VendorClient: Transport {
    /// All that this client ever sent; see ``CallContext`` for a part of it.
    public let tally = CallTally()
    private let transport: any Transport
    private let budgets: Budgets
    private let rules: [BudgetRule]
    private let priority: CallPriority
    private let retry: RetryPolicy
    private let throttle: ThrottleRule
    private let transferLimits: TransferLimits?
    private let pinnedPublicKey: String?

    /// - Parameters:
    ///   - rules: what the vendor counts calls by, each scope once: its usual limits, or the connection's own settings
    ///     (then firm).
    ///   - priority: where no ``CallContext`` says otherwise.
    ///   - transferLimits: for requests that keep the defaults.
    public init(
        transport: any Transport, budgets: Budgets, rules: [BudgetRule],
        priority: CallPriority = .incremental, retry: RetryPolicy = RetryPolicy(), throttle: ThrottleRule = .standard,
        transferLimits: TransferLimits? = nil, pinnedPublicKey: String? = nil
    ) {
        self.transport = transport
        self.budgets = budgets
        self.rules = rules
        self.priority = priority
        self.retry = retry
        self.throttle = throttle
        self.transferLimits = transferLimits
        self.pinnedPublicKey = pinnedPublicKey
    }

    /// The first whole answer that is no passing failure; else, tries being spent, the last answer or error. A call whose
    /// scope is paused for longer than the policy waits gives a 429 with `Retry-After`, sent by nobody.
    public func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse {
        let request = prepared(request)
        let rules = BudgetRule.counting(request.url, of: rules)
        var paused: Double = 0
        // The pause that the next turn waits for, and that counts once it is over.
        var due: Double = 0
        var attempt = 0
        while true {
            attempt += 1
            guard let grant = try await turn(rules, patience: retry.longestPause.inSeconds - paused) else {
                return refusal(rules)
            }
            paused += due
            due = 0
            let (result, outcome, pause) = await call(request, grant, isRetry: attempt > 1)
            switch retry.decide(
                outcome, request, attempt: attempt, pause: pause, paused: paused, random: budgets.clock.random())
            {
            case .done: return try result.get()
            case .afterPause: due = pause
            case .again(let seconds): try await wait(seconds)
            }
        }
    }

    /// Pauses all that the vendor's refusals are about, where an answer's content asked for it rather than its status.
    public func pause(seconds: Double, reason: String) async {
        await budgets.pause(rules.filter(\.isTold), seconds: seconds, reason: reason)
    }

    /// Pauses the address's scope, and so every account that counts against it.
    public func addressIsBlocked(seconds: Double, reason: String) async {
        await budgets.pause(rules.filter(\.scope.isAddress), seconds: seconds, reason: reason)
    }

    // MARK: - Steps

    private func prepared(_ request: TransportRequest) -> TransportRequest {
        var request = request
        if let transferLimits, request.limits == TransferLimits() { request.limits = transferLimits }
        request.pinnedPublicKey = request.pinnedPublicKey ?? pinnedPublicKey
        return request
    }

    /// nil: paused for too long.
    private func turn(_ rules: [BudgetRule], patience: Double) async throws(TransportError) -> Budgets.Grant? {
        do {
            let priority = CallContext.current.priority ?? priority
            let grant = try await budgets.acquire(rules, priority, patience: max(0, patience))
            count { $0.secondsWaited += grant.waited }
            return grant
        } catch {
            if error == .cancelled { throw .cancelled }
            return nil
        }
    }

    private func call(
        _ request: TransportRequest, _ grant: Budgets.Grant, isRetry: Bool
    ) async -> (Result<TransportResponse, TransportError>, CallOutcome, pause: Double) {
        let result = await budgets.during(grant) { await self.attempt(request) }
        let fields = (try? result.get())?.headers ?? [:]
        let signs = RateSigns(fields, now: budgets.clock.now())
        let outcome = CallOutcome(result, signs: signs, rule: throttle)
        count { counts in
            counts.calls += 1
            counts.retries += isRetry ? 1 : 0
            counts.bytesSent += request.body.count
            counts.bytesReceived += (try? result.get())?.wireBytes ?? 0
            if case .throttled = outcome { counts.throttled += 1 }
        }
        let pause = await budgets.settle(grant, outcome, signs)
        return (result, outcome, pause)
    }

    private func attempt(_ request: TransportRequest) async -> Result<TransportResponse, TransportError> {
        do throws(TransportError) {
            return .success(try await transport.send(request))
        } catch {
            return .failure(error)
        }
    }

    private func wait(_ seconds: Double) async throws(TransportError) {
        do { try await budgets.clock.sleep(seconds) } catch { throw .cancelled }
        count { $0.secondsWaited += seconds }
    }

    private func refusal(_ rules: [BudgetRule]) -> TransportResponse {
        let until = rules.compactMap { budgets.report(on: $0.scope)?.pausedUntil }.max()
        let seconds = until.map { max(1, ($0 - budgets.clock.now()).rounded(.up)) } ?? 1
        return TransportResponse(
            status: .tooManyRequests, headers: [.retryAfter: String(Int(min(seconds, PauseRule.longest)))])
    }

    private func count(_ change: (inout CallCounts) -> Void) {
        tally.add(change)
        CallContext.current.tally?.add(change)
    }
}
