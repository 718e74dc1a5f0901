import Inventory

/// A ticket out of a row of an incident, a case, or a table that the customer has made of the same base.
struct ServiceNowTicket {
    let row: ServiceNowRow
    /// The table that was asked.
    let table: String
    let owners: ServiceNowOwners

    func record(_ custom: [String]) throws(UnusableRecord) -> SourceRecord {
        let category = statusCategory
        var ticket = Ticket()
        ticket.number = row.text("number")
        ticket.recordKind = ServiceNowTicketWords.kinds[table] ?? .other
        ticket.recordKindLabel = row.label("sys_class_name") ?? row.table
        ticket.summary = row.text("short_description")
        ticket.description = row.text("description")
        ticket.statusCategory = category
        // The state's own word, whatever the reason for a hold.
        ticket.statusLabel = row.label("state") ?? row.text("state")
        ticket.priority = ServiceNowTicketWords.priorities[row.text("priority") ?? ""]
        ticket.priorityLabel = row.label("priority") ?? row.text("priority")
        ticket.kindLabel = row.label("category") ?? row.text("category")
        ticket.subtypeLabel = row.label("subcategory") ?? row.text("subcategory")
        ticket.queueLabel = row.label("assignment_group")
        ticket.sourceLabel = row.label("contact_type") ?? row.text("contact_type")
        ticket.assigneeName = row.label("assigned_to")
        ticket.openedAt = row.moment("opened_at") ?? row.createdAt
        ticket.dueAt = row.moment("due_date") ?? row.moment("sla_due")
        // After a reopening the times of the first end may still stand there.
        ticket.resolvedAt = category == .closed ? row.moment("resolved_at") : nil
        ticket.closedAt = category == .closed ? row.moment("closed_at") : nil
        tie(&ticket)
        return try row.record(ticket, carried: carried(ticket), custom: custom)
    }

    /// To other records.
    private func tie(_ ticket: inout Ticket) {
        let callers = ["caller_id.company", "contact.company", "cmdb_ci.company"]
        ticket.companyExternalID = row.text("account") ?? owners.company(of: row, ["company"] + callers)
        ticket.companySiteExternalID = row.text("location")
        ticket.contactExternalID = row.text("caller_id") ?? row.text("contact")
        ticket.configurationExternalID = row.text("cmdb_ci")
        ticket.agreementExternalID = row.text("contract")
        ticket.parentTicketExternalID = row.text("parent_incident") ?? row.text("parent")
    }

    /// Values that an instance has added are open or closed as `active` has it.
    private var statusCategory: TicketStatusCategory? {
        let states = table == ServiceNowOptions.cases ? ServiceNowTicketWords.cases : ServiceNowTicketWords.incidents
        let isOurs = table == ServiceNowOptions.cases || table == "incident"
        if isOurs, let category = row.text("state").flatMap({ states[$0] }) { return category }
        return row.flag("active").map { $0 ? .open : .closed }
    }

    private func carried(_ ticket: Ticket) -> Set<String> {
        var carried: Set = [
            "number", "short_description", "description", "opened_at", "due_date", "location", "cmdb_ci", "contract",
        ]
        if ticket.resolvedAt != nil { carried.insert("resolved_at") }
        if ticket.closedAt != nil { carried.insert("closed_at") }
        return carried
    }
}

/// The values of columns that every instance begins with.
enum ServiceNowTicketWords {
    static let kinds: [String: TicketRecordKind] = [
        "incident": .incident, ServiceNowOptions.cases: .case, "problem": .problem, "change_request": .change,
        "sc_request": .request, "sc_req_item": .request, "sc_task": .task, "task": .task,
    ]

    /// Five, of which the last is for plans.
    static let priorities: [String: TicketPriority] = [
        "1": .critical, "2": .high, "3": .medium, "4": .low, "5": .low,
    ]

    static let incidents: [String: TicketStatusCategory] = [
        "1": .open, "2": .open, "3": .waiting, "6": .closed, "7": .closed, "8": .closed,
    ]

    static let cases: [String: TicketStatusCategory] = [
        "1": .open, "10": .open, "18": .waiting, "6": .closed, "3": .closed,
    ]
}
