import Synchronization

/// Every scope's budget in this process: who may call now, and who waits. One for all clients.
///
/// Calls are taken out of a share that the scope's ledger gave this process (see ``BudgetLedger``); it is asked for another
/// when that is used up, which is once a second or so.
public final class Budgets: Sendable {
    /// Leave to make one call, within all that it counts against. Must be settled.
    struct Grant: Sendable {
        fileprivate let calls: [(rule: BudgetRule, call: Budget.Call)]
        /// How long it was waited for, in seconds.
        let waited: Double
    }

    /// Why there is none.
    enum Refusal: Error, Equatable {
        case paused(until: WallTime)
        case cancelled
    }

    /// The longest sleep before a waiter looks again: others may have found out about a pause.
    private static let longestSleep: Double = 5

    private let state = Mutex<[BudgetScope: Line]>([:])
    private let store: any BudgetStore
    /// This process, among those that share a scope.
    private let holder: String
    let clock: CallClock

    /// - Parameter holder: names this process in the ledgers; unlike any other's.
    public init(
        store: any BudgetStore = InMemoryBudgetStore(), clock: CallClock = .system, holder: String = Budgets.newHolder()
    ) {
        self.store = store
        self.clock = clock
        self.holder = holder
    }

    /// A name that no other process has.
    public static func newHolder() -> String { String(UInt64.random(in: .min ... .max), radix: 16) }

    // MARK: - Before a call

    /// One caller's places in the lines of the scopes that its call counts against. It joins a wider scope's line only
    /// when it is first in the narrower ones.
    private struct Turn: Sendable {
        let rules: [BudgetRule]
        let priority: CallPriority
        var tickets: [BudgetQueue.Ticket] = []
    }

    private enum Step: Sendable {
        case go([(rule: BudgetRule, call: Budget.Call)])
        case ask(BudgetScope)
        case sleep(until: WallTime)
        case park(BudgetScope, BudgetQueue.Ticket)
        case refuse(until: WallTime)
    }

    /// Waits for its turn: by priority, within the limits of all its scopes, and through pauses no longer than `patience`
    /// seconds.
    func acquire(
        _ rules: [BudgetRule], _ priority: CallPriority, patience: Double
    ) async throws(Refusal) -> Grant {
        let began = clock.now()
        var turn = Turn(rules: rules, priority: priority)
        while true {
            if Task.isCancelled {
                leave(turn)
                throw .cancelled
            }
            let step: Step
            (step, turn) = look(turn, patience: patience)
            switch step {
            case .go(let calls): return Grant(calls: calls, waited: max(0, clock.now() - began))
            case .refuse(let until):
                leave(turn)
                throw .paused(until: until)
            case .ask(let scope): await ask(scope)
            case .park(let scope, let ticket): await park(scope, ticket)
            case .sleep(let until): try? await clock.sleep(min(max(0, until - clock.now()), Self.longestSleep))
            }
        }
    }

    /// All or nothing: the calls are taken when every scope lets them go at one moment.
    private func look(_ turn: Turn, patience: Double) -> (Step, Turn) {
        change(turn.rules.map(\.scope)) { lines in
            let now = clock.now()
            var turn = turn
            for (place, rule) in turn.rules.enumerated() {
                if place == turn.tickets.count {
                    turn.tickets.append(
                        lines[rule.scope, default: Line(rule.limits)].join(rule.limits, turn.priority))
                }
                let ticket = turn.tickets[place]
                switch lines[rule.scope]?.queue.look(ticket, patience: patience, now: now) {
                case .go, nil: continue
                case .ask: return (.ask(rule.scope), turn)
                case .sleep(let until): return (.sleep(until: until), turn)
                case .park: return (.park(rule.scope, ticket), turn)
                case .refuse(let until): return (.refuse(until: until), turn)
                }
            }
            let calls = zip(turn.rules, turn.tickets).compactMap { rule, ticket in
                lines[rule.scope]?.take(ticket).in(rule)
            }
            return (.go(calls), turn)
        }
    }

    private func leave(_ turn: Turn) {
        change(turn.rules.map(\.scope)) { lines in
            for (rule, ticket) in zip(turn.rules, turn.tickets) { lines[rule.scope]?.leave(ticket) }
        }
    }

