public import Foundation
import Inventory
public import Postgres

/// What a schedule holds for; nil: for all of the tenant's. The most specific one holds: a connection's stream before a
/// stream of all connections, before a connection, before the tenant.
public struct ScheduleScope: Sendable, Hashable {
    public var tenant: UUID
    public var connection: UUID?
    public var stream: String?

    public init(tenant: UUID, connection: UUID? = nil, stream: String? = nil) {
        self.tenant = tenant
        self.connection = connection
        self.stream = stream
    }
}

/// What becomes of a scope's schedule.
public enum ScheduleChange: Sendable, Hashable {
    case every(Duration)
    case cron(CronExpression)
    /// It is taken back: the next less specific one holds, at last what the connector declares.
    case standard
}

/// A tenant's schedules, and what follows from them for its streams.
public struct ScheduleStore: Sendable {
    let client: PostgresClient

    /// - Parameter worker: the database as the role that writes.
    public init(_ worker: PostgresClient) { client = worker }

    /// Stores the change, moves what is due by it, and wakes the workers; how many streams it moved.
    @discardableResult
    public func set(_ change: ScheduleChange, for scope: ScheduleScope) async throws -> Int {
        try await client.retrying { client in
            try await client.transaction(tenant: scope.tenant) { session in
                try await Self.keep(change, for: scope, in: session)
                let moved = try await Self.apply(scope.tenant, in: session)
                try await Self.plan(moved, scope.tenant, in: session)
                try await RunQueue.wake(in: session)
                return moved.count
            }
        }
    }

    private static func keep(
        _ change: ScheduleChange, for scope: ScheduleScope, in session: PostgresConnection
    ) async throws {
        try await session.query(
            """
            DELETE FROM control.schedules WHERE tenant_id = \(scope.tenant)
                AND connection_id IS NOT DISTINCT FROM \(scope.connection)::uuid
                AND stream IS NOT DISTINCT FROM \(scope.stream)::text
            """)
        let (period, cron): (Duration, String?)
        switch change {
        case .standard: return
        case .every(let duration): (period, cron) = (duration, nil)
        case .cron(let expression):
            let now = try await session.query("SELECT \(raw: RowSQL.micros("now()")) AS now").only()
            period = expression.shortestGap(after: Timestamp(microseconds: try now.get("now")))
            cron = expression.text
        }
        try await session.query(
            """
            INSERT INTO control.schedules (tenant_id, connection_id, stream, period, cron)
            VALUES (\(scope.tenant), \(scope.connection), \(scope.stream), \(period.interval)::interval, \(cron))
            """)
    }

    /// The schedule that holds for a stream of `s`: `rule`, or nothing.
    static let joinRule = """
        LEFT JOIN LATERAL (
            SELECT r.period, r.cron, r.connection_id, r.stream FROM control.schedules r
            WHERE r.tenant_id = s.tenant_id AND coalesce(r.connection_id, s.connection_id) = s.connection_id
                AND coalesce(r.stream, s.stream) = s.stream
            ORDER BY r.stream IS NOT NULL DESC, r.connection_id IS NOT NULL DESC LIMIT 1
        ) rule ON true
        """

    /// Brings the streams' periods in line with the schedules; the streams whose period changed.
    private static func apply(_ tenant: UUID, in session: PostgresConnection) async throws -> [Row] {
        Array(
            try await session.query(
                """
                UPDATE control.streams t SET period = n.period, cron = n.cron
                FROM (
                    SELECT s.connection_id, s.stream, coalesce(rule.period, s.declared_period, s.period) AS period,
                        rule.cron, c.settings ->> 'timezone' AS zone
                    FROM control.streams s
                    JOIN control.connections c ON c.tenant_id = s.tenant_id AND c.id = s.connection_id
                    \(raw: joinRule)
                    WHERE s.tenant_id = \(tenant)
                ) n
                WHERE t.tenant_id = \(tenant) AND t.connection_id = n.connection_id AND t.stream = n.stream
                    AND (t.period, t.cron) IS DISTINCT FROM (n.period, n.cron)
                RETURNING t.connection_id, t.stream, t.cron, n.zone,
                    \(raw: RowSQL.micros("t.last_success_at")) AS last_success_at,
                    (extract(epoch FROM t.period) * 1000000)::bigint AS period,
                    \(raw: RowSQL.micros("clock_timestamp()")) AS now
                """))
    }

    /// Moves the next reads. What waits for a vendor or for a person waits on.
    private static func plan(_ streams: [Row], _ tenant: UUID, in session: PostgresConnection) async throws {
        var connections: [String] = []
        var names: [String] = []
        var moments: [String] = []
        for row in streams {
            let due = try Schedule.due(row)
            connections.append(row["connection_id"] ?? "")
            names.append(row["stream"] ?? "")
            moments.append(due.iso8601)
        }
        try await session.query(
            """
            UPDATE control.streams s SET next_due = u.due
            FROM unnest(\(connections)::uuid[], \(names)::text[], \(moments)::timestamptz[]) AS u(connection, stream, due)
            WHERE s.tenant_id = \(tenant) AND s.connection_id = u.connection AND s.stream = u.stream
                AND s.state NOT IN ('failing', 'deferred', 'not_available')
            """)
    }
}

extension Schedule {
    /// From a row with `period` in microseconds, `cron` and `zone`.
    static func of(_ row: Row) throws -> Schedule {
        guard let cron = row["cron"] else { return .every(.microseconds(try row.get("period", as: Int64.self))) }
        return .cron(try CronExpression(cron), row["zone"].flatMap { TimeZone(identifier: $0) } ?? .gmt)
    }

    /// When a stream is due by a schedule that is new to it: what was read long ago is due at once.
    fileprivate static func due(_ row: Row) throws -> Timestamp {
        let now = Timestamp(microseconds: try row.get("now"))
        let schedule = try Schedule.of(row)
        switch schedule {
        case .cron: return schedule.next(after: now, draw: .random(in: 0..<1))
        case .every:
            guard let last = row.timestamp("last_success_at") else { return now }
            return max(now, schedule.next(after: last, draw: .random(in: 0..<1)))
        }
    }
}
