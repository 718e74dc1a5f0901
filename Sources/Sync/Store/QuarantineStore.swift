import Connectors
import Foundation
import Postgres

/// The records of a stream that were set aside.
struct QuarantineStore: Sendable {
    let tenant: UUID
    let connection: UUID
    let stream: String

    /// Sets records aside; one that is there already counts another time.
    func add(_ rejected: [RejectedRecord], in session: PostgresConnection) async throws {
        // One row an id: a statement cannot meet the same one twice.
        let unique = Dictionary(rejected.map { ($0.externalID ?? $0.payload, $0) }) { $1 }.values
        guard !unique.isEmpty else { return }
        let ids = ArrayText(unique.map { $0.externalID.map(CellText.withoutNull) }).text
        let reasons = ArrayText(unique.map { CellText.withoutNull($0.reason) }).text
        let payloads = ArrayText(unique.map { CellText.withoutNull($0.payload) }).text
        try await session.query(
            """
            INSERT INTO control.quarantine AS q (tenant_id, connection_id, stream, external_id, reason, payload)
            SELECT \(tenant), \(connection), \(stream), u.external_id, u.reason, u.payload
            FROM unnest(\(ids)::text[], \(reasons)::text[], \(payloads)::text[]) AS u(external_id, reason, payload)
            ON CONFLICT (tenant_id, connection_id, stream, md5(coalesce(external_id, payload)))
                WHERE resolved_at IS NULL
            DO UPDATE SET occurrences = q.occurrences + 1, last_seen_at = now(), reason = excluded.reason,
                payload = excluded.payload
            """)
    }

    /// Records that have loaded since.
    func resolve(_ externalIDs: some Sequence<String>, in session: PostgresConnection) async throws {
        let ids = ArrayText(externalIDs.map { Optional($0) })
        guard ids.count > 0 else { return }
        try await session.query(
            """
            UPDATE control.quarantine SET resolved_at = now()
            WHERE tenant_id = \(tenant) AND connection_id = \(connection) AND stream = \(stream)
                AND resolved_at IS NULL AND external_id = ANY (\(ids.text)::text[])
            """)
    }

    /// The ids that are set aside now.
    func open(in session: PostgresConnection) async throws -> Set<String> {
        let rows = try await session.query(
            """
            SELECT external_id FROM control.quarantine
            WHERE tenant_id = \(tenant) AND connection_id = \(connection) AND stream = \(stream)
                AND resolved_at IS NULL AND external_id IS NOT NULL
            """)
        return Set(rows.compactMap { $0["external_id"] })
    }
}
