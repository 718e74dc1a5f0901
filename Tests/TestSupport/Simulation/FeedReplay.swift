package import Foundation
package import Inventory
package import Postgres

/// The change feed, played again from its first number: what it tells must come to what the tables hold.
package struct FeedReplay: Sendable {
    private struct Thing {
        var entity: String
        var lives: Bool
        var fields: [String: String] = [:]
    }

    private let tenant: UUID
    private let owner: PostgresClient
    /// What is told of row by row; of software and patches the feed tells in sums.
    private let entities: [EntityDescription]
    /// Whether a vendor's row may differ in nothing but what the feed does not carry: its own fields and modified time.
    private let hasUnseen: Bool
    private var names: Set<String> { Set(entities.map(\.name)) }

    package init(tenant: UUID, owner: PostgresClient, entities: [EntityDescription], hasUnseen: Bool = false) {
        self.tenant = tenant
        self.owner = owner
        self.hasUnseen = hasUnseen
        self.entities = entities.filter { $0.storage == .rows }
    }

    /// All of it as of one moment: a worker may begin again while it is looked at.
    package func judge() async throws {
        try await owner.transaction(tenant: nil, readOnly: true) { session in
            try await session.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            try await judge(in: session)
        }
    }

    private func judge(in session: PostgresConnection) async throws {
        let rows = try await session.query(
            """
            SELECT sequence, entity, id, external_id, operation, changed_fields FROM inventory.changes
            WHERE tenant_id = \(tenant) ORDER BY sequence
            """)
        // A first load is told in one sum: who reads the feed reads the table then, and knows nothing before.
        var loads: [String: Int] = [:]
        for (place, row) in rows.enumerated() where row["id"] == nil { loads[row["entity"] ?? ""] = place }
        try await toldOnce(in: session)
        let unread = try await unread(in: session)
        var things: [String: Thing] = [:]
        // Told of before the sum, by another stream of the table: the sum's transaction may have begun before theirs.
        var earlier: Set<String> = []
        for (place, row) in rows.enumerated() {
            let sequence: Int = try row.get("sequence")
            try Violation.unless(sequence == place + 1, "the feed's numbers have a gap before \(sequence)")
            let entity = row["entity"] ?? ""
            guard place > loads[entity] ?? -1, !unread.contains(entity) else {
                if let id = row["id"] { earlier.insert(id) }
                continue
            }
            do {
                try play(row, &things)
            } catch {
                let story = rows.filter { $0["id"] == row["id"] }.suffix(8).map {
                    "\($0["sequence"] ?? "") \($0["operation"] ?? "") \($0["changed_fields"] ?? "")"
                }
                throw Violation("\(error): \(story.joined(separator: "; "))")
            }
        }
        for entity in Set(entities) where !unread.contains(entity.name) {
            try await compare(things, earlier, entity, in: session)
        }
    }

    /// A stream is read for the first time once.
    private func toldOnce(in session: PostgresConnection) async throws {
        let twice = try await session.query(
            """
            SELECT concat_ws(' ', connection_id, changed_fields ->> 'stream') AS stream FROM inventory.changes
            WHERE tenant_id = \(tenant) AND id IS NULL AND changed_fields ? 'first_load'
            GROUP BY connection_id, changed_fields ->> 'stream' HAVING count(*) > 1
            """)
        try Violation.unless(twice.isEmpty, "a first load is told twice: \(twice.map { $0["stream"] ?? "" })")
    }

    /// The entities of which some stream was never read to its end.
    private func unread(in session: PostgresConnection) async throws -> Set<String> {
        let rows = try await session.query(
            "SELECT entity FROM control.streams WHERE tenant_id = \(tenant) AND last_success_at IS NULL")
        return Set(rows.compactMap { $0["entity"] })
    }

    private func play(_ row: Row, _ things: inout [String: Thing]) throws {
        let entity = row["entity"] ?? ""
        // Of a first load the feed tells in a sum.
        guard let id = row["id"], names.contains(entity) else { return }
        let name = "\(entity) \(row["external_id"] ?? "") in the feed"
        let operation: String = try row.get("operation")
        let known = things[id]
        let mustLive = operation == "updated" || operation == "deleted"
        try Violation.unless(
            known.map { $0.lives == mustLive } ?? true,
            "\(name): \(operation), when it was \(known?.lives == true ? "there" : "not there")")
        try Violation.unless(operation != "created" || known == nil, "\(name): created twice")
        var thing = known ?? Thing(entity: entity, lives: true)
        thing.lives = operation != "deleted"
        let fields = try Self.fields(row["changed_fields"] ?? "{}")
        try Violation.unless(operation != "updated" || hasUnseen || !fields.isEmpty, "\(name): a change that is none")
        // Of what was gone, all that is known of it now is told.
        if operation == "restored" { thing.fields = [:] }
        for (field, (old, new)) in fields {
            try Violation.unless(
                thing.fields[field].map { $0 == old } ?? true,
                "\(name): \(field) was \(thing.fields[field] ?? ""), and the feed says \(old)")
            thing.fields[field] = new
        }
        if !thing.lives { thing.fields = [:] }
        things[id] = thing
    }

    private static func fields(_ json: String) throws -> [String: (old: String, new: String)] {
        let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: [Any]] ?? [:]
        return object.compactMapValues { $0.count == 2 ? ("\($0[0])", "\($0[1])") : nil }
    }

    private func compare(
        _ things: [String: Thing], _ earlier: Set<String>, _ entity: EntityDescription, in session: PostgresConnection
    ) async throws {
        let rows = try await session.query(
            """
            SELECT f.id, f.external_id, f.deleted_at IS NULL AS lives, to_jsonb(f) AS facts,
                f.first_synced_at <= l.changed_at AS is_of_first_load,
                concat_ws(' ', 'first synced', f.first_synced_at, 'after', l.changed_at, l.changed_fields) AS story
            FROM inventory.\(raw: entity.singular)_facts f
            LEFT JOIN (SELECT changed_at, changed_fields FROM inventory.changes
                WHERE tenant_id = \(tenant) AND entity = \(entity.name) AND id IS NULL
                ORDER BY changed_at DESC LIMIT 1) l ON true
            WHERE f.tenant_id = \(tenant)
            """)
        for row in rows {
            let name = "\(entity.singular) \(row["external_id"] ?? "")"
            guard let thing = things[row["id"] ?? ""] else {
                try Violation.unless(
                    row["is_of_first_load"] != "f" || earlier.contains(row["id"] ?? ""),
                    "\(name) is not in the feed: \(row["story"] ?? "")")
                continue
            }
            try Violation.unless(thing.lives == (row["lives"] == "t"), "\(name) lives by the feed: \(thing.lives)")
            let facts =
                try JSONSerialization.jsonObject(with: Data((row["facts"] ?? "{}").utf8)) as? [String: Any] ?? [:]
            for (field, value) in thing.fields {
                try Violation.unless(
                    "\(facts[field] ?? "")" == value, "\(name): \(field) is \(facts[field] ?? ""), by the feed \(value)"
                )
            }
        }
    }
}
