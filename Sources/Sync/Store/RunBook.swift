public import Foundation
public import Postgres

/// One run as people and programs are told of it. Times are PostgreSQL's text, in UTC.
public struct RunRecord: Sendable, Hashable, Codable {
    public var id: UUID
    /// The connection's name.
    public var connection: String
    public var connectionID: UUID
    public var vendor: String
    /// Who asked: command, api, schedule or refresh.
    public var trigger: String
    public var full: Bool
    /// The streams that were asked for; nil: all.
    public var requested: [String]?
    public var state: RunState
    public var reason: String?
    public var createdAt: String
    public var startedAt: String?
    public var endedAt: String?
    /// What it did so far with each stream; empty until it begins, and in lists of runs.
    public var streams: [RunStreamRecord] = []
}

/// What a run did with one stream.
public struct RunStreamRecord: Sendable, Hashable, Codable {
    public var stream: String
    public var state: RunState
    public var reason: String?
    /// Whether everything was read.
    public var isSweep: Bool
    public var read, created, updated, unchanged, deleted, quarantined, calls, bytes: Int
    public var seconds: Double
    /// What the brake kept: how many rows, and the external ids of the first hundred.
    public var wouldDelete: Int?
    public var wouldDetails: [String]?
    public var hold: HoldRecord?
}

/// What became of what the brake held.
public struct HoldRecord: Sendable, Hashable, Codable {
    public var id: UUID
    /// deletion, empty_list or move.
    public var kind: String
    /// waiting, accepted, rejected or lapsed.
    public var state: String
    public var decidedBy: String?
    public var decidedAt: String?
    /// Whether it is done or has lapsed, so that nothing is to be decided any more.
    public var isOver: Bool
}

/// The runs of a tenant, for looking at.
public struct RunBook: Sendable {
    private let client: PostgresClient

    /// - Parameter client: the database as the role that reads, or as the one that writes.
    public init(_ client: PostgresClient) { self.client = client }

    /// The newest runs first, without their streams.
    public func list(
        tenant: UUID, state: RunState? = nil, connection: String? = nil, limit: Int = 25
    ) async throws -> [RunRecord] {
        let rows = try await client.query(
            """
            SELECT r.*, array_to_json(r.requested) AS requested_names FROM control.syncs r
            WHERE r.tenant_id = \(tenant) AND (\(state?.rawValue)::text IS NULL OR r.state = \(state?.rawValue))
                AND (\(connection)::text IS NULL OR r.connection = \(connection))
            ORDER BY r.created_at DESC, r.id LIMIT \(limit)
            """, tenant: tenant)
        return try rows.map(Self.run)
    }

    /// One run with its streams, or nil.
    public func run(_ id: UUID, tenant: UUID) async throws -> RunRecord? {
        try await client.transaction(tenant: tenant, readOnly: true) { session in
            try await Self.run(id, tenant: tenant, in: session)
        }
    }

    /// The same within the caller's transaction.
    public static func run(
        _ id: UUID, tenant: UUID, in session: PostgresConnection
    ) async throws -> RunRecord? {
        let rows = try await session.query(
            """
            SELECT r.*, array_to_json(r.requested) AS requested_names FROM control.syncs r
            WHERE r.tenant_id = \(tenant) AND r.id = \(id)
            """)
        guard let row = rows.first else { return nil }
        var record = try run(row)
        record.streams = try await session.query(
            """
            SELECT s.*, h.kind AS hold_kind, h.state AS hold_state, h.decided_by, h.decided_at,
                h.ended_at IS NOT NULL AS hold_over
            FROM control.run_streams s
            LEFT JOIN control.holds h ON h.tenant_id = s.tenant_id AND h.id = s.hold_id
            WHERE s.tenant_id = \(tenant) AND s.run_id = \(id) ORDER BY s.started_at, s.stream
            """
        ).map(stream)
        return record
    }

    private static func run(_ row: Row) throws -> RunRecord {
        RunRecord(
            id: try row.get("id"), connection: try row.get("connection"), connectionID: try row.get("connection_id"),
            vendor: try row.get("vendor"), trigger: try row.get("trigger"), full: try row.get("full"),
            requested: try row["requested_names"].map(names),
            state: RunState(rawValue: try row.get("state")) ?? .failed,
            reason: row["reason"], createdAt: try row.get("created_at"), startedAt: row["started_at"],
            endedAt: row["ended_at"])
    }

    private static func stream(_ row: Row) throws -> RunStreamRecord {
        RunStreamRecord(
            stream: try row.get("stream"), state: RunState(rawValue: try row.get("state")) ?? .failed,
            reason: row["reason"], isSweep: try row.get("is_sweep"), read: try row.get("read"),
            created: try row.get("created"), updated: try row.get("updated"), unchanged: try row.get("unchanged"),
            deleted: try row.get("deleted"), quarantined: try row.get("quarantined"), calls: try row.get("calls"),
            bytes: try row.get("bytes"), seconds: try row.get("seconds"), wouldDelete: try row.optional("would_delete"),
            wouldDetails: try row["would_details"].map(names), hold: try hold(row))
    }

    private static func hold(_ row: Row) throws -> HoldRecord? {
        guard let kind = row["hold_kind"] else { return nil }
        return HoldRecord(
            id: try row.get("hold_id"), kind: kind, state: try row.get("hold_state"), decidedBy: row["decided_by"],
            decidedAt: row["decided_at"], isOver: try row.get("hold_over"))
    }

    private static func names(_ json: String) throws -> [String] {
        try JSONDecoder().decode([String].self, from: Data(json.utf8))
    }
}
