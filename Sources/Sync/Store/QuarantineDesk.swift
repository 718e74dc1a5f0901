import Connectors
public import Foundation
import Inventory
public import Postgres

/// Where a person asks that records that were set aside be tried again.
public enum QuarantineDesk {
    /// Which records are meant.
    public enum Selection: Sendable, Hashable {
        case all
        case ids([UUID])
        case stream(String)
    }

    /// What is asked for again of a stream.
    public struct Retry: Sendable, Hashable, Codable {
        public var connection: String
        public var stream: String
        public var records: Int
        /// The next read asks for everything, since the vendor cannot be asked for these records alone. False: they are
        /// parents that could not be read (a device whose audit failed), and only those are asked for.
        public var readsWhole: Bool
    }

    /// Makes the streams of the records due, and read whole where that takes it, so that the next sync meets the records
    /// again: one that loads leaves the list by itself. Empty where nothing of the selection is set aside.
    public static func retry(
        _ selection: Selection, tenant: UUID, in session: PostgresConnection
    ) async throws -> [Retry] {
        var retries: [Retry] = []
        for row in try await records(selection, tenant, in: session) {
            let connection: UUID = try row.get("connection_id")
            var retry = Retry(
                connection: try row.get("name"), stream: try row.get("stream"), records: try row.get("records"),
                readsWhole: true)
            let ids: String? = row["external_ids"]
            let parents = parents(try row.get("vendor"), retry.stream)
            retry.readsWhole = try await !areParents(
                ids, retry.records, parents, tenant, connection, in: session)
            try await session.query(
                """
                UPDATE control.streams SET next_due = clock_timestamp(),
                    last_sweep_at = CASE WHEN \(retry.readsWhole) THEN NULL ELSE last_sweep_at END
                WHERE tenant_id = \(tenant) AND connection_id = \(connection) AND stream = \(retry.stream)
                """)
            // A parent that failed is left alone for a while; a person's word ends that.
            try await session.query(
                """
                UPDATE control.parent_reads SET failed_at = NULL
                WHERE tenant_id = \(tenant) AND connection_id = \(connection) AND stream = \(retry.stream)
                    AND failures > 0 AND external_id = ANY (\(ids)::text[])
                """)
            retries.append(retry)
        }
        if !retries.isEmpty { try await RunQueue.wake(in: session) }
        return retries
    }

    private static func records(
        _ selection: Selection, _ tenant: UUID, in session: PostgresConnection
    ) async throws -> Rows {
        var ids: [UUID]?
        var stream: String?
        switch selection {
        case .all: break
        case .ids(let chosen): ids = chosen
        case .stream(let name): stream = name
        }
        return try await session.query(
            """
            SELECT q.connection_id, c.name, c.vendor, q.stream, count(*) AS records,
                array_agg(DISTINCT q.external_id) FILTER (WHERE q.external_id IS NOT NULL) AS external_ids
            FROM control.quarantine q
            JOIN control.connections c ON c.tenant_id = q.tenant_id AND c.id = q.connection_id
            WHERE q.tenant_id = \(tenant) AND q.resolved_at IS NULL
                AND (\(ids)::uuid[] IS NULL OR q.id = ANY (\(ids)::uuid[]))
                AND (\(stream)::text IS NULL OR q.stream = \(stream))
            GROUP BY q.connection_id, c.name, c.vendor, q.stream ORDER BY c.name, q.stream
            """)
    }

    /// The entity by whose rows the stream is read, one call each.
    private static func parents(_ vendor: String, _ stream: String) -> EntityDescription? {
        let declared = Registry.connector(for: vendor)?.streams.first { $0.name == stream }
        guard case .perParent(let entity, _)? = declared?.reading else { return nil }
        return Entities.named(entity)
    }

    /// Whether all of the records are parents, which every read of the stream asks for again.
    private static func areParents(
        _ ids: String?, _ records: Int, _ entity: EntityDescription?, _ tenant: UUID, _ connection: UUID,
        in session: PostgresConnection
    ) async throws -> Bool {
        guard let ids, let entity else { return false }
        let living: Int = try await session.query(
            """
            SELECT count(*) AS living FROM inventory.\(identifier: "\(entity.singular)_facts")
            WHERE tenant_id = \(tenant) AND connection_id = \(connection) AND deleted_at IS NULL
                AND external_id = ANY (\(ids)::text[])
            """
        ).only().get("living")
        return living == records
    }
}
