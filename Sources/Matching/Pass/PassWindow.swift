import Foundation
import Postgres

/// From when to when a pass looks for changes.
struct PassWindow: Sendable {
    let tenant: UUID
    /// Nil: there was no pass, or all is to be looked at again.
    let since: String?
    private let until: String

    var isFull: Bool { since == nil }
    /// As a parameter that every moment is after.
    var start: String { since ?? "-infinity" }

    /// Takes the tenant's turn, and notes up to when everything is known: a row's `changed_at` is when its transaction began,
    /// so what a run that is under way has yet to commit may be as old as that run.
    static func open(tenant: UUID, isFull: Bool, in session: PostgresConnection) async throws -> PassWindow {
        try await session.query(
            "SELECT pg_advisory_xact_lock(hashtextextended('matching ' || \(tenant.postgresText), 0))")
        let row = try await session.query(
            """
            SELECT (SELECT looked_at FROM control.match_passes WHERE tenant_id = \(tenant)) AS since,
                least(now(), (SELECT min(started_at) FROM control.runs
                    WHERE tenant_id = \(tenant) AND state = 'running')) AS until
            """
        ).only()
        let window = PassWindow(tenant: tenant, since: isFull ? nil : row["since"], until: row["until"] ?? "-infinity")
        try await session.execute(
            """
            SET LOCAL work_mem = '128MB';
            SET LOCAL jit = off;
            CREATE TEMPORARY TABLE IF NOT EXISTS changed_keys (id uuid NOT NULL) ON COMMIT DELETE ROWS;
            CREATE TEMPORARY TABLE IF NOT EXISTS changed_owners (id uuid NOT NULL) ON COMMIT DELETE ROWS;
            """)
        return window
    }

    func close(in session: PostgresConnection) async throws {
        try await session.query(
            """
            INSERT INTO control.match_passes (tenant_id, looked_at) VALUES (\(tenant), \(until)::timestamptz)
            ON CONFLICT (tenant_id) DO UPDATE SET looked_at = excluded.looked_at
            """)
    }
}
