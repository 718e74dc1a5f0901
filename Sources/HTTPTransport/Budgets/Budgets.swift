import Synchronization

/// Every scope's budget in this process: who may call now, and who waits. One for all clients.
public final class Budgets: Sendable {
    /// Leave to make one call. Must be settled.
    struct Grant: Sendable {
        fileprivate let scope: BudgetScope
        fileprivate let call: Budget.Call
        /// How long it was waited for, in seconds.
        let waited: Double
    }

    /// Why there is none.
    enum Refusal: Error, Equatable {
        case paused(until: WallTime)
        case cancelled
    }

    /// How old the knowledge of what other processes stored may be.
    private static let refreshSeconds: Double = 5

    private let state = Mutex<[BudgetScope: Line]>([:])
    private let store: any BudgetStore
    let clock: CallClock

    public init(store: any BudgetStore = InMemoryBudgetStore(), clock: CallClock = .system) {
        self.store = store
        self.clock = clock
    }

    // MARK: - Before a call

    /// Waits for its turn: by priority, within the limits, and through pauses no longer than `patience` seconds.
    func acquire(
        _ scope: BudgetScope, _ limits: BudgetLimits, _ priority: CallPriority, patience: Double
    ) async throws(Refusal) -> Grant {
        let began = clock.now()
        await refresh(scope, limits)
        let ticket = state.withLock { $0[scope]?.join(limits, priority, now: clock.now()) } ?? 0
        while true {
            if Task.isCancelled { throw leave(scope, ticket) }
            switch step(scope, ticket, patience: patience) {
            case .go(let call): return Grant(scope: scope, call: call, waited: max(0, clock.now() - began))
            case .refuse(let until): throw .paused(until: until)
            case .park: await park(scope, ticket)
            case .sleep(let until):
                do {
                    // Pauses that other processes find out about reach a long sleeper too.
                    try await clock.sleep(min(max(0, until - clock.now()), Self.refreshSeconds))
                } catch {
                    throw leave(scope, ticket)
                }
                await refresh(scope, limits)
            }
        }
    }

    private func step(_ scope: BudgetScope, _ ticket: BudgetQueue.Ticket, patience: Double) -> BudgetQueue.Step {
        state.withLock { lines in
            guard let step = lines[scope]?.queue.step(ticket, patience: patience, now: clock.now()) else {
                return .park
            }
            // Whoever left the line has uncovered the next.
            switch step {
            case .go, .refuse: lines[scope]?.wakeFirst()
            case .park, .sleep: break
            }
            return step
        }
    }

    private func leave(_ scope: BudgetScope, _ ticket: BudgetQueue.Ticket) -> Refusal {
        state.withLock { lines in
            lines[scope]?.queue.leave(ticket)
            lines[scope]?.wakeFirst()
        }
        return .cancelled
    }

    private func park(_ scope: BudgetScope, _ ticket: BudgetQueue.Ticket) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                state.withLock { $0[scope]?.park(ticket, continuation) }
            }
        } onCancel: {
            state.withLock { $0[scope]?.wake(ticket) }
        }
    }

    // MARK: - After a call

    /// Gives the call back with what came of it. Answers how many seconds the scope is paused from now.
    func settle(_ grant: Grant, _ outcome: CallOutcome, _ signs: RateSigns) async -> Double {
        let now = clock.now()
        let (paused, changed) = state.withLock { lines -> (Double, StoredBudget?) in
            guard var line = lines[grant.scope] else { return (0, nil) }
            let isChanged = line.queue.budget.settle(
                grant.call, outcome, signs: signs, now: now, random: clock.random())
            isChanged ? line.wakeAll() : line.wakeFirst()
            lines[grant.scope] = line
            let budget = line.queue.budget
            return (budget.pausedUntil.map { max(0, $0 - now) } ?? 0, isChanged ? budget.stored : nil)
        }
        if let changed { await save(changed, grant.scope) }
        return paused
    }

    /// Pauses a scope for a reason that no header told.
    func pause(_ scope: BudgetScope, _ limits: BudgetLimits, seconds: Double, reason: String) async {
        await refresh(scope, limits)
        let stored = state.withLock { lines in
            lines[scope]?.queue.budget.pause(until: clock.now() + seconds, reason: reason)
            lines[scope]?.wakeAll()
            return lines[scope]?.queue.budget.stored
        }
        if let stored { await save(stored, scope) }
    }

    // MARK: - The store

    private func save(_ budget: StoredBudget, _ scope: BudgetScope) async {
        // Calls go on without the store: the budget in memory is the stricter of the two anyway.
        try? await store.save(budget, for: scope)
    }

    private func refresh(_ scope: BudgetScope, _ limits: BudgetLimits) async {
        let isStale = state.withLock { lines in
            let now = clock.now()
            guard let line = lines[scope] else { return true }
            guard abs(now - line.refreshedAt) >= Self.refreshSeconds else { return false }
            lines[scope]?.refreshedAt = now
            return true
        }
        guard isStale else { return }
        let stored = try? await store.load(scope)
        state.withLock { lines in
            lines[scope, default: Line(limits, stored, now: clock.now())].adopt(stored, now: clock.now())
        }
    }

    // MARK: - Looking

    /// What a scope's budget is now: for metrics and for words to people. nil where nobody called yet.
    public func report(on scope: BudgetScope) -> BudgetReport? {
        state.withLock { lines in
            lines[scope].map { line in
                let budget = line.queue.budget
                return BudgetReport(
                    inFlight: budget.inFlight, waiting: line.queue.waiting.count, concurrency: budget.concurrency,
                    pausedUntil: budget.pausedUntil.flatMap { $0 > clock.now() ? $0 : nil })
            }
        }
    }
}

/// A scope's budget at a moment.
public struct BudgetReport: Sendable, Hashable {
    public var inFlight: Int
    public var waiting: Int
    /// How many calls at one time are tried now.
    public var concurrency: Int
    public var pausedUntil: WallTime?
}
