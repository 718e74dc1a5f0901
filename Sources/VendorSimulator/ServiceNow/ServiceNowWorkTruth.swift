import Inventory

/// What tickets with their parts, contracts and lookups should become.
extension ServiceNowTruth {
    private var readTickets: [Ticket] {
        fleet.tickets.filter { hasCases || !ServiceNow.Tickets.isCase($0.number) }
    }

    var tickets: [String: Row] {
        keyed(readTickets, .task) { ticket in facts(ticket).merging(places(ticket)) { first, _ in first } }
    }

    private func facts(_ ticket: Ticket) -> Row {
        let isCase = ServiceNow.Tickets.isCase(ticket.number)
        let category = ["open", "open", "waiting", "waiting", "closed", "closed"][ticket.status % 10]
        return [
            "number": .text(ServiceNow.Tickets.number(of: ticket)), "record_kind": .text(isCase ? "case" : "incident"),
            "summary": .text(ticket.summary), "description": text(ticket.details),
            "status_category": .text(category), "status_label": .text(ServiceNow.Tickets.state(ticket).label),
            "priority": .text(["critical", "high", "medium", "low"][ticket.priority - 1]),
            "priority_label": .text(ServiceNow.Tickets.priorities[ticket.priority - 1].1),
            "kind_label": text(isCase ? nil : ticket.type.map { ServiceNow.Tickets.categories[$0 % 10].1 }),
            "queue_label": text(fleet.lookups.board(ticket.board)?.name),
            "source_label": .text(ServiceNow.Tickets.contactTypes[ticket.source - 1].1),
            "assignee_name": text(memberName(ticket.assignee)), "opened_at": time(ticket.openedAt),
            "resolved_at": time(isCase ? nil : ticket.resolvedAt), "closed_at": time(ticket.closedAt),
        ]
    }

    private func places(_ ticket: Ticket) -> Row {
        var row: Row = [
            "company_external_id": id(ticket.company, .company),
            "company_site_external_id": id(knownSite(ticket.site), .location),
            "contact_external_id": person(ticket.contact),
            "configuration_external_id": id(
                ticket.configurations.first.flatMap { fleet.configuration($0)?.number }, .configuration),
            "parent_ticket_external_id": id(ticket.parent.flatMap { fleet.ticket($0)?.number }, .task),
        ]
        if ServiceNow.Tickets.isCase(ticket.number) {
            row["agreement_external_id"] = id(ticket.agreement, .contract)
        }
        return row
    }

    var ticketConfigurations: [String: Row] {
        let pairs = readTickets.flatMap { ticket in
            ticket.configurations.map { (key(.task, ticket.number), key(.configuration, $0)) }
        }
        let rows = pairs.map { ticket, item in
            (
                "\(ticket):\(item)",
                ["ticket_external_id": Value.text(ticket), "configuration_external_id": .text(item)]
            )
        }
        return Dictionary(rows) { $1 }
    }

    var notes: [String: Row] {
        let notes = fleet.notes.filter {
            !$0.isDescription && (hasCases || !ServiceNow.Tickets.isCase($0.ticket))
        }
        return keyed(notes, .journal) { note in
            var row: Row = [
                "ticket_external_id": id(note.ticket, .task), "is_internal": .boolean(note.isInternal),
                "written_at": time(note.writtenAt),
            ]
            let isTricky = note.body.contains { "<>&\n\r\t\u{A0}".contains($0) } || note.body.contains("  ")
            if !ServiceNow.TicketParts.isFormatted(note) || !isTricky { row["body"] = text(note.body) }
            let contact = fleet.ticket(note.ticket)?.contact.flatMap(fleet.person)
            if let author = memberName(note.member) ?? contact.flatMap({ $0.company == nil ? nil : $0.fullName }) {
                row["author_name"] = .text(author)
            }
            return row
        }
    }

    var timeEntries: [String: Row] {
        keyed(fleet.timeEntries, .time) { entry in
            [
                "ticket_external_id": id(entry.ticket, .task), "member_name": text(memberName(entry.member)),
                "duration_minutes": .integer(Int64(entry.minutes)),
                "work_type_label": text(fleet.lookups.workType(entry.workType)?.name), "notes": text(entry.notes),
            ]
        }
    }

    var agreements: [String: Row] {
        keyed(fleet.agreements, .contract) { agreement in
            var row: Row = [
                "company_external_id": id(agreement.company, .company), "name": .text(agreement.name),
                "status": .text(agreement.status.rawValue), "starts_on": date(agreement.startsOn),
                "ends_on": date(agreement.endsOn), "amount": money(agreement.amountCents), "currency": .text("USD"),
            ]
            if agreement.cycle == .monthly {
                row["billing_cycle"] = .text("monthly")
                row["monthly_amount"] = money(agreement.amountCents)
            }
            return row
        }
    }

    var lines: [String: Row] {
        keyed(fleet.additions, .entitlement) { line in
            [
                "agreement_external_id": id(line.agreement, .contract), "name": .text(line.name),
                "quantity": .decimal(String(line.quantity)), "starts_on": date(line.startsOn),
                "ends_on": date(line.endsOn),
            ]
        }
    }

    var lookups: [String: Row] {
        var rows: [String: Row] = [:]
        func add(_ kind: String, _ id: String, _ name: String, isActive: Bool) {
            rows["\(kind):\(id)"] = ["kind": .text(kind), "name": .text(name), "is_active": .boolean(isActive)]
        }
        for board in fleet.lookups.boards {
            add("ticket_queue", key(.group, board.number), board.name, isActive: board.isActive)
        }
        for member in fleet.lookups.members {
            add("member", key(.user, member.number), member.fullName, isActive: member.isActive)
        }
        for choice in ServiceNow.Setup.allChoices {
            switch (choice.table, choice.element) {
            case ("incident", "state"): add("ticket_status", "incident:\(choice.value)", choice.label, isActive: true)
            case ("task", "priority"): add("ticket_priority", "incident:\(choice.value)", choice.label, isActive: true)
            case ("task_time_worked", "category"): add("work_type", choice.value, choice.label, isActive: true)
            default: break
            }
        }
        return rows
    }
}
