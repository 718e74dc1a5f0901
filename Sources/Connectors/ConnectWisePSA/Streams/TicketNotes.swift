import Inventory

extension PSAStreams {
    /// `/notes`, which has author and time, and no time entries among the notes as `/allNotes` has.
    static let ticketNotes = Stream(
        description: StreamDescription(
            name: "ticket_notes",
            calls: [
                "/{codebase}/apis/3.0/project/tickets/{id}/notes", "/{codebase}/apis/3.0/service/tickets/{id}/notes",
            ],
            entity: TicketNote.entity.description, after: ["tickets"],
            reading: .perParent(entity: "tickets"), deletion: .absenceWithinParent, endOfList: endOfChildren,
            period: .minutes(PSAShare.minutes), sweepPeriod: .days(30), callsPerThousand: 1000)
    ) { (reader, request, position) async throws(ConnectorError) in
        try await reader.ticketChildren(reader.withOpenTickets(request), at: position, "notes") {
            (row, ticket) throws(UnusableRecord) in try note(row, of: ticket)
        }
    }

    /// A project ticket's notes are a resource of their own, whose ids may be those of other notes.
    private static func note(_ row: PSARow, of ticket: PSATicketParent) throws(UnusableRecord) -> SourceRecord {
        var note = TicketNote()
        note.ticketExternalID = ticket.id
        note.body = PSANoteText.lines(row.text("text"))
        note.authorName = row.name(of: "member") ?? row.name(of: "contact") ?? row.text("createdBy")
        note.isInternal = isInternal(row)
        note.writtenAt = row.moment("dateCreated") ?? row.createdAt
        let id = try row.json.required("id")
        return try row.record(note, id: ticket.isProject ? "project:\(id)" : id, carried: carried)
    }

    /// `internalFlag` is the author's side and says nothing of who may read the note. One that is an analysis and a
    /// discussion too can be read by the customer.
    private static func isInternal(_ row: PSARow) -> Bool {
        let isPublic = row.flag("detailDescriptionFlag") == true || row.flag("resolutionFlag") == true
        return row.flag("internalAnalysisFlag") == true && !isPublic
    }

    private static let carried: Set = ["text", "ticketId", "ticket", "dateCreated"]
}

/// Notes as people typed them.
enum PSANoteText {
    /// Lines end with CR LF in places.
    static func lines(_ text: String?) -> String? {
        text?.split(separator: "\r\n", omittingEmptySubsequences: false).joined(separator: "\n")
    }
}
