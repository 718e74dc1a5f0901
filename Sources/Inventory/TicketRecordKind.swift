/// Which sort of record a ticket is in its PSA.
public enum TicketRecordKind: String, Sendable, Hashable, CaseIterable {
    case ticket
    case incident
    case request
    case `case`
    case problem
    case change
    case task
    case projectTicket = "project_ticket"
    case other
}
