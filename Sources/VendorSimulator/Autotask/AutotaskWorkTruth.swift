import Inventory

/// What tickets, notes and time should become.
extension AutotaskTruth {
    var tickets: [String: Row] {
        keyed(fleet.tickets) { ticket in
            var row = labels(ticket).merging(places(ticket)) { first, _ in first }
            row.merge(times(ticket)) { first, _ in first }
            switch fleet.lookups.status(ticket.status)?.category {
            case .closed: row["status_category"] = .text("closed")
            case .open: row["status_category"] = .text("open")
            case .waiting, nil: break
            }
            if let type = ticket.type, type % 10 < 2 {
                row["record_kind"] = .text(type % 10 == 0 ? "incident" : "request")
            }
            return (String(ID.ticket(ticket.number)), row)
        }
    }

    private func labels(_ ticket: Ticket) -> Row {
        [
            "number": .text(ticket.numberInAutotask), "summary": text(ticket.summary),
            "description": text(ticket.details), "description_html": .null,
            "priority": .text(["critical", "high", "medium", "low"][ticket.priority - 1]),
            "priority_label": text(fleet.lookups.priority(ticket.priority)?.name),
            "status_label": text(fleet.statusInAutotask(ticket.status)?.name),
            "kind_label": text(ticket.type.flatMap { fleet.lookups.type(10 + $0 % 10) }?.name),
            "queue_label": text(fleet.lookups.board(ticket.board)?.name),
            "source_label": text(fleet.lookups.source(ticket.source)?.name),
            "subtype_label": text(ticket.subIssueInAutotask?.name), "sla_label": .text("Standard SLA"),
            "assignee_name": text(memberName(ticket.assignee)),
        ]
    }

    private func places(_ ticket: Ticket) -> Row {
        [
            "company_external_id": id(ticket.company, ID.company),
            "company_site_external_id": id(siteOfClient(ticket.site), ID.location),
            "contact_external_id": id(contact(ticket.contact), ID.contact),
            "configuration_external_id": id(ticket.configurations.first, ID.item),
            "agreement_external_id": id(ticket.agreement, ID.contract),
            "parent_ticket_external_id": id(ticket.parent, ID.ticket),
            "alert_external_id": ticket.isOfAlert ? .text("alert-\(ticket.number)") : .null,
        ]
    }

    private func times(_ ticket: Ticket) -> Row {
        [
            "opened_at": time(ticket.openedAt), "first_responded_at": time(ticket.respondedAt),
            "due_at": time(ticket.dueAt), "resolved_at": time(ticket.resolvedAt), "closed_at": time(ticket.closedAt),
        ]
    }

    /// The main one stands on the ticket, the others in a list of their own: ids of two kinds.
    var ticketConfigurations: [String: Row] {
        let main = fleet.tickets.compactMap { ticket in
            ticket.configurations.first.map { ("main:\(ID.ticket(ticket.number))", ticket.number, $0) }
        }
        let others = fleet.additionalItemsInAutotask.map { ("additional:\($0.id)", $0.ticket, $0.configuration) }
        return keyed(main + others) { key, ticket, configuration in
            (
                key,
                [
                    "ticket_external_id": id(ticket, ID.ticket),
                    "configuration_external_id": id(configuration, ID.item),
                ]
            )
        }
    }

    /// Without workflow rules' notes, which nobody wrote.
    var notes: [String: Row] {
        keyed(fleet.notes.filter { !$0.isDescription }) { note in
            let writer = contact(fleet.ticket(note.ticket)?.contact).flatMap(fleet.person)
            let author = note.member == nil ? writer?.fullName : memberName(note.member)
            return (
                String(ID.note(note.number)),
                [
                    "ticket_external_id": id(note.ticket, ID.ticket), "body": text(note.body),
                    "is_internal": .boolean(note.isInternal), "written_at": time(note.writtenAt),
                    "author_name": text(author),
                ]
            )
        }
    }

    var timeEntries: [String: Row] {
        keyed(fleet.timeEntries) { entry in
            (
                String(ID.timeEntry(entry.number)),
                [
                    "ticket_external_id": id(entry.ticket, ID.ticket),
                    "agreement_external_id": id(entry.agreement, ID.contract),
                    "member_name": text(memberName(entry.member)), "started_at": time(entry.startedAt),
                    "ended_at": time(entry.endedAt), "duration_minutes": .integer(Int64(entry.minutes)),
                    "is_billable": .boolean(entry.billing == .billable),
                    "work_type_label": text(fleet.lookups.workType(entry.workType)?.name),
                    "notes": text(entry.notes),
                ]
            )
        }
    }
}
