import Inventory

/// What tickets, notes and time should become.
extension ConnectWisePSATruth {
    var tickets: [String: Row] {
        let descriptions = Dictionary(
            fleet.notes.filter(\.isDescription).map { ($0.ticket, $0.body) }, uniquingKeysWith: { first, _ in first })
        return keyed(fleet.tickets) { ticket in
            var row = facts(ticket).merging(places(ticket)) { first, _ in first }
            let status = fleet.lookups.status(ticket.status)
            row["status_label"] = text(status?.name)
            switch status?.category {
            case .closed: row["status_category"] = .text("closed")
            case .open: row["status_category"] = .text("open")
            case .waiting, nil: break
            }
            if let description = descriptions[ticket.number] { row["description"] = text(description) }
            return (ID.ticket(ticket.number), row)
        }
    }

    private func facts(_ ticket: Ticket) -> Row {
        [
            "number": .text(String(ID.ticket(ticket.number))),
            "record_kind": .text(ticket.isProjects ? "project_ticket" : "ticket"), "summary": .text(ticket.summary),
            "priority": .text(["critical", "high", "medium", "low"][ticket.priority - 1]),
            "priority_label": text(fleet.lookups.priority(ticket.priority)?.name),
            "kind_label": text(ticket.type.flatMap(fleet.lookups.type)?.name),
            "subtype_label": text(ticket.subType.map { ConnectWisePSA.Setup.subTypes[$0] }),
            "queue_label": text(fleet.lookups.board(ticket.board)?.name),
            "source_label": text(fleet.lookups.source(ticket.source)?.name),
            "assignee_name": text(memberName(ticket.assignee)), "opened_at": time(ticket.openedAt),
            "due_at": time(ticket.dueAt), "closed_at": time(ticket.closedAt),
        ]
    }

    /// Project tickets have neither service level, nor parent, nor marks of it.
    private func places(_ ticket: Ticket) -> Row {
        let isService = !ticket.isProjects
        return [
            "company_external_id": id(ticket.company, ID.company),
            "company_site_external_id": id(siteOfClient(ticket.site), ID.site),
            "contact_external_id": id(contact(ticket.contact), ID.contact),
            "configuration_external_id": id(configurations(of: ticket).first, ID.configuration),
            "agreement_external_id": id(ticket.agreement, ID.agreement),
            "parent_ticket_external_id": id(isService ? ticket.parent : nil, ID.ticket),
            "merged_into_external_id": id(isService ? ticket.mergedInto : nil, ID.ticket),
            "sla_label": isService ? .text(ConnectWisePSA.Setup.serviceLevels[0].name) : .null,
            "first_responded_at": time(isService ? ticket.respondedAt : nil),
            "resolved_at": time(isService ? ticket.resolvedAt : nil),
        ]
    }

    /// In the order in which the vendor lists them.
    private func configurations(of ticket: Ticket) -> [Int] {
        ticket.configurations.sorted().filter { fleet.configuration($0) != nil }
    }

    var ticketConfigurations: [String: Row] {
        let pairs = fleet.tickets.flatMap { ticket in
            configurations(of: ticket).map { (ID.ticket(ticket.number), ID.configuration($0)) }
        }
        return Dictionary(
            pairs.map { ticket, configuration in
                (
                    "\(ticket):\(configuration)",
                    [
                        "ticket_external_id": .text(String(ticket)),
                        "configuration_external_id": .text(String(configuration)),
                    ]
                )
            }
        ) { first, _ in first }
    }

    /// Ids are unique per resource, not across resources (sheet, Resources): a project ticket's note has its kind before it.
    var notes: [String: Row] {
        keyed(fleet.notes) { note in
            var row: Row = [
                "ticket_external_id": id(note.ticket, ID.ticket), "is_internal": .boolean(note.isInternal),
                "written_at": time(note.writtenAt),
            ]
            if !note.body.contains("<") { row["body"] = text(note.body) }
            let contact = contact(fleet.ticket(note.ticket)?.contact).flatMap(fleet.person)
            if let author = memberName(note.member) ?? contact?.fullName { row["author_name"] = .text(author) }
            let isProjects = fleet.ticket(note.ticket)?.isProjects ?? false
            return ((isProjects ? "project:" : "") + String(ID.note(note.number)), row)
        }
    }

    var timeEntries: [String: Row] {
        keyed(fleet.timeEntries) { entry in
            var row: Row = [
                "ticket_external_id": id(entry.ticket, ID.ticket), "company_external_id": id(entry.company, ID.company),
                "agreement_external_id": id(entry.agreement, ID.agreement),
                "member_name": text(memberName(entry.member)), "started_at": time(entry.startedAt),
                "ended_at": time(entry.endedAt.plus(minutes: entry.breakMinutes)),
                "duration_minutes": .integer(Int64(entry.minutes)), "billing_label": .text(entry.billing.word),
                "hourly_rate": money(entry.hourlyRateCents),
                "work_type_label": text(fleet.lookups.workType(entry.workType)?.name), "notes": text(entry.notes),
            ]
            if entry.notes?.contains("<") == true { row["notes"] = nil }
            if entry.billing != .noCharge { row["is_billable"] = .boolean(entry.billing == .billable) }
            return (ID.timeEntry(entry.number), row)
        }
    }
}
