public import Foundation
import Postgres

/// How a stream is scheduled, and by whom.
public struct StreamSchedule: Sendable, Hashable, Codable {
    public let connection: String
    public let stream: String
    /// What the connector declares.
    public let usualSeconds: Int64
    public let everySeconds: Int64
    public let cron: String?
    /// `connector`, `tenant`, `connection`, `stream` or `connection and stream`: what the schedule was set for.
    public let setFor: String
    public let nextDue: String
    public let asOf: String?
    public let state: String
}

/// A schedule as it was set.
public struct SetSchedule: Sendable, Hashable, Codable {
    /// Nil: for all connections.
    public let connection: String?
    /// Nil: for all streams.
    public let stream: String?
    public let everySeconds: Int64
    public let cron: String?
}

extension ScheduleStore {
    /// How every stream of the tenant that was met so far is scheduled.
    public func streams(tenant: UUID) async throws -> [StreamSchedule] {
        try await read(tenant) { session in
            try await session.query(
                """
                SELECT c.name, s.stream, extract(epoch FROM coalesce(s.declared_period, s.period))::bigint AS usual,
                    extract(epoch FROM s.period)::bigint AS every, s.cron, s.state, \(raw: Self.utc("s.next_due")) AS due,
                    \(raw: Self.utc("s.as_of")) AS as_of,
                    CASE WHEN rule.period IS NULL THEN 'connector'
                        WHEN rule.connection_id IS NULL AND rule.stream IS NULL THEN 'tenant'
                        ELSE concat_ws(' and ', CASE WHEN rule.connection_id IS NOT NULL THEN 'connection' END,
                            CASE WHEN rule.stream IS NOT NULL THEN 'stream' END) END AS set_for
                FROM control.streams s
                JOIN control.connections c ON c.tenant_id = s.tenant_id AND c.id = s.connection_id
                \(raw: Self.joinRule)
                WHERE s.tenant_id = \(tenant) ORDER BY c.name, s.stream
                """
            ).map { row in
                StreamSchedule(
                    connection: try row.get("name"), stream: try row.get("stream"), usualSeconds: try row.get("usual"),
                    everySeconds: try row.get("every"), cron: row["cron"], setFor: try row.get("set_for"),
                    nextDue: try row.get("due"), asOf: row["as_of"], state: try row.get("state"))
            }
        }
    }

    /// The schedules that were set, whether a stream is there for them or not.
    public func schedules(tenant: UUID) async throws -> [SetSchedule] {
        try await read(tenant) { session in
            try await session.query(
                """
                SELECT c.name, r.stream, extract(epoch FROM r.period)::bigint AS every, r.cron
                FROM control.schedules r
                LEFT JOIN control.connections c ON c.tenant_id = r.tenant_id AND c.id = r.connection_id
                WHERE r.tenant_id = \(tenant) ORDER BY c.name NULLS FIRST, r.stream NULLS FIRST
                """
            ).map { row in
                SetSchedule(
                    connection: row["name"], stream: row["stream"], everySeconds: try row.get("every"),
                    cron: row["cron"])
            }
        }
    }

    private static func utc(_ column: String) -> String {
        "to_char(\(column) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
    }

    private func read<Result: Sendable>(
        _ tenant: UUID, _ body: (PostgresConnection) async throws -> Result
    ) async throws -> Result {
        try await client.transaction(tenant: tenant, readOnly: true, body)
    }
}
