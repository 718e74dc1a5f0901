import Connectors
import Foundation
import Inventory
import Postgres

/// The parents that a per-parent stream is asked for: all that live, or those whose turn it is, see ``ParentTurn``.
enum Parents {
    /// What the stream's ``ReadRequest`` asks. Parents that are `gone` are left out.
    static func request(
        _ context: RunContext, _ stream: StreamDescription, _ checkpoint: Checkpoint, without gone: [String]
    ) -> ReadRequest {
        let next = next(context, stream, checkpoint)
        let gone = Set(gone)
        var request = ReadRequest(scope: checkpoint.scope) { after, limit in
            var after = after
            while true {
                let batch = try await next(after, limit)
                let there = batch.filter { !gone.contains($0) }
                if batch.isEmpty || !there.isEmpty { return there }
                after = batch.last
            }
        }
        request.mapsLater = true
        return request
    }

    private static func next(
        _ context: RunContext, _ stream: StreamDescription, _ checkpoint: Checkpoint
    ) -> @Sendable (String?, Int) async throws -> [String] {
        if let reads = ParentReads(context, stream) {
            return { after, limit in
                try await context.client.transaction(tenant: context.tenant, readOnly: true) { session in
                    try await reads.turns(
                        after: after, limit: limit, everything: checkpoint.isSweep, startedAt: checkpoint.startedAt,
                        in: session)
                }
            }
        }
        let changed = ChangedParents(context, stream, since: checkpoint.since)
        return { try await changed?.page(after: $0, limit: $1) ?? [] }
    }
}

/// The parents that live, or those whose list has shown a change since, in the order of their external ids; and those
/// that could not be read before.
struct ChangedParents: Sendable {
    private let client: PostgresClient
    private let tenant: UUID
    private let connection: UUID
    private let stream: String
    private let select: String
    private let since: Timestamp?

    /// Nil for a stream that is not read per parent.
    init?(_ context: RunContext, _ stream: StreamDescription, since: Timestamp?) {
        guard case .perParent(let name, _) = stream.reading, let entity = Entities.named(name) else { return nil }
        client = context.client
        tenant = context.tenant
        connection = context.connection.id
        self.stream = stream.name
        self.since = since
        select = """
            SELECT f.external_id FROM inventory.\(entity.singular)_facts f
            WHERE f.tenant_id = $1 AND f.connection_id = $2 AND f.deleted_at IS NULL
                AND ($3::text IS NULL OR f.external_id > $3)
                AND ($4::timestamptz IS NULL OR coalesce(f.listed_at, f.changed_at) >= $4 OR f.external_id IN (
                    SELECT q.external_id FROM control.quarantine q WHERE q.tenant_id = $1 AND q.connection_id = $2
                        AND q.stream = $5 AND q.resolved_at IS NULL))
            ORDER BY f.external_id LIMIT $6::integer
            """
    }

    func page(after: String?, limit: Int) async throws -> [String] {
        let parameters: [String?] = [
            tenant.postgresText, connection.postgresText, after, since?.postgresText, stream, String(limit),
        ]
        let rows = try await client.query(SQL(text: select, parameters: parameters), tenant: tenant)
        return rows.compactMap { $0[0] }
    }
}
