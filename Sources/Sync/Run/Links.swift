import Connectors
import Foundation
import Inventory
import Postgres

/// Links the rows of a stream's entity: to parents that came after them, and to children that came before.
struct Links: Sendable {
    let tenant: UUID
    let connection: UUID
    /// All that the connector declares.
    let declared: [StreamDescription]
    let stream: StreamDescription
    /// A row of this stream was replaced by another of the same id.
    let isAnyReplaced: Bool

    func link(in session: PostgresConnection) async throws -> [ChangeRecord] {
        var changes: [ChangeRecord] = []
        for statement in statements {
            let rows = try await session.query(
                SQL(
                    text: statement.link,
                    parameters: [tenant.postgresText, connection.postgresText]))
            changes += rows.map { row in
                ChangeRecord(
                    entity: statement.child.name, id: row[0], externalID: row[1], operation: .updated,
                    fields: row[2] ?? "{}")
            }
        }
        return changes
    }

    private var statements: [LinkSQL] {
        let entities = Set(declared.map(\.entity)).filter { $0.storage == .rows }
            .sorted { $0.name < $1.name }
        return entities.flatMap { child in
            child.references.filter { child.name == stream.entity.name || $0.target == stream.entity.name }
                .compactMap { reference in
                    RowLoader.targets[reference.target].map {
                        LinkSQL(
                            child: child, reference: reference, parentTable: $0,
                            isParentReplaced: isAnyReplaced && reference.target == stream.entity.name)
                    }
                }
        }
    }
}

extension Links {
    init(context: RunContext, stream: StreamDescription, isAnyReplaced: Bool) {
        self.init(
            tenant: context.tenant, connection: context.connection.id, declared: context.declared, stream: stream,
            isAnyReplaced: isAnyReplaced)
    }
}
