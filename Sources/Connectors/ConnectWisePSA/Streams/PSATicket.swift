import Inventory
import JSON

/// A ticket's mapping, of either list. Its text, its configurations and its time lie elsewhere.
struct PSATicket {
    private let row: PSARow

    init(_ row: PSARow) { self.row = row }

    func record(isProject: Bool, _ allowed: AllowedFields) throws(UnusableRecord) -> SourceRecord {
        var ticket = Ticket()
        ticket.number = row.id("id")
        ticket.summary = row.text("summary")
        setKind(of: &ticket, isProject)
        setState(of: &ticket)
        setPlace(of: &ticket)
        setTimes(of: &ticket)
        return try row.record(ticket, carried: Self.carried, customFields: allowed)
    }

    private func setKind(of ticket: inout Ticket, _ isProject: Bool) {
        ticket.recordKind = isProject ? .projectTicket : .ticket
        ticket.recordKindLabel = row.text("recordType") ?? (isProject ? "ProjectTicket" : "ServiceTicket")
        ticket.kindLabel = row.name(of: "type")
        ticket.subtypeLabel = row.name(of: "subType")
        ticket.queueLabel = row.name(of: "board")
        ticket.sourceLabel = row.name(of: "source")
        ticket.slaLabel = row.name(of: "sla")
        ticket.priorityLabel = row.name(of: "priority")
        ticket.priority = priority
    }

    /// `level` is the PSA's own scale; without it (older versions) the name's words are all there is.
    private var priority: TicketPriority? {
        if let level = row["priority"]["level"].cleaned { return TicketPriority(rawValue: level.lowercased()) }
        let words = (row.name(of: "priority") ?? "").lowercased().split { !$0.isLetter }
        return TicketPriority.allCases.first { priority in words.contains { $0 == priority.rawValue } }
    }

    /// Whether a ticket is closed is its flag's to say: statuses are per board, and their names say nothing.
    private func setState(of ticket: inout Ticket) {
        ticket.statusLabel = row.name(of: "status")
        let isClosed = row.flag("closedFlag") ?? (row.moment("closedDate") != nil)
        ticket.statusCategory = isClosed ? .closed : isWaiting ? .waiting : .open
        ticket.assigneeName = row.name(of: "owner") ?? row["owner"]["identifier"].cleaned
    }

    /// The PSA has no such notion; of an open ticket the status's name is asked, for what it is worth.
    private var isWaiting: Bool {
        let name = (row.name(of: "status") ?? "").lowercased()
        return ["wait", "hold", "pending"].contains { name.contains($0) }
    }

    private func setPlace(of ticket: inout Ticket) {
        ticket.companyExternalID = row.reference("company")
        ticket.companySiteExternalID = row.reference("site")
        ticket.contactExternalID = row.reference("contact")
        ticket.agreementExternalID = row.reference("agreement")
        ticket.parentTicketExternalID = row.id("parentTicketId")
        ticket.mergedIntoExternalID = row.reference("mergedParentTicket")
    }

    private func setTimes(of ticket: inout Ticket) {
        ticket.openedAt = row.createdAt
        ticket.firstRespondedAt = row.moment("dateResponded")
        ticket.dueAt = row.moment("requiredDate")
        ticket.resolvedAt = row.moment("dateResolved")
        ticket.closedAt = row.moment("closedDate")
    }

    private static let carried: Set = [
        "summary", "recordType", "closedFlag", "closedDate", "parentTicketId", "requiredDate", "dateResponded",
        "dateResolved", "initialDescription", "initialInternalAnalysis", "initialResolution",
    ]
}
