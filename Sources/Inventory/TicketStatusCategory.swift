/// Where a ticket stands.
public enum TicketStatusCategory: String, Sendable, Hashable, CaseIterable {
    case open, waiting, closed
}
