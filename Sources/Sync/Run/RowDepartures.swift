import Connectors
import Foundation
import Inventory
import Postgres

/// Deletes the rows that a whole read has proven gone; resolves them where the entity's rule says so.
struct RowDepartures: Sendable {
    let context: RunContext
    let stream: StreamDescription
    let brake: Brake

    /// A living row that was not seen.
    private struct Missing {
        var id, externalID: String
        /// Somebody has written it since the read began: what that was the read cannot know.
        var isTouched: Bool
    }

    private let batch = 20_000

    func depart(
        _ checkpoint: Checkpoint, _ scope: DeletionScope, in session: PostgresConnection
    ) async throws -> Departures {
        let seen = try await seen(scope, in: session)
        let absent =
            stream.deletion == .absenceWithinParent && !checkpoint.provesWhole
            ? try await missingWithinParents(seen, scope, in: session) : try await missing(seen, scope, in: session)
        let untouched = absent.filter { !$0.isTouched }
        let missing = try await withoutHeld(untouched, in: session)
        var departures: Departures
        if stream.deletion == .resolvedByAbsence {
            departures = try await resolve(missing, in: session)
        } else {
            let isEmpty = seen.isEmpty ? true : try await isSiblingEmpty(scope, in: session)
            let gone = try await leaving(missing, isListEmpty: checkpoint.provesWhole && isEmpty, in: session)
            departures = try await delete(gone, in: session)
            departures.kept = missing.count - gone.count
            departures.seen = checkpoint.provesWhole ? seen : nil
        }
        departures.spared = absent.count - untouched.count
        departures.waiting = untouched.count - missing.count
        return departures
    }

    private func seen(_ scope: DeletionScope, in session: PostgresConnection) async throws -> SeenSet {
        var pages: [[UInt8]] = []
        for name in scope.streams { pages += try await context.seen(name).pages(.ids, in: session) }
        return SeenSet(pages: pages)
    }

    private var facts: String { "inventory.\(stream.entity.singular)_facts" }

    /// Of all living rows, in batches by id.
    private func missing(
        _ seen: SeenSet, _ scope: DeletionScope, in session: PostgresConnection
    ) async throws -> [Missing] {
        let open = stream.deletion == .resolvedByAbsence ? " AND status = 'open'" : ""
        let select = """
            SELECT id, external_id, changed_at < $3::timestamptz FROM \(facts)
            WHERE tenant_id = $1 AND connection_id = $2 AND deleted_at IS NULL\(open)
                AND ($4::uuid IS NULL OR id > $4) ORDER BY id LIMIT \(batch)
            """
        var missing: [Missing] = []
        var last: String?
        while true {
            let rows = try await session.query(
                SQL(text: select, parameters: keys + [scope.startedAt.postgresText, last]))
            missing += Self.missing(rows, seen)
            last = rows.last?[0]
            if rows.count < batch { return missing }
        }
    }

    /// Of the rows of those parents whose children were all seen.
    private func missingWithinParents(
        _ seen: SeenSet, _ scope: DeletionScope, in session: PostgresConnection
    ) async throws -> [Missing] {
        guard let column = parentColumn else { return [] }
        let parents = Set(try await context.seen(stream.name).pages(.parents, in: session).flatMap(ParentList.parents))
        guard !parents.isEmpty else { return [] }
        let select = """
            SELECT id, external_id, changed_at < $3::timestamptz FROM \(facts)
            WHERE tenant_id = $1 AND connection_id = $2 AND deleted_at IS NULL
                AND \(RowSQL.quoted(column)) = ANY ($4::text[])
            """
        let list = ArrayText(parents.map { Optional($0) }).text
        let rows = try await session.query(
            SQL(text: select, parameters: keys + [scope.startedAt.postgresText, list]))
        return Self.missing(rows, seen)
    }

    private static func missing(_ rows: Rows, _ seen: SeenSet) -> [Missing] {
        rows.compactMap { row in
            guard let id = row[0], let external = row[1], !seen.contains(SeenSet.hash(external)) else { return nil }
            return Missing(id: id, externalID: external, isTouched: row[2] != "t")
        }
    }

