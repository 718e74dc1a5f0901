import Foundation
import Postgres

/// One entry of the change feed before it has its number.
struct ChangeRecord: Sendable, Hashable {
    enum Operation: String, Sendable, Hashable { case created, updated, deleted, restored }

    var entity: String
    var id: String?
    var externalID: String?
    var operation: Operation
    /// JSON: each changed field with its old and its new value.
    var fields = "{}"
}

/// The tenant's change feed. Its numbers come from a counter row that is taken last in the transaction, so that they
/// have no gap and none turns up late. What no run changed (an alert that has been kept long enough) names none.
enum ChangeLog {
    static func append(
        _ records: [ChangeRecord], tenant: UUID, connection: UUID, run: UUID?, in session: PostgresConnection
    ) async throws {
        guard !records.isEmpty else { return }
        let arrays = [
            ArrayText(records.map(\.entity)), ArrayText(records.map(\.id)), ArrayText(records.map(\.externalID)),
            ArrayText(records.map(\.operation.rawValue)), ArrayText(records.map(\.fields)),
        ].map(\.text)
        try await session.query(
            """
            WITH taken AS (
                INSERT INTO inventory.counters AS c (tenant_id, name, value)
                VALUES (\(tenant), 'changes', \(records.count))
                ON CONFLICT (tenant_id, name) DO UPDATE SET value = c.value + excluded.value
                RETURNING c.value - \(records.count)::bigint AS before
            )
            INSERT INTO inventory.changes (tenant_id, sequence, entity, id, external_id, connection_id, operation,
                changed_fields, changed_at, run_id)
            SELECT \(tenant), taken.before + u.place, u.entity, u.id::uuid, u.external_id, \(connection), u.operation,
                u.fields::jsonb, now(), \(run)
            FROM taken, unnest(\(arrays[0])::text[], \(arrays[1])::text[], \(arrays[2])::text[], \(arrays[3])::text[],
                \(arrays[4])::text[]) WITH ORDINALITY AS u(entity, id, external_id, operation, fields, place)
            """)
    }
}
