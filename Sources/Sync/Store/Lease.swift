import Foundation
import Postgres

/// The right to write what a connection brings: one holder at a time, by the database's clock.
struct Lease: Sendable, Hashable {
    let tenant: UUID
    let connection: UUID
    /// Rises with every holder, so that one that was frozen past its lease is known by its old token.
    let token: Int64

    /// Takes the lease where nobody holds it; else nil.
    static func take(
        tenant: UUID, connection: UUID, owner: String, duration: Duration, in session: PostgresConnection
    ) async throws -> Lease? {
        let rows = try await session.query(
            """
            INSERT INTO control.leases AS l (tenant_id, connection_id, token, owner, expires_at)
            VALUES (\(tenant), \(connection), 1, \(owner), clock_timestamp() + \(duration.interval)::interval)
            ON CONFLICT (tenant_id, connection_id) DO UPDATE
            SET token = l.token + 1, owner = excluded.owner, expires_at = excluded.expires_at
            WHERE l.expires_at <= clock_timestamp()
            RETURNING l.token
            """)
        guard let row = rows.first else { return nil }
        return Lease(tenant: tenant, connection: connection, token: try row.get("token"))
    }

    /// Who holds the lease now.
    static func owner(tenant: UUID, connection: UUID, in session: PostgresConnection) async throws -> String? {
        try await session.query(
            """
            SELECT owner FROM control.leases
            WHERE tenant_id = \(tenant) AND connection_id = \(connection) AND expires_at > clock_timestamp()
            """
        ).first?["owner"]
    }

    /// Holds it for another while. False: it has ended, and another may hold it.
    func renew(for duration: Duration, in session: PostgresConnection) async throws -> Bool {
        try await session.query(
            """
            UPDATE control.leases SET expires_at = clock_timestamp() + \(duration.interval)::interval
            WHERE tenant_id = \(tenant) AND connection_id = \(connection) AND token = \(token)
                AND expires_at > clock_timestamp()
            """
        ).affected == 1
    }

    /// The last statement of every transaction that writes: a locking read, so that nobody takes the lease between it
    /// and the commit; and a session frozen right there is ended by the server, so that it cannot keep others out.
    func check(in session: PostgresConnection) async throws {
        let rows = try await session.query(
            """
            SELECT set_config('idle_in_transaction_session_timeout', '30s', true) FROM control.leases
            WHERE tenant_id = \(tenant) AND connection_id = \(connection) AND token = \(token)
                AND expires_at > clock_timestamp()
            FOR SHARE
            """)
        if rows.isEmpty { throw SyncError.leaseLost }
    }

    /// Lets another take it at once.
    func release(in session: PostgresConnection) async throws {
        try await session.query(
            """
            UPDATE control.leases SET expires_at = clock_timestamp()
            WHERE tenant_id = \(tenant) AND connection_id = \(connection) AND token = \(token)
            """)
    }
}

extension Lease {
    /// Whether a worker could go on with the connection at once: a run is queued for it, or a stream is due.
    func isAwaited(in session: PostgresConnection) async throws -> Bool {
        try await session.query(
            """
            SELECT EXISTS (SELECT FROM control.runs
                WHERE tenant_id = \(tenant) AND connection_id = \(connection) AND state = 'queued')
            OR EXISTS (SELECT FROM control.streams
                WHERE tenant_id = \(tenant) AND connection_id = \(connection) AND next_due <= clock_timestamp())
            AS is_awaited
            """
        ).only().get("is_awaited")
    }
}

extension Duration {
    /// As PostgreSQL's `interval`.
    var interval: String { "\(microseconds) microseconds" }
    var inSeconds: Double { Double(microseconds) / 1_000_000 }
}
