import Access
import Connectors
import Foundation
import Inventory
import Postgres

/// Reads how a tenant's connections and streams stand, and completes that with what the vendors' declarations say: a
/// stream that has never run, and a table that a vendor cannot fill, are sources too, so that an empty list never looks
/// like an answer.
struct FreshnessReader: Sendable {
    let reader: PostgresClient
    let vendors: VendorCatalogue
    let entities: [EntityDescription]
    private let known: ShortMemory<Question, Freshness>

    /// The same for every key of the tenant: connections and streams are no company's.
    private struct Question: Hashable {
        let tenant: UUID
        let tables: [String]?
    }

    /// - Parameter memory: For how long freshness is told again as it was: rows that are read meanwhile are at least as
    ///   fresh. Zero: it is read each time.
    init(
        reader: PostgresClient, vendors: VendorCatalogue, entities: [EntityDescription], memory: Duration = .zero
    ) {
        self.reader = reader
        self.vendors = vendors
        self.entities = entities
        known = ShortMemory(lifetime: memory)
    }

    /// The freshness of what these tables hold; nil: all tables. To be read before the rows, so that it promises no more
    /// than they keep.
    func freshness(tenant: UUID, tables: [String]?) async throws -> Freshness {
        try await known.value(Question(tenant: tenant, tables: tables)) {
            try await latest(tenant: tenant, tables: tables)
        }
    }

    /// The same, as it is this very moment.
    func latest(tenant: UUID, tables: [String]?) async throws -> Freshness {
        Freshness(sources: try await connections(tenant: tenant, tables: tables).flatMap(\.sources))
    }

    func connections(tenant: UUID, tables: [String]? = nil) async throws -> [ConnectionStatus] {
        let rows = try await reader.query(Self.statement(tenant, tables), tenant: tenant, readOnly: true)
        var connections: [ConnectionStatus] = []
        for row in rows {
            let id: UUID = try row.get("id")
            if connections.last?.id != id { connections.append(try Self.connection(row, id)) }
            guard let stream = row["stream"] else { continue }
            let last = connections.count - 1
            connections[last].sources.append(try Self.source(row, stream, of: connections[last]))
        }
        return connections.map { complete($0, tables: tables) }
    }

    private static func statement(_ tenant: UUID, _ tables: [String]?) -> SQL {
        """
        SELECT c.id, c.name, c.vendor, c.state AS connection_state, c.state_reason AS connection_reason,
            s.stream, s.entity, s.state, s.state_reason, s.as_of, s.last_success_at, s.next_due,
            (extract(epoch FROM s.as_of) * 1000000)::bigint AS microseconds,
            extract(epoch FROM s.period)::bigint AS period_seconds,
            coalesce(s.cron IS NULL AND clock_timestamp() - s.as_of > 2 * s.period
                OR clock_timestamp() - s.next_due > s.period, false) AS is_overdue
        FROM control.connections c
        LEFT JOIN control.streams s ON s.tenant_id = c.tenant_id AND s.connection_id = c.id
            AND (\(tables)::text[] IS NULL OR s.entity = ANY(\(tables)::text[]))
        WHERE c.tenant_id = \(tenant)
        ORDER BY c.name, c.id, s.stream
        """
    }

    private static func connection(_ row: Row, _ id: UUID) throws -> ConnectionStatus {
        ConnectionStatus(
            id: id, name: try row.get("name"), vendor: try row.get("vendor"), state: try row.get("connection_state"),
            reason: row["connection_reason"], sources: [])
    }

    private static func source(_ row: Row, _ stream: String, of connection: ConnectionStatus) throws -> Source {
        let state: String = try row.get("state")
        let isOverdue: Bool = try row.get("is_overdue")
        var source = Source(
            connection: connection.name, vendor: connection.vendor, table: try row.get("entity"), stream: stream,
            asOf: try asOf(row), state: state == "current" && isOverdue ? "late" : state, reason: row["state_reason"],
            isOverdue: isOverdue,
            details: Source.Details(
                lastSuccess: row["last_success_at"].map(Moment.text), nextDue: row["next_due"].map(Moment.text),
                periodSeconds: try row.get("period_seconds")))
        if source.isAvailable, ["blocked", "paused"].contains(connection.state) {
            source.state = connection.state
            source.reason = connection.reason ?? source.reason
        }
        return source
    }

    private static func asOf(_ row: Row) throws -> Source.Moment? {
        guard let text = row["as_of"] else { return nil }
        return Source.Moment(text: Moment.text(text), microseconds: try row.get("microseconds"))
    }

    /// Adds the streams that have never run, and the tables that the vendor cannot fill.
    private func complete(_ connection: ConnectionStatus, tables: [String]?) -> ConnectionStatus {
        var connection = connection
        let isAsked: (String) -> Bool = { table in tables?.contains(table) ?? true }
        connection.missingColumns = vendors.missingColumns(of: connection.vendor).filter { isAsked($0.table) }
        let known = Set(connection.sources.compactMap(\.stream))
        let waits = ["blocked", "paused"].contains(connection.state)
        for stream in vendors.streams(of: connection.vendor, filling: isAsked) where !known.contains(stream.name) {
            connection.sources.append(
                Source(
                    connection: connection.name, vendor: connection.vendor, table: stream.entity.name,
                    stream: stream.name,
                    state: waits ? connection.state : "never_read", reason: connection.reason, isOverdue: false))
        }
        for missing in vendors.notAvailable(of: connection.vendor, among: entities) where isAsked(missing.table) {
            connection.sources.append(
                Source(
                    connection: connection.name, vendor: connection.vendor, table: missing.table, stream: nil,
                    state: "not_available", reason: missing.reason, isOverdue: false))
        }
        return connection
    }
}
