import Inventory
import JSON

/// A ticket's mapping, of a list's row. Its HTML, its contract and its assets are in the single record alone.
struct HaloTicket {
    private let json: JSONValue

    init(_ json: JSONValue) { self.json = json }

    /// Members that run while nothing happens.
    static let volatile: Set = [
        "slatimeleft", "slapercused", "slaholdtime", "slaactiondate", "currentelapsedhours", "ticketage", "read",
        "unread_child_action_count", "unread_related_action_count",
    ]

    /// What the list is filtered by.
    static func updatedAt(_ json: JSONValue) -> Timestamp? {
        HaloTimes.moment(json["last_update"]) ?? HaloTimes.moment(json["lastupdate"])
    }

    func record(_ names: HaloNames, _ allowed: AllowedFields) throws(UnusableRecord) -> SourceRecord {
        var row = HaloRow(json)
        var ticket = Ticket()
        ticket.number = HaloRow.id(json["id"])
        ticket.summary = row.text("summary")
        ticket.description = row.text("details")
        setKind(of: &ticket, &row, names)
        setState(of: &ticket, &row, names)
        setPlace(of: &ticket, &row)
        setTimes(of: &ticket, &row)
        let acted = HaloTimes.moment(json["lastactiondate"])
        return try row.record(
            ticket, updatedAt: [Self.updatedAt(json), acted].compactMap(\.self).max(),
            customFields: allowed)
    }

    private func setKind(of ticket: inout Ticket, _ row: inout HaloRow, _ names: HaloNames) {
        let kind = HaloRow.id(json["itil_requesttype_id"])
        ticket.recordKind = kind.map { Self.kinds[$0] ?? .other } ?? .ticket
        ticket.recordKindLabel = row.text("itilname") ?? kind
        ticket.kindLabel = row.text("tickettype_name") ?? HaloRow.id(json["tickettype_id"]).flatMap { names.types[$0] }
        ticket.queueLabel = row.text("team")
        ticket.subtypeLabel = row.text(anyOf: ["category_1", "category1"])
        let sla = HaloRow.id(json["sla_id"])
        ticket.slaLabel = row.text("sla_name") ?? sla.flatMap { names.slas[$0] }
        ticket.priorityLabel =
            row.text("priority_name")
            ?? names.priorities.name(sla: sla, number: HaloRow.id(json["priority_id"]))
        ticket.priority = ticket.priorityLabel.flatMap(Self.priority)
    }

    /// The vendor's numbers for kinds of requests; 20 is a request for a quote and 21 advice.
    private static let kinds: [String: TicketRecordKind] = [
        "1": .incident, "2": .change, "3": .request, "4": .problem, "22": .projectTicket, "23": .task,
    ]

    /// Names are the tenant's own: the words in them are all there is.
    private static func priority(_ name: String) -> TicketPriority? {
        let words = name.lowercased().split { !$0.isLetter }
        return TicketPriority.allCases.first { priority in words.contains { $0 == priority.rawValue } }
    }

    /// Closed is what has a date of it: `hasbeenclosed` stays true after a reopening, and names of statuses say nothing.
    private func setState(of ticket: inout Ticket, _ row: inout HaloRow, _ names: HaloNames) {
        ticket.closedAt = row.moment("dateclosed")
        let isWaiting = json["onhold"].bool == true
        ticket.statusCategory = ticket.closedAt != nil ? .closed : isWaiting ? .waiting : .open
        ticket.statusLabel = row.text("status_name") ?? HaloRow.id(json["status_id"]).flatMap { names.statuses[$0] }
        let agent = HaloRow.id(json["agent_id"])
        let isNobody = agent == nil || agent == HaloPlaceholder.agent
        ticket.assigneeName = isNobody ? nil : row.text("agent_name") ?? names.agent(agent)
    }

    private func setPlace(of ticket: inout Ticket, _ row: inout HaloRow) {
        ticket.companyExternalID = row.client()
        ticket.companySiteExternalID = row.id("site_id")
        ticket.contactExternalID = row.id("user_id")
        ticket.parentTicketExternalID = row.id("parent_id")
        ticket.mergedIntoExternalID = row.id("merged_into_id")
    }

    private func setTimes(of ticket: inout Ticket, _ row: inout HaloRow) {
        ticket.openedAt = row.moment("dateoccurred")
        ticket.firstRespondedAt = row.moment("responsedate")
        ticket.respondDueAt = row.moment("respondbydate")
        ticket.dueAt = row.moment(anyOf: ["fixbydate", "deadlinedate"])
    }
}
