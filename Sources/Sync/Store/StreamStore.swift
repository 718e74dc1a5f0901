import Connectors
import Foundation
import Inventory
import Postgres

/// A connection's streams as `control.streams` keeps them.
struct StreamStore: Sendable {
    let tenant: UUID
    let connection: UUID

    /// Makes the rows of streams that are met for the first time, and keeps what the connector declares of the others. A
    /// stream that it does not declare any more is never due again.
    func ensure(_ streams: [StreamDescription], in session: PostgresConnection) async throws {
        guard !streams.isEmpty else { return }
        let rows = try await session.query(
            """
            SELECT stream, (extract(epoch FROM declared_period) * 1000000)::bigint AS declared
            FROM control.streams
            WHERE tenant_id = \(tenant) AND connection_id = \(connection) AND next_due < \(raw: Self.never)
            """)
        let known = Dictionary(uniqueKeysWithValues: rows.map { ($0["stream"] ?? "", $0["declared"]) })
        for stream in streams where known[stream.name] != .some(stream.period.microseconds.postgresText) {
            try await declare(stream, in: session)
        }
        let gone = Set(known.keys).subtracting(streams.map(\.name))
        if !gone.isEmpty { try await retire(gone.sorted(), in: session) }
    }

    /// Later than any stream is due.
    private static let never = "timestamptz '9999-01-01 00:00:00Z'"

    private func declare(_ stream: StreamDescription, in session: PostgresConnection) async throws {
        try await session.query(
            """
            INSERT INTO control.streams AS t
                (tenant_id, connection_id, stream, entity, declared_period, period, cron, sweep_period)
            SELECT s.tenant_id, s.connection_id, s.stream, s.entity, s.period, coalesce(rule.period, s.period),
                rule.cron, s.sweep_period
            FROM (SELECT \(tenant)::uuid AS tenant_id, \(connection)::uuid AS connection_id,
                \(stream.name)::text AS stream, \(stream.entity.name)::text AS entity,
                \(stream.period.interval)::interval AS period, \(stream.sweepPeriod.interval)::interval AS sweep_period) s
            \(raw: ScheduleStore.joinRule)
            ON CONFLICT (tenant_id, connection_id, stream) DO UPDATE
            SET declared_period = excluded.declared_period, period = excluded.period, cron = excluded.cron,
                sweep_period = excluded.sweep_period,
                next_due = CASE WHEN t.next_due < \(raw: Self.never) THEN t.next_due ELSE clock_timestamp() END
            """)
    }

    private func retire(_ streams: [String], in session: PostgresConnection) async throws {
        try await session.query(
            """
            UPDATE control.streams SET next_due = \(raw: Self.never), state = 'not_available',
                state_reason = 'The connector does not read this any more.'
            WHERE tenant_id = \(tenant) AND connection_id = \(connection) AND stream = ANY (\(streams)::text[])
            """)
    }

    /// How the streams stand with the schedule. What is due very soon counts as due, so that the streams of a connection
    /// are read in few runs; an expression's moments are kept to.
    func due(in session: PostgresConnection) async throws -> [DueStream] {
        try await session.query(
            """
            SELECT stream, as_of IS NULL AS is_never_read, concat_ws(' ', period, cron) AS schedule,
                next_due <= clock_timestamp() + CASE WHEN cron IS NULL THEN least(period / 10, interval '1 minute')
                    ELSE interval '0' END AS is_due,
                coalesce(last_sweep_at + sweep_period <= clock_timestamp(), true) AS is_sweep_due,
                state IN ('failing', 'deferred', 'not_available') AS is_waiting
            FROM control.streams WHERE tenant_id = \(tenant) AND connection_id = \(connection)
            """
        ).map { row in
            DueStream(
                name: try row.get("stream"), isDue: try row.get("is_due"), isNeverRead: try row.get("is_never_read"),
                isSweepDue: try row.get("is_sweep_due"), isWaiting: try row.get("is_waiting"),
                schedule: try row.get("schedule"))
        }
    }

    func memory(of stream: String, in session: PostgresConnection) async throws -> StreamMemory {
        let row = try await session.query(
            """
            SELECT state, checkpoint, failures, \(raw: RowSQL.micros("clock_timestamp()")) AS now,
                \(raw: RowSQL.micros("high_water")) AS high_water, \(raw: RowSQL.micros("as_of")) AS as_of,
                \(raw: RowSQL.micros("last_success_at")) AS last_success_at,
                \(raw: RowSQL.micros("last_sweep_at")) AS last_sweep_at
            FROM control.streams
            WHERE tenant_id = \(tenant) AND connection_id = \(connection) AND stream = \(stream)
            """
        ).only()
        return StreamMemory(
            state: StreamState(rawValue: try row.get("state")) ?? .neverRead,
            checkpoint: row["checkpoint"].flatMap { Checkpoint(json: $0) },
            highWater: row.timestamp("high_water"), asOf: row.timestamp("as_of"),
            lastSuccessAt: row.timestamp("last_success_at"), lastSweepAt: row.timestamp("last_sweep_at"),
            failures: try row.get("failures"), now: Timestamp(microseconds: try row.get("now")))
    }

