/// How urgent a ticket is, on one scale for all vendors.
public enum TicketPriority: String, Sendable, Hashable, CaseIterable {
    case critical, high, medium, low
}
