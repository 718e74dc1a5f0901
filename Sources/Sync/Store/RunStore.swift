import Connectors
import Foundation
import Postgres

/// A connection's runs as `control.runs` and `control.run_streams` keep them.
struct RunStore: Sendable {
    let tenant: UUID
    let connection: UUID

    /// How often a queued run whose worker goes is begun, before it is given up.
    static let attempts = 5

    /// Runs that are found running by who has just taken the lease: their worker is gone. Those that were queued are
    /// queued again.
    func abandonOthers(in session: PostgresConnection) async throws {
        try await session.query(
            """
            UPDATE control.run_streams s SET state = 'abandoned', ended_at = clock_timestamp()
            FROM control.runs r
            WHERE r.tenant_id = \(tenant) AND r.connection_id = \(connection) AND r.state = 'running'
                AND s.tenant_id = \(tenant) AND s.run_id = r.id AND s.state IN ('queued', 'running')
            """)
        try await session.query(
            """
            UPDATE control.runs SET state = \(raw: Self.abandoned), ended_at = \(raw: Self.abandonedAt),
                reason = 'Its worker was gone; the next run went on at the last page.'
            WHERE tenant_id = \(tenant) AND connection_id = \(connection) AND state = 'running'
            """)
    }

    /// What an abandoned run becomes.
    private static let goesOn = "queued_at IS NOT NULL AND attempts < \(attempts)"
    private static let abandoned = "CASE WHEN \(goesOn) THEN 'queued' ELSE 'abandoned' END"
    private static let abandonedAt = "CASE WHEN \(goesOn) THEN NULL ELSE clock_timestamp() END"

    /// Begins a run: a new one, or one that was queued.
    func begin(_ request: SyncRequest, streams: [StreamDescription], in session: PostgresConnection) async throws
        -> UUID
    {
        let run = try await start(request, in: session)
        try await session.query(
            """
            INSERT INTO control.run_streams (tenant_id, run_id, stream, state)
            SELECT \(tenant), \(run), u.stream, 'queued' FROM unnest(\(streams.map(\.name))::text[]) AS u(stream)
            ON CONFLICT (tenant_id, run_id, stream) DO UPDATE SET state = 'queued', reason = NULL, ended_at = NULL
            """)
        return run
    }

    private func start(_ request: SyncRequest, in session: PostgresConnection) async throws -> UUID {
        if let queued = request.queuedRun {
            let rows = try await session.query(
                """
                UPDATE control.runs SET state = 'running', reason = NULL, attempts = attempts + 1,
                    started_at = coalesce(started_at, clock_timestamp())
                WHERE tenant_id = \(tenant) AND id = \(queued) AND connection_id = \(connection) AND state = 'queued'
                """)
            guard rows.affected == 1 else { throw SyncError.runNotQueued }
            return queued
        }
        return try await session.query(
            """
            INSERT INTO control.runs (tenant_id, connection_id, trigger, is_full, requested, state, started_at)
            VALUES (\(tenant), \(connection), \(request.trigger.rawValue), \(request.isFull),
                \(request.streams)::text[], 'running', clock_timestamp())
            RETURNING id
            """
        ).only().get("id")
    }

    /// What a queued run asks for.
    func request(of run: UUID, in session: PostgresConnection) async throws -> SyncRequest {
        let rows = try await session.query(
            """
            SELECT array_to_json(requested) AS requested, is_full, trigger, releases_brake, record_id
            FROM control.runs
            WHERE tenant_id = \(tenant) AND id = \(run) AND connection_id = \(connection)
            """)
        guard let row = rows.first else { throw SyncError.runNotQueued }
        let streams = try row["requested"].map { try JSONDecoder().decode([String].self, from: Data($0.utf8)) }
        return SyncRequest(
            tenant: tenant, connection: .id(connection), streams: streams, isFull: try row.get("is_full"),
            trigger: SyncRequest.Trigger(rawValue: try row.get("trigger")) ?? .api, waitsForLease: false,
            queuedRun: run, releasesBrake: try row.get("releases_brake"), record: row["record_id"])
    }

