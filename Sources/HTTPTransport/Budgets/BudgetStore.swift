import Synchronization

/// What is known of a scope beyond one process's life.
public struct StoredBudget: Sendable, Hashable {
    /// As the vendor stated it; nil where it did not.
    public var callsPerMinute: Int?
    /// As it was found out; nil where nothing was.
    public var concurrentCalls: Int?
    public var pausedUntil: WallTime?
    public var reason: String?
    /// How many processes draw on the scope now; each takes its part of the limits.
    public var sharers: Int

    public init(
        callsPerMinute: Int? = nil, concurrentCalls: Int? = nil, pausedUntil: WallTime? = nil, reason: String? = nil,
        sharers: Int = 1
    ) {
        self.callsPerMinute = callsPerMinute
        self.concurrentCalls = concurrentCalls
        self.pausedUntil = pausedUntil
        self.reason = reason
        self.sharers = sharers
    }
}

/// Keeps limits and pauses by scope. A store that fails must not stop calls: ``Budgets`` goes on with what it knows.
public protocol BudgetStore: Sendable {
    func load(_ scope: BudgetScope) async throws -> StoredBudget?
    /// A pause that is stored already and ends later must stay.
    func save(_ budget: StoredBudget, for scope: BudgetScope) async throws
}

/// Forgets with the process.
public final class InMemoryBudgetStore: BudgetStore {
    private let budgets = Mutex<[BudgetScope: StoredBudget]>([:])

    public init() {}

    public func load(_ scope: BudgetScope) async throws -> StoredBudget? { budgets.withLock { $0[scope] } }

    public func save(_ budget: StoredBudget, for scope: BudgetScope) async throws {
        budgets.withLock { budgets in
            var merged = budget
            if let kept = budgets[scope]?.pausedUntil { merged.pausedUntil = max(kept, budget.pausedUntil ?? kept) }
            budgets[scope] = merged
        }
    }
}
