import Foundation
public import HTTPTransport
public import Postgres

/// Keeps limits, pauses and ledgers in `control.budgets`, which all workers share. Not a tenant's table: one caller's
/// address serves all tenants.
///
/// A ledger is read, written and let go within one transaction, under its row's lock and by the database's clock; one that
/// freezes there is ended by the server, so that it cannot keep others from calling.
public struct PostgresBudgetStore: BudgetStore {
    private let client: PostgresClient

    /// - Parameter worker: the database as the role that writes.
    public init(worker: PostgresClient) { client = worker }

    public var isShared: Bool { true }

    public func ask(_ ask: BudgetAsk, of scope: BudgetScope, now: WallTime) async throws -> (
        share: BudgetShare, stored: StoredBudget?
    ) {
        try await client.transaction(tenant: nil) { session in
            let row = try await locked(scope, in: session)
            var ledger = Self.ledger(row)
            let share = ledger.ask(ask, now: WallTime(seconds: try row.get("now")))
            try await write(ledger, scope, in: session)
            return (share, try Self.stored(row))
        }
    }

    public func leave(_ scope: BudgetScope, holder: String, unused: Int) async throws {
        try await client.transaction(tenant: nil) { session in
            var ledger = Self.ledger(try await locked(scope, in: session))
            ledger.leave(holder, unused: unused)
            try await write(ledger, scope, in: session)
        }
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

    // MARK: - The row

    /// The scope's row, which nobody else can read for writing until the transaction ends. The clock may be read before
    /// the lock is had: then less has flowed in than has, and never more.
    private func locked(_ scope: BudgetScope, in session: PostgresConnection) async throws -> Row {
        if let row = try await select(scope, in: session) { return row }
        try await session.query(
            "INSERT INTO control.budgets (scope) VALUES (\(scope.key)) ON CONFLICT (scope) DO NOTHING")
        guard let row = try await select(scope, in: session) else { throw CancellationError() }
        return row
    }

    private func select(_ scope: BudgetScope, in session: PostgresConnection) async throws -> Row? {
        try await session.query(
            """
            SELECT calls_per_minute, concurrent_calls, extract(epoch FROM paused_until)::double precision AS paused_until,
                reason, ledger, extract(epoch FROM clock_timestamp())::double precision AS now,
                set_config('idle_in_transaction_session_timeout', '5s', true)
            FROM control.budgets WHERE scope = \(scope.key) FOR UPDATE
            """
        ).first
    }

    private func write(_ ledger: BudgetLedger, _ scope: BudgetScope, in session: PostgresConnection) async throws {
        let json = String(decoding: try JSONEncoder().encode(ledger), as: UTF8.self)
        try await session.query("UPDATE control.budgets SET ledger = \(json)::jsonb WHERE scope = \(scope.key)")
    }

    /// One that another version wrote, and we cannot read, is begun anew.
    private static func ledger(_ row: Row) -> BudgetLedger {
        let json = row["ledger"].map { Data($0.utf8) } ?? Data()
        return (try? JSONDecoder().decode(BudgetLedger.self, from: json)) ?? BudgetLedger()
    }

    private static func stored(_ row: Row) throws -> StoredBudget {
        StoredBudget(
            callsPerMinute: try row.optional("calls_per_minute"), concurrentCalls: try row.optional("concurrent_calls"),
            pausedUntil: try row.optional("paused_until", as: Double.self).map { WallTime(seconds: $0) },
            reason: row["reason"])
    }
}