    /// Without those that hang on what is held.
    private func withoutHeld(_ missing: [Missing], in session: PostgresConnection) async throws -> [Missing] {
        guard !missing.isEmpty else { return missing }
        let held = try await HeldParents(context: context, stream: stream).find(in: session)
        var waiting: Set<String> = []
        let ids = ArrayText(missing.map { Optional($0.id) }).text
        for (column, parents) in held {
            let rows = try await session.query(
                """
                SELECT id, \(identifier: column) FROM \(raw: facts)
                WHERE tenant_id = \(context.tenant) AND id = ANY (\(ids)::uuid[])
                """)
            for row in rows {
                if let id = row[0], let parent = row[1], parents.contains(SeenSet.hash(parent)) { waiting.insert(id) }
            }
        }
        return missing.filter { !waiting.contains($0.id) }
    }

    private var keys: [String?] { [context.tenant.postgresText, context.connection.id.postgresText] }

    /// The column with the id of the parent that the stream is read by.
    private var parentColumn: String? {
        let references = stream.entity.references
        guard case .perParent(let entity, _) = stream.reading else { return references.first?.externalColumn }
        return references.first { $0.target == entity }?.externalColumn
    }

    /// Of those that are missing, the ones that may go.
    private func leaving(
        _ missing: [Missing], isListEmpty: Bool, in session: PostgresConnection
    ) async throws -> [Missing] {
        guard stream.entity.hasBrake, !missing.isEmpty else { return missing }
        let live: Int = try await session.query(
            SQL(text: RowSQL(RowShape(stream), targets: [:]).countLive, parameters: keys)
        ).only().get("live")
        return try brake.absent(
            missing, of: live, isListEmpty: isListEmpty, stream.entity.name, id: \.externalID)
    }

    /// Of several lists that fill the entity, whether one is empty that had rows when it was last read whole.
    private func isSiblingEmpty(_ scope: DeletionScope, in session: PostgresConnection) async throws -> Bool {
        guard stream.entity.hasBrake, scope.streams.count > 1 else { return false }
        let rows = try await session.query(
            """
            SELECT stream FROM unnest(\(scope.streams)::text[]) AS u(stream)
            WHERE NOT EXISTS (SELECT FROM control.seen s WHERE s.tenant_id = \(context.tenant)
                    AND s.connection_id = \(context.connection.id) AND s.stream = u.stream AND length(s.hashes) > 0)
                AND (SELECT s.read > 0 FROM control.run_streams s
                    JOIN control.runs r ON r.tenant_id = s.tenant_id AND r.id = s.run_id
                    WHERE s.tenant_id = \(context.tenant) AND r.connection_id = \(context.connection.id)
                        AND s.stream = u.stream AND s.is_sweep AND s.state IN ('done', 'partly_done')
                        AND r.id <> \(context.run)
                    ORDER BY s.ended_at DESC LIMIT 1)
            """)
        return !rows.isEmpty
    }

    private func delete(_ missing: [Missing], in session: PostgresConnection) async throws -> Departures {
        guard !missing.isEmpty else { return Departures() }
        let ids = ArrayText(missing.map { Optional($0.id) }).text
        let rows = try await session.query(
            SQL(
                text: RowSQL(RowShape(stream), targets: [:]).delete, parameters: [context.tenant.postgresText, ids]))
        let changes = rows.map {
            ChangeRecord(
                entity: stream.entity.name, id: $0[0], externalID: $0[1], operation: .deleted, fields: $0[2] ?? "{}")
        }
        return Departures(deleted: rows.count, changes: changes)
    }

    /// An alert that is gone from the list of open ones is resolved; when, the vendor does not say. The digest is
    /// emptied, so that the same alert raised again is seen as changed.
    private func resolve(_ missing: [Missing], in session: PostgresConnection) async throws -> Departures {
        guard !missing.isEmpty else { return Departures() }
        let ids = ArrayText(missing.map { Optional($0.id) }).text
        let rows = try await session.query(
            """
            UPDATE \(raw: facts) SET status = 'resolved', digest = ''::bytea, changed_at = now()
            WHERE tenant_id = \(context.tenant) AND id = ANY (\(ids)::uuid[]) AND status = 'open'
            RETURNING id, external_id
            """)
        let fields = #"{"status":["open","resolved"]}"#
        let changes = rows.map {
            ChangeRecord(entity: stream.entity.name, id: $0[0], externalID: $0[1], operation: .updated, fields: fields)
        }
        return Departures(resolved: rows.count, changes: changes)
    }
}
