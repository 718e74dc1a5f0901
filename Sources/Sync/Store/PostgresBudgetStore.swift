public import HTTPTransport
public import Postgres

/// Keeps limits and pauses in `control.budgets`, which all workers share. Not a tenant's table: one caller's address
/// serves all tenants.
public struct PostgresBudgetStore: BudgetStore {
    private let client: PostgresClient

    /// - Parameter worker: the database as the role that writes.
    public init(worker: PostgresClient) { client = worker }

    public func load(_ scope: BudgetScope) async throws -> StoredBudget? {
        let rows = try await client.query(
            """
            SELECT calls_per_minute, concurrent_calls, extract(epoch FROM paused_until) AS paused_until, reason
            FROM control.budgets WHERE scope = \(scope.key)
            """)
        guard let row = rows.first else { return nil }
        return StoredBudget(
            callsPerMinute: try row.optional("calls_per_minute"), concurrentCalls: try row.optional("concurrent_calls"),
            pausedUntil: try row.optional("paused_until", as: Double.self).map { WallTime(seconds: $0) },
            reason: row["reason"])
    }

    public func save(_ budget: StoredBudget, for scope: BudgetScope) async throws {
        try await client.query(
            """
            INSERT INTO control.budgets AS b (scope, calls_per_minute, concurrent_calls, paused_until, reason)
            VALUES (\(scope.key), \(budget.callsPerMinute), \(budget.concurrentCalls),
                to_timestamp(\(budget.pausedUntil?.seconds)::double precision), \(budget.reason))
            ON CONFLICT (scope) DO UPDATE SET calls_per_minute = excluded.calls_per_minute,
                concurrent_calls = excluded.concurrent_calls,
                paused_until = greatest(b.paused_until, excluded.paused_until),
                reason = CASE WHEN b.paused_until > excluded.paused_until THEN b.reason ELSE excluded.reason END,
                updated_at = now()
            """)
    }
}
