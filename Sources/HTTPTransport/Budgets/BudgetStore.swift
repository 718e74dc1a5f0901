import Synchronization

/// What is known of a scope beyond one process's life.
public struct StoredBudget: Sendable, Hashable {
    /// As the vendor stated it; nil where it did not.
    public var callsPerMinute: Int?
    /// As it was found out; nil where nothing was.
    public var concurrentCalls: Int?
    public var pausedUntil: WallTime?
    public var reason: String?

    public init(
        callsPerMinute: Int? = nil, concurrentCalls: Int? = nil, pausedUntil: WallTime? = nil, reason: String? = nil
    ) {
        self.callsPerMinute = callsPerMinute
        self.concurrentCalls = concurrentCalls
        self.pausedUntil = pausedUntil
        self.reason = reason
    }
}

/// Keeps limits, pauses and the ledger by scope. A store that fails must not stop calls: ``Budgets`` goes on with a tenth
/// of what it knows.
public protocol BudgetStore: Sendable {
    /// Whether other processes draw on it, so that a long call must tell that its process lives.
    var isShared: Bool { get }
    /// Asks the scope's ledger, one asker at a time, and answers with what is stored beside it.
    /// - Parameter now: for a store that has no clock of its own.
    func ask(_ ask: BudgetAsk, of scope: BudgetScope, now: WallTime) async throws -> (
        share: BudgetShare, stored: StoredBudget?
    )
    /// A pause that is stored already and ends later must stay.
    func save(_ budget: StoredBudget, for scope: BudgetScope) async throws
    /// A process is done: its places are free, and its last calls that were not made go back.
    func leave(_ scope: BudgetScope, holder: String, unused: Int) async throws
}

/// Forgets with the process.
public final class InMemoryBudgetStore: BudgetStore {
    private let budgets = Mutex<[BudgetScope: StoredBudget]>([:])
    private let ledgers = Mutex<[BudgetScope: BudgetLedger]>([:])

    public init() {}

    public var isShared: Bool { false }

    public func ask(_ ask: BudgetAsk, of scope: BudgetScope, now: WallTime) async throws -> (
        share: BudgetShare, stored: StoredBudget?
    ) {
        (ledgers.withLock { $0[scope, default: BudgetLedger()].ask(ask, now: now) }, budgets.withLock { $0[scope] })
    }

    public func save(_ budget: StoredBudget, for scope: BudgetScope) async throws {
        budgets.withLock { budgets in
            var merged = budget
            if let kept = budgets[scope]?.pausedUntil { merged.pausedUntil = max(kept, budget.pausedUntil ?? kept) }
            budgets[scope] = merged
        }
    }

    public func leave(_ scope: BudgetScope, holder: String, unused: Int) async throws {
        ledgers.withLock { $0[scope]?.leave(holder, unused: unused) }
    }
}