    func save(_ checkpoint: Checkpoint, of stream: String, in session: PostgresConnection) async throws {
        try await session.query(
            """
            UPDATE control.streams SET checkpoint = \(checkpoint.json)::jsonb
            WHERE tenant_id = \(tenant) AND connection_id = \(connection) AND stream = \(stream)
            """)
    }

    /// The brake held what a whole read would have deleted: the read is over, and the next one is whole again.
    ///
    /// - Parameter rest: What the next read must know of this one.
    func hold(_ stream: String, _ rest: Checkpoint?, in session: PostgresConnection) async throws {
        try await session.query(
            """
            UPDATE control.streams SET checkpoint = \(rest?.json)::jsonb, last_sweep_at = NULL
            WHERE tenant_id = \(tenant) AND connection_id = \(connection) AND stream = \(stream)
            """)
    }

    /// A read has ended well. `remark`: what a person should know all the same.
    func finish(
        _ stream: String, asOf: Timestamp, highWater: Timestamp?, _ checkpoint: Checkpoint, isSwept: Bool,
        remark: String?,
        in session: PostgresConnection
    ) async throws {
        let swept = isSwept ? checkpoint.startedAt.postgresText : nil
        let next = try await nextDue(stream, in: session)
        try await session.query(
            """
            UPDATE control.streams SET state = 'current', state_reason = \(remark), last_error = NULL, failures = 0,
                checkpoint = NULL, high_water = \(highWater?.postgresText)::timestamptz,
                as_of = \(asOf.postgresText)::timestamptz, last_success_at = clock_timestamp(),
                last_sweep_at = coalesce(\(swept)::timestamptz, last_sweep_at),
                next_due = \(next.iso8601)::timestamptz
            WHERE tenant_id = \(tenant) AND connection_id = \(connection) AND stream = \(stream)
            """)
    }

    /// When a stream that has just been read is due next.
    private func nextDue(_ stream: String, in session: PostgresConnection) async throws -> Timestamp {
        let row = try await session.query(
            """
            SELECT (extract(epoch FROM s.period) * 1000000)::bigint AS period, s.cron,
                c.settings ->> 'timezone' AS zone, \(raw: RowSQL.micros("clock_timestamp()")) AS now
            FROM control.streams s JOIN control.connections c ON c.tenant_id = s.tenant_id AND c.id = s.connection_id
            WHERE s.tenant_id = \(tenant) AND s.connection_id = \(connection) AND s.stream = \(stream)
            """
        ).only()
        let now = Timestamp(microseconds: try row.get("now"))
        return try Schedule.of(row).next(after: now, draw: .random(in: 0..<1))
    }

    /// A read has not ended well. It is tried again when the vendor said, or later with every failure; what a person must
    /// look at, or what is not there, no sooner than usual.
    func fail(_ stream: String, _ verdict: Verdict, in session: PostgresConnection) async throws {
        guard let state = verdict.stream else { return }
        let failures = state == .failing ? 1 : 0
        try await session.query(
            """
            UPDATE control.streams SET state = \(state.rawValue), state_reason = \(verdict.words),
                last_error = \(verdict.words), failures = failures + \(failures)::integer,
                next_due = clock_timestamp() + (1 + 0.1 * random())
                    * coalesce(\(verdict.retryAfterSeconds)::integer * interval '1 second',
                        CASE \(state.rawValue) WHEN 'held' THEN period
                            WHEN 'not_available' THEN greatest(period, interval '1 day')
                            ELSE least(period, interval '1 minute' * 2 ^ least(failures, 10)) END)
            WHERE tenant_id = \(tenant) AND connection_id = \(connection) AND stream = \(stream)
            """)
    }

    /// A stream that was not begun because of another one is due no sooner than that.
    func postpone(_ stream: String, behind other: String, in session: PostgresConnection) async throws {
        try await session.query(
            """
            UPDATE control.streams s SET next_due = o.next_due FROM control.streams o
            WHERE s.tenant_id = \(tenant) AND s.connection_id = \(connection) AND s.stream = \(stream)
                AND o.tenant_id = \(tenant) AND o.connection_id = \(connection) AND o.stream = \(other)
                AND s.next_due < o.next_due
            """)
    }
}

extension Row {
    /// A cell of microseconds since 1970, as ``RowSQL/micros(_:)`` selects it.
    func timestamp(_ name: String) -> Timestamp? {
        self[name].flatMap { Int64($0) }.map { Timestamp(microseconds: $0) }
    }
}
