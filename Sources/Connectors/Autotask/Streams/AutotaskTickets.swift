import Inventory
import JSON

extension AutotaskStreams {
    /// Moves with notes and time as well; `lastTrackedModificationDateTime` does not cover all changes (trap 11).
    static let ticketList = AutotaskList(entity: .tickets, changed: "lastActivityDate", created: "createDate")
    private static let deletedList = AutotaskList(entity: .deletedTicketLogs, changed: "deletedDateTime")

    /// Deleted tickets are in a log of their own, which is read behind what changed; a whole read shows them by absence.
    static let tickets = Stream(
        description: StreamDescription(
            name: "tickets", calls: calls(.tickets, .resources, .deletedTicketLogs, fields: .tickets),
            entity: Ticket.entity.description, reading: incremental(ticketList), deletion: .flagged,
            endOfList: endOfList, volatileVendorFields: ["serviceLevelAgreementPausedNextEventHours"],
            period: .minutes(5)),
        one: { (reader, id) async throws(ConnectorError) in
            let people = try await reader.known.people()
            return try await reader.one(ticketList, id) { (row) throws(UnusableRecord) in
                try AutotaskTicket.record(&row, people, reader.allowed)
            }
        }
    ) { (reader, request, position) async throws(ConnectorError) in
        if position?.fields["list"] == "deleted" { return try await deleted(reader, request, at: position) }
        let people = try await reader.known.people()
        var page = try await reader.page(ticketList, request, at: position) { (row) throws(UnusableRecord) in
            try AutotaskTicket.record(&row, people, reader.allowed)
        }
        if page.next == nil, request.scope != .everything { page.next = ReadPosition(["list": "deleted"]) }
        return page
    }

    /// A level that may not read the log loses nothing but time: the sweep shows the same.
    private static func deleted(
        _ reader: AutotaskReader, _ request: ReadRequest, at position: ReadPosition?
    ) async throws(ConnectorError) -> Page {
        do throws(ConnectorError) {
            var page = try await reader.page(deletedList, request, at: position) { (row) throws(UnusableRecord) in
                let id = try row.json.required("ticketID")
                return SourceRecord(
                    Ticket(), externalID: id, sourceUpdatedAt: row.moment("deletedDateTime"), isDeleted: true)
            }
            page.next?.fields["list"] = "deleted"
            // The tickets' own times say how far the read has come.
            page.highWater = nil
            return page
        } catch {
            guard case .forbidden = error else { throw error }
            return Page(calls: 1)
        }
    }
}

/// A ticket's mapping.
enum AutotaskTicket {
    static func record(
        _ row: inout AutotaskRow, _ people: [String: String], _ allowed: AllowedFields
    ) throws(UnusableRecord) -> SourceRecord {
        var ticket = Ticket()
        ticket.number = row.text("ticketNumber")
        ticket.summary = row.text("title")
        // The plain-text version of what may be rich text (trap 14).
        ticket.description = row.text("description")
        setLabels(of: &ticket, row)
        setPlace(of: &ticket, &row)
        setTimes(of: &ticket, &row)
        ticket.statusCategory = AutotaskTicketState.category(row, isCompleted: ticket.closedAt != nil)
        ticket.assigneeName = row.value("assignedResourceID").flatMap { people[$0] }
        return try row.record(ticket, customFields: allowed)
    }

    private static func setLabels(of ticket: inout Ticket, _ row: AutotaskRow) {
        ticket.recordKindLabel = row.label("ticketType")
        ticket.recordKind = AutotaskTicketState.kind(ticket.recordKindLabel)
        ticket.kindLabel = ticket.recordKindLabel
        ticket.subtypeLabel = row.label("subIssueType") ?? row.label("issueType")
        ticket.queueLabel = row.label("queueID")
        ticket.sourceLabel = row.label("source")
        ticket.slaLabel = row.label("serviceLevelAgreementID")
        ticket.statusLabel = row.label("status")
        ticket.priorityLabel = row.label("priority")
        ticket.priority = AutotaskTicketState.priority(row)
    }

    private static func setPlace(of ticket: inout Ticket, _ row: inout AutotaskRow) {
        ticket.companyExternalID = row.id("companyID")
        ticket.companySiteExternalID = row.id("companyLocationID")
        ticket.contactExternalID = row.id("contactID")
        ticket.configurationExternalID = row.id("configurationItemID")
        ticket.agreementExternalID = row.id("contractID")
        ticket.parentTicketExternalID = row.id("problemTicketId")
        ticket.alertExternalID = row.text("rmmAlertID")
    }

    private static func setTimes(of ticket: inout Ticket, _ row: inout AutotaskRow) {
        ticket.openedAt = row.moment("createDate")
        ticket.firstRespondedAt = row.moment("firstResponseDateTime")
        ticket.respondDueAt = row.moment("firstResponseDueDateTime")
        ticket.dueAt = row.moment("dueDateTime")
        ticket.resolvedAt = row.moment("resolvedDateTime")
        ticket.closedAt = row.moment("completedDate")
    }
}
