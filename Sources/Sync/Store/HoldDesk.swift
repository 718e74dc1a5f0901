import Connectors
public import Foundation
public import Postgres

/// Where a person says whether what the brake held is right.
public enum HoldDesk {
    /// What came of a decision.
    public struct Outcome: Sendable, Hashable, Codable {
        /// The run that was held, as it stands now.
        public var run: RunRecord
        /// The streams whose hold was decided otherwise than before.
        public var decided: [String]
        /// The run that was queued to carry out what was accepted.
        public var queuedRun: UUID?
    }

    /// Decides on what a run held: of the streams that are named, or of all whose hold is not over. What is accepted
    /// allows exactly the rows that were held, and queues a run; what is rejected keeps them. Said again it changes
    /// nothing; a person may think again until it is done.
    ///
    /// Throws ``SyncError``: there is no such run, it held nothing (of that stream), or the hold is over.
    public static func decide(
        _ decision: HoldDecision, run id: UUID, streams: [String]?, tenant: UUID, by person: String,
        trigger: SyncRequest.Trigger, in session: PostgresConnection
    ) async throws -> Outcome {
        guard let record = try await RunBook.run(id, tenant: tenant, in: session) else {
            throw SyncError.unknownRun(id.postgresText)
        }
        let store = HoldStore(tenant: tenant, connection: record.connectionID)
        var decided: [String] = []
        for (stream, hold) in try chosen(streams, record) {
            guard try await store.decide(decision, hold, by: person, in: session) else { continue }
            decided.append(stream)
        }
        let queued = decision == .accept ? try await queue(decided, record, tenant, trigger, in: session) : nil
        guard let run = try await RunBook.run(id, tenant: tenant, in: session) else {
            throw SyncError.unknownRun(id.postgresText)
        }
        return Outcome(run: run, decided: decided, queuedRun: queued)
    }

    private static func chosen(_ streams: [String]?, _ record: RunRecord) throws -> [(stream: String, hold: UUID)] {
        let held = record.streams.compactMap { stream in stream.hold.map { (stream: stream.stream, hold: $0.id) } }
        guard !held.isEmpty else { throw SyncError.nothingHeld(record.id.postgresText) }
        guard let streams else {
            let open = record.streams.filter { $0.hold.map { !$0.isOver } ?? false }.map(\.stream)
            return open.isEmpty ? held : held.filter { open.contains($0.stream) }
        }
        if let unknown = streams.first(where: { name in !held.contains { $0.stream == name } }) {
            throw SyncError.unknownStream(unknown, known: held.map(\.stream))
        }
        return held.filter { streams.contains($0.stream) }
    }

    /// Rows that several streams bring are proven gone only by a run of all of them.
    private static func queue(
        _ streams: [String], _ record: RunRecord, _ tenant: UUID, _ trigger: SyncRequest.Trigger,
        in session: PostgresConnection
    ) async throws -> UUID? {
        guard !streams.isEmpty else { return nil }
        let declared = Registry.connector(for: record.vendor)?.streams ?? []
        let held = declared.filter { streams.contains($0.name) }
        let siblings = declared.filter { stream in held.contains { $0.isSibling(of: stream) } }.map(\.name)
        let all = Set(streams + siblings).sorted()
        do {
            return try await RunQueue.enqueue(
                SyncRequest(tenant: tenant, connection: .id(record.connectionID), streams: all, trigger: trigger),
                in: session
            ).id
        } catch SyncError.connectionPaused {
            // The word stands; it is carried out when the connection goes on.
            return nil
        }
    }
}

extension HoldStore {
    /// Stores a person's word. False: it was said already.
    func decide(
        _ decision: HoldDecision, _ id: UUID, by person: String, in session: PostgresConnection
    ) async throws -> Bool {
        let row = try await session.query(
            """
            SELECT id, stream, kind, encode(hashes, 'hex') AS hashes, state, decided_by, ended_at IS NOT NULL AS over
            FROM control.holds WHERE tenant_id = \(tenant) AND id = \(id) FOR UPDATE
            """
        ).only()
        var stored = try Self.hold(row)
        guard !stored.hold.isOver else { throw SyncError.holdOver(stream: stored.stream, stored.hold.state) }
        guard stored.hold.take(.decided(decision, by: person)) else { return false }
        try await session.query(
            """
            UPDATE control.holds SET state = \(stored.hold.state.rawValue), decided_by = \(person),
                decided_at = clock_timestamp()
            WHERE tenant_id = \(tenant) AND id = \(id)
            """)
        return true
    }
}
