import Inventory

/// What was said and done on a ticket: one list of notes, work and mere events, numbered from 1 within each ticket.
enum HaloActions {
    static let endpoints: [String: HaloEndpoint.Answer] = ["actions": list, "actions/{id}": one]

    enum Action: Sendable {
        case note(TicketNote)
        case work(TimeEntry)
        /// A status that was set.
        case event(at: Timestamp, isDroppable: Bool)
    }

    /// With its number within the ticket.
    struct Numbered: Sendable {
        let id: Int
        let action: Action
    }

    /// Of a ticket, by their numbers. Notes, work and events take every third number each, so that what comes later
    /// shifts none.
    static func actions(of ticket: Ticket, _ fleet: Fleet, _ book: HaloBook) -> [Numbered] {
        let notes = (book.notes[ticket.number] ?? []).enumerated().map {
            Numbered(id: noteID($0.offset), action: .note(fleet.notes[$0.element]))
        }
        let work = (book.times[ticket.number] ?? []).enumerated().map {
            Numbered(id: workID($0.offset), action: .work(fleet.timeEntries[$0.element]))
        }
        let event = Numbered(
            id: 3, action: .event(at: ticket.openedAt, isDroppable: ticket.number % 3 > 0))
        return (notes + work + [event]).sorted { $0.id < $1.id }
    }

    static func noteID(_ place: Int) -> Int { place * 3 + 1 }
    static func workID(_ place: Int) -> Int { place * 3 + 2 }

    @Sendable private static func list(_ request: HaloRequest) -> VendorAnswer {
        // Without a ticket it is everybody's, newest first.
        let asked = request.number("ticket_id").map { id in [request.book.request(id)].compactMap(\.self) }
        let tickets = asked ?? Array(request.book.requests.suffix(100))
        var rows: [(Ticket, Numbered)] = []
        for row in tickets where !row.isOpportunity {
            let ticket = request.fleet.tickets[row.place]
            rows += actions(of: ticket, request.fleet, request.book).map { (ticket, $0) }
        }
        if request.asks("excludesys") { rows.removeAll { $0.1.isDroppable } }
        if request.asks("timeentriesonly") { rows.removeAll { !$0.1.isWork } }
        return HaloList(request: request, key: "actions").answer(rows, number: \.1.id) { row, json in
            write(row.1, of: row.0, request, &json)
        }
    }

    @Sendable private static func one(_ request: HaloRequest) -> VendorAnswer {
        guard let row = request.number("ticket_id").flatMap(request.book.request), !row.isOpportunity else {
            return HaloError.notFound
        }
        let ticket = request.fleet.tickets[row.place]
        let action = actions(of: ticket, request.fleet, request.book).first { $0.id == request.id }
        return request.one(action, number: \.id) { action, json in write(action, of: ticket, request, &json) }
    }

    private static func write(
        _ row: Numbered, of ticket: Ticket, _ request: HaloRequest, _ json: inout JSONWriter
    ) {
        json.member("ticket_id", HaloID.ticket(ticket.number))
        json.member("id", row.id)
        switch row.action {
        case .note(let note): write(note, of: ticket, request, &json)
        case .work(let entry): write(entry, request.fleet, &json)
        case .event(let time, _):
            json.member("outcome", "Status Changed")
            json.member("outcome_id", 12)
            json.member("datetime", time: time, row.id)
            json.member("timetaken", hundredths: 0)
            json.member("action_systemid", 4)
        }
    }

    private static func write(
        _ note: TicketNote, of ticket: Ticket, _ request: HaloRequest, _ json: inout JSONWriter
    ) {
        let contact = HaloTicket(ticket, request.fleet).contact
        json.member("outcome", note.isInternal ? "Private Note" : "Email User")
        json.member("outcome_id", note.isInternal ? 7 : 8)
        let member = note.member.flatMap(request.fleet.lookups.member)
        json.member("who", member?.fullName ?? contact.map { "\($0.firstName) \($0.lastName)" })
        json.member("who_type", member == nil ? 2 : 1)
        // A number one time, a text another.
        if note.number % 2 == 0 {
            json.member("who_agentid", member.map { HaloID.agent($0.number) } ?? 0)
        } else {
            json.member("who_agentid", String(member.map { HaloID.agent($0.number) } ?? 0))
        }
        json.member("datetime", time: note.writtenAt, note.number)
        json.member("note", note.body)
        json.member("hiddenfromuser", note.isInternal)
        json.member("timetaken", hundredths: 0)
        json.member("emailsubject", "")
    }

    private static func write(_ entry: TimeEntry, _ fleet: Fleet, _ json: inout JSONWriter) {
        json.member("outcome", "Log Time")
        json.member("outcome_id", 9)
        json.member("who", fleet.lookups.member(entry.member)?.fullName)
        json.member("who_type", 1)
        json.member("who_agentid", HaloID.agent(entry.member))
        json.member("datetime", time: entry.endedAt, entry.number)
        json.member("note", entry.notes ?? "")
        json.member("hiddenfromuser", entry.number % 2 == 0)
        json.member("timetaken", raw: "\(Double(entry.minutes) / 60)".utf8)
        json.member("actionarrivaldate", time: entry.startedAt, entry.number + 1)
        json.member("actioncompletiondate", time: entry.endedAt, entry.number + 2)
        json.member("actisbillable", entry.billing == .billable)
        if entry.number % 2 == 0 {
            json.member("chargerate", entry.workType)
        } else {
            json.member("chargerate", String(entry.workType))
        }
        // Linked to an agreement, the database has its id below zero.
        json.member("actioncontractid", -(entry.agreement.map(HaloID.contract) ?? 0))
    }
}

extension HaloActions.Numbered {
    fileprivate var isWork: Bool {
        switch action {
        case .work: true
        case .note, .event: false
        }
    }

    fileprivate var isDroppable: Bool {
        switch action {
        case .event(_, let isDroppable): isDroppable
        case .note, .work: false
        }
    }
}
