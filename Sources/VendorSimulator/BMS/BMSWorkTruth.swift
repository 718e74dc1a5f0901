import Inventory

/// What tickets, notes and time should become.
extension BMSTruth {
    var tickets: [String: Row] {
        keyed(fleet.tickets) { ticket in
            var row = facts(ticket).merging(places(ticket)) { first, _ in first }
            let status = fleet.lookups.bmsStatus(ticket.status)
            row["status_label"] = text(status?.name)
            // Closed is what has a completion date, open what has none and does not wait.
            if ticket.closedAt != nil { row["status_category"] = .text("closed") }
            if ticket.closedAt == nil, status?.category == .open { row["status_category"] = .text("open") }
            if let details = ticket.details {
                row["description_html"] = .text(BMSHTML.page(details))
                if BMSHTML.isKept(details) { row["description"] = .text(details) }
            }
            return (BMSID.ticket(ticket.number), row)
        }
    }

    private func facts(_ ticket: Ticket) -> Row {
        let lookups = fleet.lookups
        return [
            "number": .text(BMSID.ticketNumber(ticket.number)), "record_kind": .text("ticket"),
            "summary": .text(ticket.summary),
            "priority": .text(["critical", "high", "medium", "low"][ticket.priority - 1]),
            "priority_label": text(lookups.priority(ticket.priority)?.name),
            "kind_label": text(ticket.type.flatMap(lookups.bmsType)?.name),
            "queue_label": text(lookups.board(ticket.board)?.name),
            "source_label": text(lookups.source(ticket.source)?.name),
            "sla_label": .text(BMSTicketRow.serviceLevel), "assignee_name": text(memberName(ticket.assignee)),
            "opened_at": time(ticket.openedAt), "due_at": time(ticket.dueAt), "closed_at": time(ticket.closedAt),
            "first_responded_at": time(ticket.respondedAt), "respond_due_at": time(ticket.openedAt.plus(hours: 4)),
        ]
    }

    private func places(_ ticket: Ticket) -> Row {
        [
            "company_external_id": id(ticket.company, BMSID.account),
            "company_site_external_id": id(ticket.site, BMSID.location),
            "contact_external_id": id(ticket.contact, BMSID.contact),
            "configuration_external_id": id(
                ticket.configurations.first.flatMap(fleet.configuration)?.number, BMSID.asset),
            "agreement_external_id": id(ticket.agreement, BMSID.contract),
        ]
    }

    var notes: [String: Row] {
        keyed(fleet.notes.filter { !$0.isDescription }) { note in
            var row: Row = [
                "ticket_external_id": id(note.ticket, BMSID.ticket), "is_internal": .boolean(note.isInternal),
                "written_at": time(note.writtenAt),
            ]
            if BMSHTML.isKept(note.body) { row["body"] = text(note.body) }
            let contact = fleet.ticket(note.ticket)?.contact.flatMap(fleet.person)
            if let author = memberName(note.member) ?? contact?.fullName { row["author_name"] = .text(author) }
            return (BMSID.note(note.number), row)
        }
    }

    var timeEntries: [String: Row] {
        keyed(fleet.timeEntries) { entry in
            (
                BMSID.timeLog(entry.number),
                [
                    "ticket_external_id": id(entry.ticket, BMSID.ticket),
                    "company_external_id": id(entry.company, BMSID.account),
                    "member_name": text(memberName(entry.member)), "started_at": time(entry.startedAt),
                    "ended_at": time(entry.endedAt), "duration_minutes": .integer(Int64(entry.minutes)),
                    "is_billable": .boolean(entry.billing == .billable),
                    "work_type_label": text(fleet.lookups.workType(entry.workType)?.name), "notes": text(entry.notes),
                ]
            )
        }
    }
}
