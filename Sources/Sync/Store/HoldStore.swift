import Connectors
import Foundation
import Postgres

/// A hold as it is stored.
struct StoredHold: Sendable, Hashable {
    let id: UUID
    let stream: String
    var hold: Hold
}

/// What the brake held of a connection, and what was said of it.
struct HoldStore: Sendable {
    let tenant: UUID
    let connection: UUID

    /// The holds of the streams that wait or whose decision is in force. `locking`: nobody decides until the transaction
    /// has ended.
    func inForce(of streams: [String], locking: Bool = false, in session: PostgresConnection) async throws
        -> [StoredHold]
    {
        try await session.query(
            """
            SELECT id, stream, kind, encode(hashes, 'hex') AS hashes, state, decided_by, ended_at IS NOT NULL AS over
            FROM control.holds
            WHERE tenant_id = \(tenant) AND connection_id = \(connection) AND stream = ANY (\(streams)::text[])
                AND ended_at IS NULL
            ORDER BY created_at \(raw: locking ? "FOR UPDATE" : "")
            """
        ).map(Self.hold)
    }

    static func hold(_ row: Row) throws -> StoredHold {
        StoredHold(
            id: try row.get("id"), stream: try row.get("stream"),
            hold: Hold(
                HoldKind(rawValue: try row.get("kind")) ?? .deletion,
                hashes: SeenSet.hashes(SeenStore.bytes(row["hashes"] ?? "")),
                state: HoldState(rawValue: try row.get("state")) ?? .waiting, decidedBy: row["decided_by"],
                isOver: try row.get("over")))
    }

    /// Keeps what a run's stream was held for; answers its id. The same rows again are the same hold.
    func keep(
        _ held: Held, of stream: String, run: UUID, in session: PostgresConnection
    ) async throws -> UUID {
        let known = try await inForce(of: [stream], locking: true, in: session)
        let hold = Hold(held.kind, held.hashes)
        let same = known.last { other in
            other.hold.kind == hold.kind
                && (hold.hashes.isEmpty ? other.hold.state == .rejected : other.hold.hashes == hold.hashes)
        }
        for var other in known where other.id != same?.id && other.hold.take(.superseded) {
            try await save(other, in: session)
        }
        guard let same else { return try await insert(hold, held, stream, run, in: session) }
        try await session.query(
            "UPDATE control.holds SET run_id = \(run) WHERE tenant_id = \(tenant) AND id = \(same.id)")
        return same.id
    }

    private func insert(
        _ hold: Hold, _ held: Held, _ stream: String, _ run: UUID, in session: PostgresConnection
    ) async throws -> UUID {
        let examples = "[\(held.examples.map(JSONText.quoted).joined(separator: ","))]"
        return try await session.query(
            """
            INSERT INTO control.holds (tenant_id, connection_id, stream, run_id, kind, count, hashes, examples, words)
            VALUES (\(tenant), \(connection), \(stream), \(run), \(held.kind.rawValue), \(held.count),
                \(SeenStore.hexadecimal(SeenSet.bytes(hold.hashes)))::bytea, \(examples)::jsonb, \(held.words))
            RETURNING id
            """
        ).only().get("id")
    }

    /// A read has come to its end: what was allowed is done, what waited has gone by itself, and the word for rows that
    /// are shown again is over.
    func finish(_ holds: [StoredHold], seen: SeenSet?, in session: PostgresConnection) async throws {
        for var stored in holds where stored.hold.take(.finished(seen: seen)) { try await save(stored, in: session) }
    }

    private func save(_ stored: StoredHold, in session: PostgresConnection) async throws {
        let hold = stored.hold
        // Of what is over nobody asks which rows it was about, but for the examples.
        let hashes = SeenStore.hexadecimal(SeenSet.bytes(hold.isOver ? [] : hold.hashes))
        try await session.query(
            """
            UPDATE control.holds SET state = \(hold.state.rawValue),
                hashes = \(hashes)::bytea,
                ended_at = CASE WHEN \(hold.isOver) THEN clock_timestamp() END
            WHERE tenant_id = \(tenant) AND id = \(stored.id)
            """)
    }
}
