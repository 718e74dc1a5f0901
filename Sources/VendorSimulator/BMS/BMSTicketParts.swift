import Inventory

/// What hangs on tickets: notes, custom fields, and the list of all time.
enum BMSTicketParts {
    static let endpoints = [
        BMSEndpoint("servicedesk/tickets/{}/notes", BMSEndpoint.paging) { request in
            guard let ticket = BMSTickets.ticket(request) else {
                return BMSAnswer.failure(404, "Ticket was not found", status: 404)
            }
            let notes = request.places.notes(of: ticket.number, request.fleet)
            return BMSList(request, hasTotal: false).page(notes, number: \.number) {
                write($0, of: ticket, request.fleet, to: &$1)
            }
        },
        BMSEndpoint("system/customFields/22/{}", hasCapitals: true) { request in
            guard let ticket = BMSTickets.ticket(request) else { return BMSAnswer.failure(404, "Not found") }
            return BMSAnswer.result { json in
                json.array { json in
                    customField(1, "Reference", "R-\(ticket.number)", to: &json)
                    customField(2, "Alarm code", "simulated-alarm-code", to: &json)
                }
            }
        },
        BMSEndpoint(
            "timelogs",
            BMSEndpoint.list(
                "timeentrysourceid", "ticketid", "projectid", "userid", "accountid", "isposted", "isapproved",
                "isbilled", "isbillable", "startdatefrom", "startdateto", "createdonfrom", "createdonto",
                "modifiedonfrom", "modifiedonto")
        ) { request in
            let (modified, created) = (request.since("modifiedonfrom"), request.since("createdonfrom"))
            var rows = request.fleet.timeEntries
            if modified != nil || created != nil {
                rows = rows.filter { entry in
                    (modified.map { request.disturbance.stamp(entry.updatedAt) >= $0 } ?? true)
                        && (created.map { entry.startedAt >= $0 } ?? true)
                }
            }
            return BMSList(request).page(rows, number: \.number) { write($0, request, to: &$1) }
        },
    ]

    private static func write(_ note: TicketNote, of ticket: Ticket, _ fleet: Fleet, to json: inout JSONWriter) {
        json.member("id", BMSID.note(note.number))
        json.member("createdBy", note.member.map(BMSID.user))
        json.member("createdOn", local: note.writtenAt, digits: note.number % 8)
        json.member("modifiedOn", nil as String?)
        json.member("details", BMSHTML.page(note.body))
        json.member("isInternal", note.isInternal)
        json.member("typeId", 4)
        json.member("typeName", "General")
        let contact = ticket.contact.flatMap(fleet.person)?.fullName
        json.member("createdByName", note.member.flatMap(fleet.lookups.member)?.fullName ?? contact)
        json.member("attachments", array: { _ in })
    }

    private static func customField(_ id: Int, _ name: String, _ data: String, to json: inout JSONWriter) {
        json.object {
            $0.member("id", id)
            $0.member("customFieldId", id)
            $0.member("name", name)
            $0.member("data", data)
            $0.member("customFieldType", 1)
            $0.member("settingsId", 9)
        }
    }

    private static func write(_ entry: TimeEntry, _ request: BMSRequest, to json: inout JSONWriter) {
        let (fleet, member) = (request.fleet, request.fleet.lookups.member(entry.member))
        json.member("id", BMSID.timeLog(entry.number))
        json.member("createdOn", local: entry.startedAt)
        json.member("modifiedOn", local: request.disturbance.stamp(entry.updatedAt), digits: entry.number % 8)
        json.member("timespent", raw: "\(Double(entry.minutes) / 60)".utf8)
        json.member("overTimeSpent", cents: 0)
        json.member("timesheetId", 1)
        json.member("ticketId", BMSID.ticket(entry.ticket))
        json.member("projectId", nil as Int?)
        json.member("userId", BMSID.user(entry.member))
        json.member("firstName", member?.firstName)
        json.member("lastName", member?.lastName)
        json.member("roleId", 6)
        json.member("role", "Engineer")
        json.member("workTypeId", entry.workType)
        json.member("workType", fleet.lookups.workType(entry.workType)?.name)
        json.member("notes", entry.notes)
        json.member("internalNotes", nil as String?)
        json.member("accountId", BMSID.account(entry.company))
        json.member("isPosted", false)
        json.member("isApproved", true)
        json.member("isBilled", false)
        json.member("isBillable", entry.billing == .billable)
        json.member("startDate", BMSTime.localDay(entry.startedAt))
        json.member("startTime", BMSTime.timeOfDay(entry.startedAt))
        json.member("endTime", BMSTime.timeOfDay(entry.endedAt))
    }
}
