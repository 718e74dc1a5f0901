import Connectors
import Foundation
import Inventory
import Postgres

/// A connection's streams as `control.streams` keeps them.
struct StreamStore: Sendable {
    let tenant: UUID
    let connection: UUID

    /// Makes the rows of streams that are met for the first time.
    func ensure(_ streams: [StreamDescription], in session: PostgresConnection) async throws {
        let known = Set(
            try await session.query(
                "SELECT stream FROM control.streams WHERE tenant_id = \(tenant) AND connection_id = \(connection)"
            ).compactMap { $0["stream"] })
        for stream in streams where !known.contains(stream.name) {
            try await session.query(
                """
                INSERT INTO control.streams (tenant_id, connection_id, stream, entity, period, sweep_period)
                VALUES (\(tenant), \(connection), \(stream.name), \(stream.entity.name),
                    \(stream.period.interval)::interval, \(stream.sweepPeriod.interval)::interval)
                ON CONFLICT (tenant_id, connection_id, stream) DO NOTHING
                """)
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
    func hold(_ stream: String, in session: PostgresConnection) async throws {
        try await session.query(
            """
            UPDATE control.streams SET checkpoint = NULL, last_sweep_at = NULL
            WHERE tenant_id = \(tenant) AND connection_id = \(connection) AND stream = \(stream)
            """)
    }

    /// A read has ended well: the stream is as fresh as the read's first request.
    func finish(
        _ stream: String, _ checkpoint: Checkpoint, highWater: Timestamp?, isSwept: Bool,
        in session: PostgresConnection
    ) async throws {
        let swept = isSwept ? checkpoint.startedAt.postgresText : nil
        try await session.query(
            """
            UPDATE control.streams SET state = 'current', state_reason = NULL, last_error = NULL, failures = 0,
                checkpoint = NULL, high_water = \(highWater?.postgresText)::timestamptz,
                as_of = \(checkpoint.startedAt.postgresText)::timestamptz, last_success_at = clock_timestamp(),
                last_sweep_at = coalesce(\(swept)::timestamptz, last_sweep_at),
                next_due = clock_timestamp() + period * (0.95 + 0.1 * random())
            WHERE tenant_id = \(tenant) AND connection_id = \(connection) AND stream = \(stream)
            """)
    }

    /// A read has not ended well. It is tried again when the vendor said, or later with every failure.
    func fail(_ stream: String, _ verdict: Verdict, in session: PostgresConnection) async throws {
        guard let state = verdict.stream else { return }
        let failures = state == .failing ? 1 : 0
        try await session.query(
            """
            UPDATE control.streams SET state = \(state.rawValue), state_reason = \(verdict.words),
                last_error = \(verdict.words), failures = failures + \(failures)::integer,
                next_due = clock_timestamp() + coalesce(\(verdict.retryAfterSeconds)::integer * interval '1 second',
                    least(period, interval '1 minute' * 2 ^ least(failures, 10)))
            WHERE tenant_id = \(tenant) AND connection_id = \(connection) AND stream = \(stream)
            """)
    }
}

extension Row {
    /// A cell of microseconds since 1970, as ``RowSQL/micros(_:)`` selects it.
    func timestamp(_ name: String) -> Timestamp? {
        self[name].flatMap { Int64($0) }.map { Timestamp(microseconds: $0) }
    }
}
