import Foundation
import Postgres

/// Marks alerts deleted that were resolved long ago, and says so in the change feed.
///
/// A connection's rows are written by the holder of its lease alone. Here the lease's row is locked for the length of a
/// batch instead, and only while nobody holds it: whoever wants it waits that long, and a connection that is being
/// synced has its turn later.
struct AlertExpiry: Sendable {
    let worker: PostgresClient
    let tenant: UUID
    let batch: Int

    /// Answers how many were marked, and at how many connections none, or not all, since they are being synced.
    func run(_ limit: String) async throws -> (marked: Int, busy: Int) {
        var (total, busy) = (0, 0)
        for connection in try await connections(limit) {
            while true {
                try Task.checkCancellation()
                let marked = try await worker.transaction(tenant: tenant) { session in
                    try await mark(connection, limit, in: session)
                }
                total += marked ?? 0
                busy += marked == nil ? 1 : 0
                if marked ?? 0 < batch { break }
            }
        }
        return (total, busy)
    }

    private func connections(_ limit: String) async throws -> [UUID] {
        try await worker.query(
            "SELECT DISTINCT connection_id FROM inventory.alert_facts WHERE \(expired(limit)) ORDER BY connection_id",
            tenant: tenant
        ).map { try $0.get("connection_id") }
    }

    /// Resolved, and untouched since, for longer than the tenant keeps them.
    private func expired(_ limit: String) -> SQL {
        """
        tenant_id = \(tenant) AND status = 'resolved' AND deleted_at IS NULL
            AND greatest(resolved_at, changed_at) < \(limit)::timestamptz
        """
    }

    /// Nil where the connection is being synced.
    private func mark(_ connection: UUID, _ limit: String, in session: PostgresConnection) async throws -> Int? {
        guard try await isIdle(connection, in: session) else { return nil }
        let rows = try await session.query(
            """
            UPDATE inventory.alert_facts f SET deleted_at = now(), changed_at = now()
            WHERE tenant_id = \(tenant) AND id IN (
                SELECT id FROM inventory.alert_facts
                WHERE \(expired(limit)) AND connection_id = \(connection) LIMIT \(batch))
            RETURNING f.id, f.external_id, \(raw: ChangeSQL.deleted("f")) AS fields
            """)
        let changes = rows.map {
            ChangeRecord(
                entity: "alerts", id: $0["id"], externalID: $0["external_id"], operation: .deleted,
                fields: $0["fields"] ?? "{}")
        }
        try await ChangeLog.append(changes, tenant: tenant, connection: connection, run: nil, in: session)
        return rows.count
    }

    private func isIdle(_ connection: UUID, in session: PostgresConnection) async throws -> Bool {
        let free = try await session.query(
            """
            SELECT FROM control.leases WHERE tenant_id = \(tenant) AND connection_id = \(connection)
                AND expires_at <= clock_timestamp()
            FOR UPDATE SKIP LOCKED
            """)
        return !free.isEmpty
    }
}
