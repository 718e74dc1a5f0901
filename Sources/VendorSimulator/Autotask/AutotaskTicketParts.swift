import Inventory

/// What was said and done on tickets.
extension Autotask.Tickets {
    typealias Table = Autotask.Table
    typealias Field = Autotask.Field
    typealias Rows = Autotask.Rows
    typealias ID = Autotask.ID
    typealias Setup = Autotask.Setup

    /// A note: of a person's, or the trace of a workflow rule.
    struct Note: Sendable, Hashable {
        let id: Int
        let ticket: Int
        let title: String
        let body: String
        let type: Int
        let isInternal: Bool
        let member: Int?
        /// Whether the ticket's contact wrote it.
        let isOfContact: Bool
        let writtenAt: Timestamp
        let updatedAt: Timestamp
    }

    static let notes = Table<Note>(
        "TicketNotes", .note,
        fields: [
            Field("id") { .whole($0.id) },
            Field("ticketID") { .whole(ID.ticket($0.ticket)) },
            Field("title") { .text($0.title) },
            Field("description") { .text($0.body) },
            Field("noteType") { .whole($0.type) },
            Field("publish") { .whole($0.isInternal ? 2 : 1) },
            Field("creatorResourceID") { .whole($0.member.map(ID.resource)) },
            Field("createdByContactID") { note, scope in
                note.isOfContact ? scope.contact(scope.fleet.ticket(note.ticket)?.contact) : .null
            },
            Field("createDateTime") { .time($0.writtenAt, $0.id) },
            Field("lastActivityDate") { note, scope in scope.stamp(note.updatedAt, note.id) },
        ], rows: { rows($0.fleet) })

    /// The notes, without those that are a ticket's description; behind them a workflow rule's note for each ticket.
    private static func rows(_ fleet: Fleet) -> Rows<Note> {
        let (notes, tickets) = (fleet.notes, fleet.tickets)
        return Rows(count: notes.count + tickets.count) { place in
            place < notes.count
                ? ID.note(notes[place].number) : ID.workflowNote(tickets[place - notes.count].number)
        } row: { place in
            guard place < notes.count else { return note(of: tickets[place - notes.count]) }
            return notes[place].isDescription ? nil : note(notes[place])
        }
    }

    private static func note(_ note: TicketNote) -> Note {
        Note(
            id: ID.note(note.number), ticket: note.ticket, title: "Note \(note.number)", body: note.body, type: 3,
            isInternal: note.isInternal, member: note.member, isOfContact: note.member == nil,
            writtenAt: note.writtenAt, updatedAt: note.updatedAt)
    }

    private static func note(of ticket: Ticket) -> Note {
        Note(
            id: ID.workflowNote(ticket.number), ticket: ticket.number, title: "Workflow Rule", body: "A rule fired.",
            type: Setup.workflowNote, isInternal: true, member: nil, isOfContact: false, writtenAt: ticket.openedAt,
            updatedAt: ticket.openedAt)
    }

    static let timeEntries = Table<TimeEntry>(
        "TimeEntries", .timeEntry,
        fields: [
            Field("id") { .whole(ID.timeEntry($0.number)) },
            Field("ticketID") { .whole(ID.ticket($0.ticket)) },
            Field("timeEntryType") { _ in .whole(2) },
            Field("resourceID") { .whole(ID.resource($0.member)) },
            Field("roleID") { _ in .whole(8) },
            Field("dateWorked") { .day(TimeText.date($0.startedAt)) },
            Field("startDateTime") { .time($0.startedAt, $0.number) },
            Field("endDateTime") { .time($0.endedAt, $0.number) },
            Field("hoursWorked") { .hundredths($0.minutes * 100 / 60) },
            Field("hoursToBill") { .hundredths($0.billing == .billable ? $0.minutes * 100 / 60 : 0) },
            Field("offsetHours") { _ in .hundredths(0) },
            Field("billingCodeID") { .whole(ID.workType($0.workType)) },
            Field("contractID") { .whole($0.agreement.map(ID.contract)) },
            Field("isNonBillable") { .flag($0.billing != .billable) },
            Field("showOnInvoice") { .flag($0.billing != .doNotBill) },
            Field("summaryNotes") { .text($0.notes) },
            Field("createDateTime") { .time($0.endedAt, $0.number) },
            Field("lastModifiedDateTime") { entry, scope in scope.stamp(entry.updatedAt, entry.number) },
            Field("billingApprovalLevelMostRecent") { _ in .whole(0) },
        ], rows: { scope in Rows(scope.fleet.timeEntries) { ID.timeEntry($0.number) } })
}
