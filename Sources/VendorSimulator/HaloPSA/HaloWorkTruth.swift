import Inventory

/// What tickets, and what was said and done on them, should become.
extension HaloTruth {
    var tickets: [String: Row] {
        keyed(fleet.tickets) { ticket in
            let halo = HaloTicket(ticket, fleet)
            var row = facts(halo).merging(places(halo)) { first, _ in first }
            switch halo.itilType {
            case 1: row["record_kind"] = .text("incident")
            case 2: row["record_kind"] = .text("change")
            case 3: row["record_kind"] = .text("request")
            case 22: row["record_kind"] = .text("project_ticket")
            default: break
            }
            if !halo.hasPicture { row["description_html"] = text(halo.html) }
            return (HaloID.ticket(ticket.number), row)
        }
    }

    /// Closed is what has a date of it, whether or not it was closed before; then waiting what is on hold.
    private func facts(_ halo: HaloTicket) -> Row {
        let ticket = halo.ticket
        let isClosed = ticket.closedAt != nil
        return [
            "number": .text(String(HaloID.ticket(ticket.number))), "summary": .text(ticket.summary),
            "description": text(ticket.details),
            "status_category": .text(isClosed ? "closed" : halo.isWaiting ? "waiting" : "open"),
            "status_label": text(halo.status?.name), "sla_label": .text(halo.sla.name),
            "priority": .text(["critical", "high", "medium", "low"][ticket.priority - 1]),
            "priority_label": text(fleet.lookups.priority(ticket.priority)?.name),
            "kind_label": text(halo.type?.name), "queue_label": text(fleet.lookups.board(ticket.board)?.name),
            "assignee_name": text(halo.agent), "opened_at": time(ticket.openedAt),
            "first_responded_at": time(ticket.respondedAt), "due_at": time(ticket.dueAt),
            "closed_at": time(ticket.closedAt),
        ]
    }

    private func places(_ halo: HaloTicket) -> Row {
        let ticket = halo.ticket
        return [
            "company_external_id": id(ticket.company, HaloID.client),
            "company_site_external_id": id(halo.site?.number, HaloID.site),
            "contact_external_id": id(halo.contact?.number, HaloID.user),
            "configuration_external_id": id(halo.mainAsset?.number, HaloID.asset),
            "agreement_external_id": id(ticket.agreement, HaloID.contract),
            "parent_ticket_external_id": id(ticket.parent, HaloID.ticket),
            "merged_into_external_id": id(ticket.mergedInto, HaloID.ticket),
        ]
    }

    var ticketConfigurations: [String: Row] {
        let pairs = fleet.tickets.flatMap { ticket in
            HaloTicket(ticket, fleet).assets.map { (HaloID.ticket(ticket.number), HaloID.asset($0.number)) }
        }
        return keyed(pairs) { ticket, asset in
            (
                "\(ticket):\(asset)",
                ["ticket_external_id": .text(String(ticket)), "configuration_external_id": .text(String(asset))]
            )
        }
    }

    /// What has a text is a note, be it work as well; ids are a ticket's own.
    var notes: [String: Row] {
        let book = HaloBook(fleet)
        var rows: [String: Row] = [:]
        for ticket in fleet.tickets {
            let id = HaloID.ticket(ticket.number)
            let contact = HaloTicket(ticket, fleet).contact
            for action in HaloActions.actions(of: ticket, fleet, book) {
                var row: Row = ["ticket_external_id": .text(String(id))]
                switch action.action {
                case .note(let note):
                    row["body"] = text(note.body)
                    row["is_internal"] = .boolean(note.isInternal)
                    row["written_at"] = time(note.writtenAt)
                    row["author_name"] = text(memberName(note.member) ?? contact?.fullName)
                case .work(let entry):
                    guard entry.notes != nil else { continue }
                    row["body"] = text(entry.notes)
                    row["is_internal"] = .boolean(entry.number % 2 == 0)
                    row["written_at"] = time(entry.endedAt)
                    row["author_name"] = text(memberName(entry.member))
                case .event: continue
                }
                rows["\(id):\(action.id)"] = row
            }
        }
        return rows
    }

    var timeEntries: [String: Row] {
        let book = HaloBook(fleet)
        var rows: [String: Row] = [:]
        for ticket in fleet.tickets {
            for action in HaloActions.actions(of: ticket, fleet, book) {
                guard case .work(let entry) = action.action else { continue }
                rows["\(HaloID.ticket(ticket.number)):\(action.id)"] = row(entry)
            }
        }
        return rows
    }

    private func row(_ entry: TimeEntry) -> Row {
        [
            "ticket_external_id": id(entry.ticket, HaloID.ticket),
            "agreement_external_id": id(entry.agreement, HaloID.contract),
            "member_name": text(memberName(entry.member)), "started_at": time(entry.startedAt),
            "ended_at": time(entry.endedAt), "duration_minutes": .integer(Int64(entry.minutes)),
            "is_billable": .boolean(entry.billing == .billable),
            "work_type_label": text(fleet.lookups.workType(entry.workType)?.name), "notes": text(entry.notes),
        ]
    }
}
