import Connectors
import Foundation
import Inventory
import Postgres

/// The rows that the vendor does not show any more and that stay for all that, until a person has decided or by a person's
/// word. What hangs on them stays with them: for an entity that has no brake of its own that is one decision, not two.
struct HeldParents: Sendable {
    let context: RunContext
    let stream: StreamDescription

    /// By the column of a child that names its parent. Empty for an entity with a brake of its own.
    func find(in session: PostgresConnection) async throws -> [String: SeenSet] {
        guard !stream.entity.hasBrake, !context.request.releasesBrake else { return [:] }
        var held: [String: SeenSet] = [:]
        for reference in stream.entity.references {
            guard let parents = Entities.named(reference.target), parents.hasBrake else { continue }
            let hashes = try await hashes(of: parents, in: session)
            if !hashes.isEmpty { held[reference.externalColumn] = SeenSet(hashes) }
        }
        return held
    }

    /// What this run's last steps will hold: children come to their end before their parents. Where it has not read the
    /// parents whole, what was held before: a whole list judges that anew.
    private func hashes(of parents: EntityDescription, in session: PostgresConnection) async throws -> [UInt64] {
        let makers = context.declared.filter { $0.isPrimary && $0.entity.name == parents.name }.map(\.name)
        guard !makers.isEmpty else { return [] }
        if let split = try await GoneParents(context, parents).split(in: session) {
            return split.staying.map { SeenSet.hash($0) }
        }
        let holds = try await context.holds.inForce(of: makers, in: session).map(\.hold)
        return holds.filter { $0.kind != .move && $0.state != .accepted }.flatMap(\.hashes)
    }
}
