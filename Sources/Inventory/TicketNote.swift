/// A note or message on a ticket.
public struct TicketNote: InventoryRecord, Hashable {
    public var ticketExternalID: String?
    public var body: String?
    public var authorName: String?
    public var isInternal: Bool?
    public var writtenAt: Timestamp?

    /// Nothing known yet.
    public init() {}

    public static let entity = Entity<TicketNote>(
        "ticket_notes", singular: "ticket_note", side: .psa, group: .ticketNotes,
        meaning: "A note or message on a ticket.",
        references: [
            Reference(idColumn: "ticket_id", externalColumn: "ticket_external_id", target: "tickets")
        ],
        columns: [
            .key("ticket_external_id", "The ticket's id in the PSA.") { $0.ticketExternalID },
            .text("body", "The note as plain text.") { $0.body },
            .text("author_name", "Who wrote it.") { $0.authorName },
            .boolean("is_internal", "Whether only the MSP may see it.") { $0.isInternal },
            .timestamp("written_at", "When it was written.") { $0.writtenAt },
        ])
}
