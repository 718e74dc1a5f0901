import HTTPTypes

/// What a connector sends by: a transport within a connection's budget, with tries again, limits, pin and counts.
/// One a connection; all of a process share the transport and the budgets.
public final class VendorClient: Transport {
    /// All that this client ever sent; see ``CallContext`` for a part of it.
    public let tally = CallTally()
    public let scope: BudgetScope
    private let transport: any Transport
    private let budgets: Budgets
    private let limits: BudgetLimits
    private let priority: CallPriority
    private let retry: RetryPolicy
    private let throttle: ThrottleRule
    private let transferLimits: TransferLimits?
    private let pinnedPublicKey: String?

    /// - Parameters:
    ///   - limits: the vendor's usual budget, or the connection's own settings (then firm).
    ///   - priority: where no ``CallContext`` says otherwise.
    ///   - transferLimits: for requests that keep the defaults.
    public init(
        transport: any Transport, budgets: Budgets, scope: BudgetScope, limits: BudgetLimits = BudgetLimits(),
        priority: CallPriority = .incremental, retry: RetryPolicy = RetryPolicy(), throttle: ThrottleRule = .standard,
        transferLimits: TransferLimits? = nil, pinnedPublicKey: String? = nil
    ) {
        self.transport = transport
        self.budgets = budgets
        self.scope = scope
        self.limits = limits
        self.priority = priority
        self.retry = retry
        self.throttle = throttle
        self.transferLimits = transferLimits
        self.pinnedPublicKey = pinnedPublicKey
    }

    /// The first whole answer that is no passing failure; else, tries being spent, the last answer or error. A scope that
    /// is paused for longer than the policy waits gives a 429 with `Retry-After`, sent by nobody.
    public func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse {
        let request = prepared(request)
        var paused: Double = 0
        // The pause that the next turn waits for, and that counts once it is over.
        var due: Double = 0
        var attempt = 0
        while true {
            attempt += 1
            guard let grant = try await turn(patience: retry.longestPause.inSeconds - paused) else {
                return refusal()
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

    /// Pauses the whole scope, where an answer's content asked for it rather than its status.
    public func pause(seconds: Double, reason: String) async {
        await budgets.pause(scope, limits, seconds: seconds, reason: reason)
    }

    // MARK: - Steps

    private func prepared(_ request: TransportRequest) -> TransportRequest {
        var request = request
        if let transferLimits, request.limits == TransferLimits() { request.limits = transferLimits }
        request.pinnedPublicKey = request.pinnedPublicKey ?? pinnedPublicKey
        return request
    }

    /// nil: paused for too long.
    private func turn(patience: Double) async throws(TransportError) -> Budgets.Grant? {
        do {
            let priority = CallContext.current.priority ?? priority
            let grant = try await budgets.acquire(scope, limits, priority, patience: max(0, patience))
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
        let result = await attempt(request)
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

    private func refusal() -> TransportResponse {
        let until = budgets.report(on: scope)?.pausedUntil
        let seconds = until.map { max(1, ($0 - budgets.clock.now()).rounded(.up)) } ?? 1
        return TransportResponse(
            status: .tooManyRequests, headers: [.retryAfter: String(Int(min(seconds, PauseRule.longest)))])
    }

    private func count(_ change: (inout CallCounts) -> Void) {
        tally.add(change)
        CallContext.current.tally?.add(change)
    }
}
