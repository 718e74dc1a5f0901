/// What there is about a ticket beside itself.
enum TicketPart: String, Sendable, Hashable, CaseIterable {
    case notes, contact, devices, agreement, similar

    /// The table that it is read from, whose group a key needs.
    var table: String {
        switch self {
        case .notes: "ticket_notes"
        case .contact: "contacts"
        case .devices: "devices"
        case .agreement: "agreements"
        case .similar: "tickets"
        }
    }

    /// All that it tells of.
    var tables: [String] { self == .devices ? ["configurations", "devices", "alerts"] : [table] }
}
