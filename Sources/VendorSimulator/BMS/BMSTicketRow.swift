import Inventory

/// A ticket as the vendor writes it, in its list and by itself.
struct BMSTicketRow {
    let ticket: Ticket
    let request: BMSRequest

    private var fleet: Fleet { request.fleet }

    /// A time that a filter may name. Not every change is an activity: of one ticket in three only its status's time
    /// moves.
    func time(_ name: String) -> Timestamp? {
        switch name {
        case "opendate", "createdon", "lastpriorityupdate", "lastqueueupdate": ticket.openedAt
        case "completeddate": ticket.closedAt
        case "lastactivityupdate": ticket.number % 3 == 0 ? ticket.openedAt : changedAt
        case "laststatusupdate": changedAt
        case "duedate": ticket.dueAt
        default: nil
        }
    }

    private var changedAt: Timestamp { request.disturbance.stamp(ticket.updatedAt) }

    static let issueTypes = ["Hardware", "Software", "Network"]
    static let subIssueTypes = ["Broken", "Slow"]
    static let serviceLevel = "Standard"

    /// From 1; nil where the ticket has none.
    static func issueType(_ ticket: Ticket) -> Int? { ticket.number % 4 == 0 ? nil : ticket.number % 3 + 1 }
    /// Ids of sub types are the tenant's, not an issue type's own.
    static func subIssueType(_ ticket: Ticket) -> Int? {
        issueType(ticket).flatMap { ticket.number % 5 == 0 ? nil : $0 * 10 + ticket.number % 2 }
    }

    static func subIssueTypeName(_ id: Int) -> String {
        "\(issueTypes[id / 10 - 1]) \(subIssueTypes[id % 10].lowercased())"
    }

    func list(to json: inout JSONWriter) {
        json.member("tenantName", "Simulated")
        shared(to: &json)
        json.member("hardwareAssetId", asset.map { BMSID.asset($0.number) } ?? 0)
        json.member("customFields", "enc:\(ticket.number)")
    }

    /// By itself a ticket tells more, and some of it in other types.
    func detail(to json: inout JSONWriter) {
        shared(to: &json)
        json.member("hardwareAssetId", asset.map { BMSID.asset($0.number) })
        json.member("sourceName", fleet.lookups.source(ticket.source)?.name)
        json.member("vsaAssetId", asset?.agentID(fleet))
        json.member("rmmTicketReference", nil as String?)
        json.member("contactEmail", ticket.contact.flatMap(fleet.person)?.email)
        json.member("occurrenceCount", 1)
        json.member("cCs", array: { _ in })
        json.member("tenantId", 77)
        json.member("totalTimeSpent", cents: 0)
        json.member("hasPostedEntries", false)
        json.member("isReadOnly", false)
    }

    private var asset: Configuration? { ticket.configurations.first.flatMap(fleet.configuration) }

    private func shared(to json: inout JSONWriter) {
        json.member("id", BMSID.ticket(ticket.number))
        json.member("createdBy", BMSID.user(1))
        json.member("createdOn", local: ticket.openedAt, digits: ticket.number % 8)
        json.member("modifiedOn", local: changedAt, digits: (ticket.number + 3) % 8)
        json.member("ticketNumber", BMSID.ticketNumber(ticket.number))
        json.member("title", ticket.summary)
        json.member("details", ticket.details.map(BMSHTML.page))
        place(to: &json)
        words(to: &json)
        times(to: &json)
        json.member("isScheduled", 0)
        json.member("recurring", nil as Int?)
    }

    private func place(to json: inout JSONWriter) {
        json.member("accountId", BMSID.account(ticket.company))
        json.member("accountName", fleet.company(ticket.company)?.name)
        json.member("locationId", ticket.site.map(BMSID.location))
        json.member("locationName", ticket.site.flatMap(fleet.site)?.name)
        json.member("contactId", ticket.contact.map(BMSID.contact))
        json.member("contactName", ticket.contact.flatMap(fleet.person)?.fullName)
        json.member("hardwareAssetName", asset?.name)
        json.member("contractId", ticket.agreement.map(BMSID.contract))
        json.member("contractName", ticket.agreement.flatMap(fleet.agreement)?.name)
    }

    private func words(to json: inout JSONWriter) {
        let lookups = fleet.lookups
        json.member("queueId", BMSID.queue(ticket.board))
        json.member("queueName", lookups.board(ticket.board)?.name)
        json.member("statusId", BMSID.status(ticket.status))
        json.member("statusName", lookups.bmsStatus(ticket.status)?.name)
        json.member("statusOrder", BMSID.status(ticket.status))
        json.member("priorityId", ticket.priority)
        json.member("priorityName", lookups.priority(ticket.priority)?.name)
        json.member("typeId", ticket.type.map(BMSID.type))
        json.member("typeName", ticket.type.flatMap(lookups.bmsType)?.name)
        let (issue, sub) = (Self.issueType(ticket), Self.subIssueType(ticket))
        json.member("issueTypeId", issue)
        json.member("issueTypeName", issue.map { Self.issueTypes[$0 - 1] })
        json.member("subIssueTypeId", sub)
        json.member("subIssueTypeName", sub.map(Self.subIssueTypeName))
        json.member("assigneeId", ticket.assignee.map(BMSID.user))
        json.member("assigneeName", ticket.assignee.flatMap(lookups.member)?.fullName)
        json.member("sourceId", ticket.source)
        json.member("slaId", 1)
        json.member("slaName", Self.serviceLevel)
        json.member("hasMetSLA", nil as Int?)
        json.member("isSLAPaused", 0)
    }

    private func times(to json: inout JSONWriter) {
        json.member("openDate", local: ticket.openedAt)
        json.member("dueDate", local: ticket.dueAt)
        json.member("completedDate", local: ticket.closedAt)
        json.member("reOpenedDate", nil as String?)
        json.member("lastActivityUpdate", local: time("lastactivityupdate"))
        json.member("lastStatusUpdate", local: time("laststatusupdate"))
        json.member("lastPriorityUpdate", local: ticket.openedAt)
        json.member("lastQueueUpdate", local: ticket.openedAt)
        json.member("firstResponseTargetTime", local: ticket.openedAt.plus(hours: 4))
        json.member("firstResponseActualTime", local: ticket.respondedAt)
        json.member("resolutionActualTime", local: ticket.resolvedAt)
    }
}

extension Lookups {
    /// The statuses and types of the first queue are the tenant's.
    func bmsStatus(_ number: Int) -> Status? { status(10 + number % 10) }
    func bmsType(_ number: Int) -> BoardType? { type(10 + number % 10) }
}

extension Configuration {
    /// The RMM's agent, where the RMM has told of it.
    func agentID(_ fleet: Fleet) -> String? { isLinked ? device.flatMap(fleet.device)?.uid : nil }
}
