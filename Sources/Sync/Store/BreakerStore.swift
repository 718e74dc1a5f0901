import Foundation
import Postgres

/// A connection's circuit breaker as `control.connections` keeps it.
struct BreakerStore: Sendable {
    let tenant: UUID
    let connection: UUID

    func take(_ outcome: CircuitBreaker.Outcome, isBegun: Bool, in session: PostgresConnection) async throws {
        switch outcome {
        case .saysNothing: return
        case .works: try await close(in: session)
        case .fails: try await fail(isBegun: isBegun, in: session)
        }
    }

    private func close(in session: PostgresConnection) async throws {
        try await session.query(
            """
            UPDATE control.connections SET failures = 0, retry_at = NULL
            WHERE tenant_id = \(tenant) AND id = \(connection) AND failures > 0
            """)
    }

    /// Counts the failure and, when there are enough, moves everything that is due behind the pause.
    private func fail(isBegun: Bool, in session: PostgresConnection) async throws {
        let rows = try await session.query(
            """
            UPDATE control.connections SET failures = failures + 1
            WHERE tenant_id = \(tenant) AND id = \(connection) RETURNING failures
            """)
        guard let failures: Int = try rows.first?.get("failures"),
            let pause = CircuitBreaker.pause(afterFailures: failures, isBegun: isBegun)
        else { return }
        try await session.query(
            """
            WITH opened AS (
                UPDATE control.connections
                SET retry_at = clock_timestamp() + \(pause.interval)::interval * (1 + 0.1 * random())
                WHERE tenant_id = \(tenant) AND id = \(connection) RETURNING retry_at)
            UPDATE control.streams SET next_due = retry_at FROM opened
            WHERE tenant_id = \(tenant) AND connection_id = \(connection) AND next_due < retry_at
            """)
    }
}
