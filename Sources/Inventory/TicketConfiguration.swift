/// A configuration item on a ticket.
public struct TicketConfiguration: InventoryRecord, Hashable {
    public var ticketExternalID: String?
    public var configurationExternalID: String?

    /// Nothing known yet.
    public init() {}

    public static let entity = Entity<TicketConfiguration>(
        "ticket_configurations", singular: "ticket_configuration", side: .psa, group: .tickets,
        meaning: "Which configuration items a ticket is about: one row a pair.",
        references: [
            Reference(idColumn: "ticket_id", externalColumn: "ticket_external_id", target: "tickets"),
            Reference(
                idColumn: "configuration_id", externalColumn: "configuration_external_id", target: "configurations"),
        ],
        columns: [
            .key("ticket_external_id", "The ticket's id in the PSA.") { $0.ticketExternalID },
            .key("configuration_external_id", "The configuration's id in the PSA.") { $0.configurationExternalID },
        ])
}