    /// A queued run that cannot be begun.
    func refuse(_ run: UUID, reason: String, in session: PostgresConnection) async throws {
        try await session.query(
            """
            UPDATE control.runs SET state = 'failed', reason = \(reason), ended_at = clock_timestamp()
            WHERE tenant_id = \(tenant) AND id = \(run) AND state = 'queued'
            """)
    }

    /// A stream's figures so far. They are absolute, so that a transaction that is tried again counts once.
    func save(
        _ report: StreamReport, run: UUID, held: Held? = nil, hold: UUID? = nil, in session: PostgresConnection
    ) async throws {
        let examples = held.map { "[\($0.examples.map(JSONText.quoted).joined(separator: ","))]" }
        try await session.query(
            """
            UPDATE control.run_streams SET state = \(report.state.rawValue), reason = \(report.reason),
                is_sweep = \(report.isSweep), read = \(report.read), created = \(report.created),
                updated = \(report.updated), unchanged = \(report.unchanged), deleted = \(report.deleted),
                quarantined = \(report.quarantined), calls = \(report.calls), bytes = \(report.bytes),
                seconds = \(report.seconds), would_delete = \(held?.count), would_details = \(examples)::jsonb, hold_id = \(hold),
                started_at = coalesce(started_at, clock_timestamp()),
                ended_at = CASE WHEN \(report.state == .running) THEN NULL ELSE clock_timestamp() END
            WHERE tenant_id = \(tenant) AND run_id = \(run) AND stream = \(report.stream)
            """)
    }

    /// The report with the figures that are stored.
    func figures(_ report: StreamReport, run: UUID, in session: PostgresConnection) async throws -> StreamReport {
        let row = try await session.query(
            """
            SELECT state, reason, read, created, updated, unchanged, deleted, quarantined, calls, bytes, seconds
            FROM control.run_streams
            WHERE tenant_id = \(tenant) AND run_id = \(run) AND stream = \(report.stream)
            """
        ).only()
        var report = report
        report.state = RunState(rawValue: try row.get("state")) ?? report.state
        report.reason = row["reason"]
        (report.read, report.created) = (try row.get("read"), try row.get("created"))
        (report.updated, report.unchanged) = (try row.get("updated"), try row.get("unchanged"))
        (report.deleted, report.quarantined) = (try row.get("deleted"), try row.get("quarantined"))
        (report.calls, report.bytes) = (try row.get("calls"), try row.get("bytes"))
        report.seconds = try row.get("seconds")
        return report
    }

    /// Says how a run ended. A queued run that was stopped is queued again: another worker goes on with it.
    func end(_ run: UUID, _ state: RunState, reason: String?, in session: PostgresConnection) async throws {
        let isAbandoned = state == .abandoned
        try await session.query(
            """
            UPDATE control.runs
            SET state = CASE WHEN \(isAbandoned) THEN \(raw: Self.abandoned) ELSE \(state.rawValue) END,
                ended_at = CASE WHEN \(isAbandoned) THEN \(raw: Self.abandonedAt) ELSE clock_timestamp() END,
                reason = \(reason)
            WHERE tenant_id = \(tenant) AND id = \(run) AND state = 'running'
            """)
    }

    /// What the connection is after a run; a pause is a person's, and stays.
    func setConnection(
        _ state: ConnectionState, reason: String?, in session: PostgresConnection
    ) async throws {
        try await session.query(
            """
            UPDATE control.connections SET state = \(state.rawValue), state_reason = \(reason)
            WHERE tenant_id = \(tenant) AND id = \(connection) AND state <> 'paused'
                AND (state, state_reason) IS DISTINCT FROM (\(state.rawValue), \(reason))
            """)
    }
}
