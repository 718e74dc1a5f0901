import Inventory
import JSON

/// A ticket's mapping, from the list or by itself.
enum BMSTicket {
    static func record(_ row: inout BMSRow, _ names: BMSTicketNames) throws(UnusableRecord) -> SourceRecord {
        var ticket = Ticket()
        ticket.recordKind = .ticket
        ticket.number = row.text("ticketNumber")
        ticket.summary = row.text("title")
        (ticket.description, ticket.descriptionHtml) = row.html("details")
        setWords(of: &ticket, &row)
        ticket.sourceLabel = row.member("sourceId").cleaned.flatMap { names.sources[$0] }
        setPlace(of: &ticket, &row)
        setTimes(of: &ticket, &row)
        ticket.statusCategory = category(ticket, row.times.moment(row.member("reOpenedDate")))
        let fields = row.member("id").cleaned.flatMap { names.customFields[$0] }
        return try row.record(
            ticket, moved: ["lastActivityUpdate", "lastStatusUpdate", "lastPriorityUpdate", "lastQueueUpdate"],
            omitting: Self.omitted, customFields: fields)
    }

    private static func setWords(of ticket: inout Ticket, _ row: inout BMSRow) {
        ticket.statusLabel = row.text("statusName")
        ticket.priorityLabel = row.text("priorityName")
        ticket.priority = ticket.priorityLabel.flatMap(BMSWords.priority)
        ticket.kindLabel = row.text("typeName")
        ticket.queueLabel = row.text("queueName")
        ticket.slaLabel = row.text("slaName")
        ticket.assigneeName = row.text("assigneeName")
        let types = [row.text("issueTypeName"), row.text("subIssueTypeName")].compactMap(\.self)
        ticket.subtypeLabel = types.isEmpty ? nil : types.joined(separator: " / ")
    }

    private static func setPlace(of ticket: inout Ticket, _ row: inout BMSRow) {
        ticket.companyExternalID = row.id("accountId")
        ticket.companySiteExternalID = row.id("locationId")
        ticket.contactExternalID = row.id("contactId")
        // In the list no null, so that 0 means none.
        ticket.configurationExternalID = row.id("hardwareAssetId")
        ticket.agreementExternalID = row.id("contractId")
    }

    private static func setTimes(of ticket: inout Ticket, _ row: inout BMSRow) {
        ticket.openedAt = row.moment("openDate") ?? row.moment("createdOn")
        ticket.firstRespondedAt = row.moment("firstResponseActualTime")
        ticket.respondDueAt = row.moment("firstResponseTargetTime")
        ticket.dueAt = row.moment("dueDate")
        ticket.resolvedAt = row.moment("resolutionActualTime")
        ticket.closedAt = row.moment("completedDate")
    }

    /// Closed is what has a completion date, unless it was opened again since. What an open ticket waits for only its
    /// status's name may tell: the meaning of the statuses' classes is not published.
    private static func category(_ ticket: Ticket, _ reopenedAt: Timestamp?) -> TicketStatusCategory {
        if let closedAt = ticket.closedAt, reopenedAt.map({ $0 <= closedAt }) ?? true { return .closed }
        let name = (ticket.statusLabel ?? "").lowercased()
        return ["wait", "hold", "pending"].contains { name.contains($0) } ? .waiting : .open
    }

    /// What runs by itself.
    static let volatile: Set = [
        "actualPauseMinutes", "actualFirstResponseMinutes", "actualResolutionMinutes", "slaStatusEnum", "hasMetSLA",
    ]

    /// What stands in the list or in the single ticket alone, or is another record's; and encoded custom fields, whose
    /// format is not published and whose names nobody has allowed.
    private static let omitted = Set.names(
        "customFields", "tenantName", "tenantId", "hardwareAssetId", "hardwareAssetName", "accountName", "accountCode",
        "locationName", "locationPhone", "contactName", "contactPhone", "contactEmail", "contractName",
        "contractNumber",
        "sourceName", "softwareAssetId", "softwareAssetName", "vsaAssetId", "hasVsaAgent", "occurrenceCount",
        "lastOccurrenceDate", "cCs", "rmmTicketReference", "hasPostedEntries", "secondaryAssignees", "totalExpenses",
        "totalTimeSpent", "isReadOnly", "openDateLocked", "integrationTypeId", "statusColor", "statusForeColor",
        "priorityColor"
    )
}
