import Connectors
import Foundation
import Inventory
import Postgres

/// The parents that a whole list, read to its proven end in this very run, did not show any more. They are deleted with
/// the run's last steps; their children go with them and are not asked for, since the vendor would only say that it does
/// not know them.
struct GoneParents: Sendable {
    private let context: RunContext
    private let parents: EntityDescription
    /// The streams that make the parents' rows.
    private let makers: [String]

    init(_ context: RunContext, _ parents: EntityDescription) {
        self.context = context
        self.parents = parents
        makers = context.declared.filter { $0.isPrimary && $0.entity.name == parents.name }.map(\.name)
    }

    /// Nil for a stream that is not read per parent.
    init?(_ context: RunContext, _ stream: StreamDescription) {
        guard case .perParent(let name, _) = stream.reading, let entity = Entities.named(name) else { return nil }
        self.init(context, entity)
    }

    /// Their external ids. Empty where the list proves nothing, or does not show more than the brake lets through; without
    /// those that a person keeps.
    func find(in session: PostgresConnection) async throws -> [String] {
        try await split(in: session)?.leaving ?? []
    }

    /// Those that the list did not show: what the run's last steps will let go, and what stays for all that. Nil where the
    /// list proves nothing.
    func split(in session: PostgresConnection) async throws -> (leaving: [String], staying: [String])? {
        guard let (startedAt, isHolding) = try await proven(in: session) else { return nil }
        var pages: [[UInt8]] = []
        for maker in makers { pages += try await context.seen(maker).pages(.ids, in: session) }
        let seen = SeenSet(pages: pages)
        let living = try await session.query(
            """
            SELECT external_id, changed_at < \(startedAt.postgresText)::timestamptz AS is_untouched
            FROM inventory.\(identifier: "\(parents.singular)_facts")
            WHERE tenant_id = \(context.tenant) AND connection_id = \(context.connection.id) AND deleted_at IS NULL
            """)
        let gone = living.filter { row in row[0].map { !seen.contains(SeenSet.hash($0)) } ?? false }
        let missing = gone.compactMap { $0[0] }
        if isHolding { return ([], missing) }
        let touched = Set(gone.filter { $0[1] != "t" }.compactMap { $0[0] })
        let leaving = Set(
            try await leaving(missing, of: living.count, isListEmpty: seen.isEmpty, in: session)
        ).subtracting(touched)
        return (missing.filter(leaving.contains), missing.filter { !leaving.contains($0) })
    }

    /// Of what the list does not show, what the run's last steps will let go.
    private func leaving(
        _ gone: [String], of living: Int, isListEmpty: Bool, in session: PostgresConnection
    ) async throws -> [String] {
        guard parents.hasBrake else { return isListEmpty ? [] : gone }
        let holds = try await context.holds.inForce(of: makers, in: session)
        let brake = Brake(holds.map(\.hold), isReleased: context.request.releasesBrake)
        do throws(Held) {
            return try brake.absent(gone, of: living, isListEmpty: isListEmpty, parents.name) { $0 }
        } catch {
            return []
        }
    }

    /// Since when the lists were read that prove together what is there, and whether the brake keeps one of them from its
    /// end; nil where they do not.
    private func proven(in session: PostgresConnection) async throws -> (since: Timestamp, isHolding: Bool)? {
        var (startedAt, isHolding): (Timestamp?, Bool) = (nil, false)
        for maker in makers {
            guard let list = try await context.streams.memory(of: maker, in: session).checkpoint,
                list.isRead, list.provesWhole, list.unidentified == 0
            else { return nil }
            startedAt = startedAt.map { min($0, list.startedAt) } ?? list.startedAt
            isHolding = isHolding || list.isHolding
        }
        return startedAt.map { ($0, isHolding) }
    }
}
