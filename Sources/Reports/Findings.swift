public import Foundation
public import Inventory
public import Postgres

/// What became of an upsell opportunity.
public enum FindingState: String, Sendable, Hashable, CaseIterable {
    case dismissed, snoozed, quoted, won
}

/// Remembers what became of upsell opportunities, by their keys.
public struct Findings: Sendable {
    private let client: PostgresClient

    /// - Parameter client: In the worker's or the reader's role.
    public init(_ client: PostgresClient) { self.client = client }

    /// Marks an opportunity.
    /// - Parameters:
    ///   - until: of a snoozed one, the day on which it is shown again.
    ///   - person: by whose word.
    public func mark(
        _ key: String, as state: FindingState, until: CalendarDate? = nil, reason: String? = nil, by person: String,
        tenant: UUID
    ) async throws {
        try await client.query(
            """
            INSERT INTO report.findings (tenant_id, key, state, until, reason, decided_by)
            VALUES (\(tenant), \(key), \(state.rawValue), \(until?.iso8601)::date, \(reason), \(person))
            ON CONFLICT (tenant_id, key) DO UPDATE SET state = excluded.state, until = excluded.until,
                reason = excluded.reason, decided_by = excluded.decided_by, decided_at = now()
            """, tenant: tenant, readOnly: false)
    }

    /// Forgets what became of it: it is open again. False where nothing was remembered.
    public func reopen(_ key: String, tenant: UUID) async throws -> Bool {
        try await client.query(
            "DELETE FROM report.findings WHERE tenant_id = \(tenant) AND key = \(key)", tenant: tenant, readOnly: false
        ).affected > 0
    }
}
