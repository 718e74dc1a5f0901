/// A name that a PSA keeps an id for: a status, a priority, a queue, a member.
public struct Lookup: InventoryRecord, Hashable {
    public var kind: String?
    public var name: String?
    public var parentExternalID: String?
    public var isActive: Bool?

    /// Nothing known yet.
    public init() {}

    public static let entity = Entity<Lookup>(
        "lookups", singular: "lookup", side: .psa, group: .lookups,
        meaning: """
            Names to ids, for whoever writes to the PSA: statuses, priorities, queues, types, members. The external \
            id begins with the kind.
            """,
        columns: [
            .key(
                "kind",
                """
                What it names: ticket_status, ticket_priority, ticket_queue, ticket_type, work_type, member, and \
                others that a PSA has.
                """
            ) { $0.kind },
            .key("name", "The name that people see.") { $0.name },
            .key(
                "parent_external_id",
                """
                The id in the PSA of what it belongs to (a status's board), where it belongs to one.
                """
            ) { $0.parentExternalID },
            .boolean("is_active", "Whether it may still be chosen.") { $0.isActive },
        ])
}
