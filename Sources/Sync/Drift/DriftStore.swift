import Connectors
import Foundation
import Inventory
import Postgres

/// A stream's samples as `control.drift` keeps them.
struct DriftStore: Sendable {
    let tenant: UUID
    let connection: UUID
    let stream: StreamDescription

    /// A row that is to be read again.
    struct Row: Sendable, Hashable { var id, externalID: String }

    private var facts: String { "inventory.\(stream.entity.singular)_facts" }

    /// What this run is to read again: a part of what is left of the day's hundredth. Rows that came with this very run
    /// are not among them.
    func due(in session: PostgresConnection, run: UUID, live: () async throws -> Int) async throws -> [Row] {
        let today = try await session.query(
            """
            SELECT due - checked - unread AS left, last_id::text AS last_id FROM control.drift
            WHERE tenant_id = \(tenant) AND connection_id = \(connection) AND stream = \(stream.name)
                AND day = (now() AT TIME ZONE 'UTC')::date
            """
        ).first
        if let today {
            return try await rows(min(today.get("left"), DriftPlan.mostARun), after: today["last_id"], run, session)
        }
        let due = DriftPlan.due(of: try await live())
        let chosen = try await rows(min(due, DriftPlan.mostARun), after: try await lastID(in: session), run, session)
        if !chosen.isEmpty { try await begin(due, in: session) }
        return chosen
    }

    private func begin(_ due: Int, in session: PostgresConnection) async throws {
        try await session.query(
            """
            INSERT INTO control.drift (tenant_id, connection_id, stream, day, due)
            VALUES (\(tenant), \(connection), \(stream.name), (now() AT TIME ZONE 'UTC')::date, \(due))
            """)
    }

    private func lastID(in session: PostgresConnection) async throws -> String? {
        try await session.query(
            """
            SELECT last_id::text AS last_id FROM control.drift
            WHERE tenant_id = \(tenant) AND connection_id = \(connection) AND stream = \(stream.name)
                AND last_id IS NOT NULL
            ORDER BY day DESC LIMIT 1
            """
        ).first?["last_id"]
    }

    /// The next rows by id, from the first again after the last.
    private func rows(
        _ count: Int, after last: String?, _ run: UUID, _ session: PostgresConnection
    ) async throws -> [Row] {
        guard count > 0 else { return [] }
        let found = try await rows(count, "id > coalesce($4::uuid, '\(Self.first)')", last, run, session)
        guard let last, found.count < count else { return found }
        return found + (try await rows(count - found.count, "id <= $4::uuid", last, run, session))
    }

    private static let first = "00000000-0000-0000-0000-000000000000"

    private func rows(
        _ count: Int, _ bound: String, _ last: String?, _ run: UUID, _ session: PostgresConnection
    ) async throws -> [Row] {
        let select = """
            SELECT id, external_id FROM \(facts)
            WHERE tenant_id = $1 AND connection_id = $2 AND deleted_at IS NULL AND \(bound)
                AND first_synced_at < (SELECT started_at FROM control.runs WHERE tenant_id = $1 AND id = $3::uuid)
            ORDER BY id LIMIT \(count)
            """
        let parameters = [tenant.postgresText, connection.postgresText, run.postgresText, last]
        return try await session.query(SQL(text: select, parameters: parameters)).compactMap { row in
            row[0].flatMap { id in row[1].map { Row(id: id, externalID: $0) } }
        }
    }

    /// Adds what a sample has found to the day's figures; the next one goes on after `last`.
    func add(_ report: DriftReport, last: String, in session: PostgresConnection) async throws {
        let examples = String(decoding: try JSONEncoder().encode(report.examples), as: UTF8.self)
        try await session.query(
            """
            UPDATE control.drift SET checked = checked + \(report.checked), differed = differed + \(report.differed),
                missing = missing + \(report.missing), stale = stale + \(report.stale),
                unread = unread + \(report.unread), last_id = \(last)::uuid, checked_at = clock_timestamp(),
                examples = CASE WHEN jsonb_array_length(examples) < \(DriftReport.mostExamples)
                    THEN examples || \(examples)::jsonb ELSE examples END
            WHERE tenant_id = \(tenant) AND connection_id = \(connection) AND stream = \(stream.name)
                AND day = (SELECT max(day) FROM control.drift WHERE tenant_id = \(tenant)
                    AND connection_id = \(connection) AND stream = \(stream.name))
            """)
    }

    /// Makes the stream's next read a whole one, which proves what is gone.
    func askForSweep(in session: PostgresConnection) async throws {
        try await session.query(
            """
            UPDATE control.streams
            SET last_sweep_at = least(last_sweep_at, clock_timestamp() - \(stream.sweepPeriod.interval)::interval)
            WHERE tenant_id = \(tenant) AND connection_id = \(connection) AND stream = \(stream.name)
            """)
    }
}
