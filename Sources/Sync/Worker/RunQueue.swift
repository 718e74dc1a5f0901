public import Foundation
public import Postgres

/// A run that waits for a worker, or that a worker has taken since.
public struct QueuedRun: Sendable, Hashable {
    public let id: UUID
    public let connection: UUID
    public let state: RunState
    /// False: the idempotency key was used before, and this is the run of then.
    public let isNew: Bool
}

/// Where runs wait for a worker. Whoever may ask for a sync puts them in: the query service, or a command.
public struct RunQueue: Sendable {
    /// What workers listen to. A notification says that something can be taken, and nothing else.
    static let channel = "quartermaster_due"

    private let client: PostgresClient

    /// - Parameter client: the database as the role that reads, or as the one that writes.
    public init(_ client: PostgresClient) { self.client = client }

    /// Queues what is requested and wakes the workers, both or neither. The same `key` with the same content again gives
    /// the run of the first time; with another content it throws ``SyncError/idempotencyKeyReused(_:)``.
    ///
    /// A connection that is not there, or that is paused, is refused (``SyncError/unknownConnection(_:)``,
    /// ``SyncError/connectionPaused(_:)``); whether the streams are there is for the caller to look up.
    public func enqueue(_ request: SyncRequest, key: String? = nil) async throws -> QueuedRun {
        try await client.transaction(tenant: request.tenant) { session in
            try await Self.enqueue(request, key: key, in: session)
        }
    }

    /// The same within a transaction of the caller's.
    public static func enqueue(
        _ request: SyncRequest, key: String? = nil, in session: PostgresConnection
    ) async throws -> QueuedRun {
        let connection = try await ConnectionStore.find(request, in: session)
        if let key, let known = try await find(key, request, connection, in: session) { return known }
        guard connection.state != .paused else { throw SyncError.connectionPaused(connection.name) }
        if let run = try await insert(request, connection, key, in: session) {
            try await wake(in: session)
            return QueuedRun(id: run, connection: connection.id, state: .queued, isNew: true)
        }
        // Another call with this key was a moment faster.
        guard let key, let known = try await find(key, request, connection, in: session) else {
            throw SyncError.runNotQueued
        }
        return known
    }

    /// Queues the reading of what somebody waits for, unless the very same waits already: then that is the run.
    public static func refresh(_ request: SyncRequest, in session: PostgresConnection) async throws -> QueuedRun {
        let connection = try await ConnectionStore.find(request, in: session)
        let waiting = try await session.query(
            """
            SELECT id FROM control.runs
            WHERE tenant_id = \(request.tenant) AND connection_id = \(connection.id) AND state = 'queued'
                AND trigger = 'refresh' AND requested IS NOT DISTINCT FROM \(request.streams)::text[]
                AND record_id IS NOT DISTINCT FROM \(request.record)
            ORDER BY created_at LIMIT 1
            """)
        guard let run = waiting.first else { return try await enqueue(request, in: session) }
        return QueuedRun(id: try run.get("id"), connection: connection.id, state: .queued, isNew: false)
    }

    /// Tells the workers, when the transaction commits.
    static func wake(in session: PostgresConnection) async throws {
        try await session.query("SELECT pg_notify(\(channel), '')")
    }

    private static func insert(
        _ request: SyncRequest, _ connection: ConnectionRow, _ key: String?, in session: PostgresConnection
    ) async throws -> UUID? {
        try await session.query(
            """
            INSERT INTO control.runs (tenant_id, connection_id, trigger, is_full, requested, releases_brake,
                record_id, idempotency_key, state, queued_at)
            VALUES (\(request.tenant), \(connection.id), \(request.trigger.rawValue), \(request.isFull),
                \(request.streams)::text[], \(request.releasesBrake), \(request.record), \(key), 'queued', clock_timestamp())
            ON CONFLICT (tenant_id, idempotency_key) WHERE idempotency_key IS NOT NULL DO NOTHING
            RETURNING id
            """
        ).first?.get("id")
    }

    private static func find(
        _ key: String, _ request: SyncRequest, _ connection: ConnectionRow, in session: PostgresConnection
    ) async throws -> QueuedRun? {
        let rows = try await session.query(
            """
            SELECT id, connection_id, state, connection_id = \(connection.id) AND is_full = \(request.isFull)
                AND requested IS NOT DISTINCT FROM \(request.streams)::text[]
                AND releases_brake = \(request.releasesBrake) AND record_id IS NOT DISTINCT FROM \(request.record) AS is_same
            FROM control.runs WHERE tenant_id = \(request.tenant) AND idempotency_key = \(key)
            """)
        guard let row = rows.first else { return nil }
        guard try row.get("is_same") else { throw SyncError.idempotencyKeyReused(key) }
        return QueuedRun(
            id: try row.get("id"), connection: try row.get("connection_id"),
            state: RunState(rawValue: try row.get("state")) ?? .queued, isNew: false)
    }
}
