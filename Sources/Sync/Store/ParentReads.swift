import Connectors
import Foundation
import Inventory
import Postgres

/// When each parent's children were last read, as `control.parent_reads` keeps it, for a stream whose parents take
/// turns. A parent counts as read when the read began that saw it, so that what moved meanwhile is read again.
struct ParentReads: Sendable {
    let tenant: UUID
    let connection: UUID
    let stream: String
    private let parents: EntityDescription
    private let column: String
    private let rest: Duration
    /// The streams that make the parents' rows.
    private let makers: [String]
    private let streams: StreamStore

    /// Nil for a stream whose parents take no turns.
    init?(_ context: RunContext, _ stream: StreamDescription) {
        guard case .perParent(let name, .moved(let column, let rest)) = stream.reading,
            let entity = Entities.named(name)
        else { return nil }
        tenant = context.tenant
        connection = context.connection.id
        self.stream = stream.name
        parents = entity
        self.column = column
        self.rest = rest
        streams = context.streams
        makers = context.declared.filter { $0.isPrimary && $0.entity.name == name }.map(\.name)
    }

    /// A parent that fails is left alone for an hour, then for two, at most for a day.
    static let patience = "least(interval '1 hour' * 2 ^ least(r.failures - 1, 10), interval '1 day')"

    private var facts: String { "inventory.\(parents.singular)_facts" }
    private var readings: String { "inventory.\(parents.singular)_readings" }

    /// The parent's children may be other than they were read. A vendor's clock may be behind ours by as much as a quarter
    /// of an hour.
    private var hasMoved: String {
        let column = RowSQL.quoted(column)
        return """
            (coalesce(f.listed_at, f.changed_at) > r.read_at OR v.\(column) IS NULL
                OR v.\(column) > r.read_at - interval '15 minutes')
            """
    }

    private var join: String {
        """
        FROM \(facts) f
        LEFT JOIN control.parent_reads r ON r.tenant_id = f.tenant_id AND r.connection_id = f.connection_id
            AND r.stream = $3 AND r.external_id = f.external_id
        LEFT JOIN \(readings) v ON v.tenant_id = f.tenant_id AND v.id = f.id
        WHERE f.tenant_id = $1 AND f.connection_id = $2 AND f.deleted_at IS NULL
        """
    }

    /// The next parents whose turn it is, those first that have waited longest. Where a parent stands in the order does
    /// not change while the read goes on, so that it can go on behind any of them.
    /// - Parameter everything: all parents have their turn.
    func turns(
        after: String?, limit: Int, everything: Bool, startedAt: Timestamp, in session: PostgresConnection
    ) async throws -> [String] {
        let waited = "coalesce(CASE WHEN r.read_at = $4 THEN r.previous_at ELSE r.read_at END, '-infinity')"
        let select = """
            SELECT external_id FROM (
                SELECT f.external_id, \(waited) AS waited \(join) AND ($5::boolean OR r.external_id IS NULL
                    OR r.failures > 0 AND coalesce(r.failed_at + \(Self.patience), '-infinity') <= $4
                    OR r.failures = 0 AND r.read_at <= $4::timestamptz - $6::interval AND \(hasMoved))
            ) AS turn
            WHERE $7::text IS NULL OR (waited, external_id) > (coalesce((
                SELECT \(waited) FROM control.parent_reads r
                WHERE r.tenant_id = $1 AND r.connection_id = $2 AND r.stream = $3 AND r.external_id = $7),
                '-infinity'), $7)
            ORDER BY waited, external_id LIMIT $8::integer
            """
        let rows = try await session.query(
            SQL(
                text: select,
                parameters: keys + [
                    startedAt.postgresText, everything ? "true" : "false", rest.interval, after, String(limit),
                ]))
        return rows.compactMap { $0[0] }
    }

    private var keys: [String?] { [tenant.postgresText, connection.postgresText, stream] }

    /// Notes the parents of a page: those whose children have all been seen, and those that failed.
    func note(_ page: Page, startedAt: Timestamp, in session: PostgresConnection) async throws {
        let read = ArrayText(Set(page.completedParents).sorted().map { Optional($0) })
        let failed = ArrayText(Set(page.skippedParents.compactMap(\.externalID)).sorted().map { Optional($0) })
        let started = startedAt.postgresText
        if read.count > 0 {
            try await session.query(
                """
                INSERT INTO control.parent_reads AS r (tenant_id, connection_id, stream, external_id, read_at)
                SELECT \(tenant), \(connection), \(stream), u, \(started)::timestamptz
                FROM unnest(\(read.text)::text[]) AS u
                ON CONFLICT (tenant_id, connection_id, stream, external_id) DO UPDATE
                SET previous_at = CASE WHEN r.read_at = excluded.read_at THEN r.previous_at ELSE r.read_at END,
                    read_at = excluded.read_at, failures = 0, failed_at = NULL
                """)
        }
        guard failed.count > 0 else { return }
        try await session.query(
            """
            INSERT INTO control.parent_reads AS r (tenant_id, connection_id, stream, external_id, failures, failed_at)
            SELECT \(tenant), \(connection), \(stream), u, 1, \(started)::timestamptz
            FROM unnest(\(failed.text)::text[]) AS u
            ON CONFLICT (tenant_id, connection_id, stream, external_id) DO UPDATE
            SET failures = r.failures + CASE WHEN r.failed_at = excluded.failed_at THEN 0 ELSE 1 END,
                failed_at = excluded.failed_at
            """)
    }

    /// How fresh the children are when a read has ended that left some parents alone: not fresher than the lists of the
    /// parents, by which their turns were told, nor than the last read of one that has moved since.
    func asOf(startedAt: Timestamp, in session: PostgresConnection) async throws -> Timestamp {
        let select =
            "SELECT \(RowSQL.micros("min(r.read_at)")) AS waiting \(join) AND r.failures = 0 AND \(hasMoved)"
        let waiting = try await session.query(SQL(text: select, parameters: keys)).only().timestamp("waiting")
        var asOf = min(startedAt, waiting ?? startedAt)
        for maker in makers {
            let list = try await streams.memory(of: maker, in: session)
            // Read to its end in this run; its own last step is yet to come.
            let read = list.checkpoint.flatMap { $0.isRead ? $0.startedAt : nil }
            asOf = min(asOf, read ?? list.asOf ?? asOf)
        }
        return asOf
    }

    /// Forgets the parents that are gone.
    func forgetGone(in session: PostgresConnection) async throws {
        try await session.query(
            """
            DELETE FROM control.parent_reads r
            WHERE r.tenant_id = \(tenant) AND r.connection_id = \(connection) AND r.stream = \(stream)
                AND NOT EXISTS (
                    SELECT FROM \(raw: facts) f WHERE f.tenant_id = r.tenant_id AND f.connection_id = r.connection_id
                        AND f.external_id = r.external_id AND f.deleted_at IS NULL)
            """)
    }
}