    private func park(_ scope: BudgetScope, _ ticket: BudgetQueue.Ticket) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                change([scope]) { $0[scope]?.park(ticket, continuation) }
            }
        } onCancel: {
            change([scope]) { $0[scope]?.wake(ticket) }
        }
    }

    /// Changes lines, and lets those go on whom that wakes when the lines are free again: waking a task waits for who
    /// cancels it at that moment, and he waits for the lines.
    private func change<Result: Sendable>(
        _ scopes: [BudgetScope], _ body: (inout [BudgetScope: Line]) -> Result
    ) -> Result {
        let (result, due) = state.withLock { lines in
            let result = body(&lines)
            return (result, scopes.flatMap { lines[$0]?.takeDue() ?? [] })
        }
        for continuation in due { continuation.resume() }
        return result
    }

    // MARK: - During a call

    /// Makes the call, while the ledgers are told that its process lives.
    func during<Result: Sendable>(_ grant: Grant, _ call: @escaping @Sendable () async -> Result) async -> Result {
        guard store.isShared else { return await call() }
        return await withTaskGroup(of: Result?.self) { group in
            // Two children: the call, and what keeps its places; the first result ends both.
            group.addTask { await call() }
            group.addTask {
                await self.keep(grant.calls.map(\.rule.scope))
                return nil
            }
            defer { group.cancelAll() }
            while let result = await group.next() {
                if let result { return result }
            }
            preconditionFailure("a call ended without a result")
        }
    }

    private func keep(_ scopes: [BudgetScope]) async {
        while (try? await clock.sleep(BudgetShare.renewalSeconds)) != nil {
            for scope in scopes where isStale(scope) { await ask(scope) }
        }
    }

    private func isStale(_ scope: BudgetScope) -> Bool {
        state.withLock { $0[scope].map { !$0.queue.budget.isShareFresh(clock.now()) } ?? false }
    }

    // MARK: - After a call

    /// Gives the call back with what came of it. Answers how many seconds it is paused from now.
    func settle(_ grant: Grant, _ outcome: CallOutcome, _ signs: RateSigns) async -> Double {
        var paused: Double = 0
        for (rule, call) in grant.calls {
            guard rule.isTold else {
                settle(call, in: rule.scope)
                continue
            }
            paused = max(paused, await settle(call, in: rule.scope, outcome, signs))
        }
        return paused
    }

    private func settle(_ call: Budget.Call, in scope: BudgetScope) {
        change([scope]) { lines in
            lines[scope]?.queue.budget.settle(call)
            lines[scope]?.wakeFirst()
        }
    }

    private func settle(
        _ call: Budget.Call, in scope: BudgetScope, _ outcome: CallOutcome, _ signs: RateSigns
    ) async -> Double {
        let now = clock.now()
        let (paused, changed) = change([scope]) { lines -> (Double, StoredBudget?) in
            guard var line = lines[scope] else { return (0, nil) }
            let isChanged = line.queue.budget.settle(call, outcome, signs: signs, now: now, random: clock.random())
            isChanged ? line.wakeAll() : line.wakeFirst()
            lines[scope] = line
            let budget = line.queue.budget
            return (budget.pausedUntil.map { max(0, $0 - now) } ?? 0, isChanged ? budget.stored : nil)
        }
        if let changed { await save(changed, scope) }
        return paused
    }

    /// Pauses scopes for a reason that no header told.
    func pause(_ rules: [BudgetRule], seconds: Double, reason: String) async {
        for rule in rules {
            let stored = change([rule.scope]) { lines in
                lines[rule.scope, default: Line(rule.limits)].queue.budget
                    .pause(until: clock.now() + seconds, reason: reason)
                lines[rule.scope]?.wakeAll()
                return lines[rule.scope]?.queue.budget.stored
            }
            if let stored { await save(stored, rule.scope) }
        }
    }

    // MARK: - The store

    private func save(_ budget: StoredBudget, _ scope: BudgetScope) async {
        // Calls go on without the store: the budget in memory is the stricter of the two anyway.
        try? await store.save(budget, for: scope)
    }

    /// Asks the scope's ledger for this process's share, unless that is being done.
    private func ask(_ scope: BudgetScope) async {
        let askedAt = clock.now()
        guard let ask = state.withLock({ $0[scope]?.queue.ask(holder) }) else { return }
        let answer = try? await store.ask(ask, of: scope, now: askedAt)
        change([scope]) { lines in
            lines[scope]?.queue.endAsking()
            if let answer {
                lines[scope]?.queue.budget.adopt(answer.stored, now: clock.now())
                lines[scope]?.queue.budget.receive(answer.share, askedAt: askedAt, random: clock.random())
            } else if Task.isCancelled {
                lines[scope]?.queue.budget.loseShare()
            } else {
                lines[scope]?.queue.budget.goAlone(ask, now: clock.now(), random: clock.random())
            }
            lines[scope]?.wakeAll()
        }
    }

    /// Tells all ledgers that this process makes no more calls, so that others need not wait for its part to run out.
    public func leave() async {
        let scopes = state.withLock { lines in
            lines.filter { $0.value.queue.budget.inFlight == 0 }.mapValues(\.queue.budget.unusedCalls)
        }
        // Whoever cannot be told finds out by itself, ``BudgetShare/placeSeconds`` later.
        for (scope, unused) in scopes {
            try? await store.leave(scope, holder: holder, unused: unused)
            state.withLock { $0[scope]?.queue.budget.loseShare() }
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

extension Budget.Call {
    fileprivate func `in`(_ rule: BudgetRule) -> (rule: BudgetRule, call: Budget.Call) { (rule, self) }
}

/// A scope's budget at a moment.
public struct BudgetReport: Sendable, Hashable {
    public var inFlight: Int
    public var waiting: Int
    /// How many calls at one time are tried now.
    public var concurrency: Int
    public var pausedUntil: WallTime?
}
