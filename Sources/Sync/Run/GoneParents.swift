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

    /// Nil for a stream that is not read per parent.
    init?(_ context: RunContext, _ stream: StreamDescription) {
        guard case .perParent(let name, _) = stream.reading, let entity = Entities.named(name) else { return nil }
        self.context = context
        parents = entity
        makers = context.declared.filter { $0.isPrimary && $0.entity.name == name }.map(\.name)
    }

    /// Their external ids. Empty where the list proves nothing, or where a person may keep what it does not show: more
    /// than the brake lets through, or what it holds already.
    func find(in session: PostgresConnection) async throws -> [String] {
        guard let startedAt = try await provenSince(in: session) else { return [] }
        guard try await context.holds.inForce(of: makers, in: session).isEmpty else { return [] }
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
        guard !seen.isEmpty, !Brake.holds(gone.count, of: living.count) else { return [] }
        return gone.filter { $0[1] == "t" }.compactMap { $0[0] }
    }

    /// Since when the lists were read that prove together what is there; nil where they do not.
    private func provenSince(in session: PostgresConnection) async throws -> Timestamp? {
        var startedAt: Timestamp?
        for maker in makers {
            guard let list = try await context.streams.memory(of: maker, in: session).checkpoint,
                list.isRead, list.provesWhole, list.unidentified == 0, !list.isHolding
            else { return nil }
            startedAt = startedAt.map { min($0, list.startedAt) } ?? list.startedAt
        }
        return startedAt
    }
}
