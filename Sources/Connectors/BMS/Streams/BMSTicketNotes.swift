import Inventory
import JSON

extension BMSStreams {
    /// A call a ticket that has changed: there is no list of all notes, and 1,500 calls in an hour. A note is an activity,
    /// which moves its ticket's time.
    static let ticketNotes = Stream(
        description: StreamDescription(
            name: "ticket_notes", calls: [userInfo, "\(ticketsPath)/{id}/notes"], entity: TicketNote.entity.description,
            after: ["tickets"],
            reading: .perParent(entity: "tickets"), deletion: .absenceWithinParent,
            endOfList: """
                Numbered pages without a total: a page that is not full ends it, unless it has a round number of rows, \
                which may be a limit of the server's (Pagination).
                """,
            period: .minutes(5), sweepPeriod: .days(30), callsPerThousand: 1000)
    ) { (reader, request, position) async throws(ConnectorError) in
        let (times, _) = try await reader.times()
        return try await ParentWalker(batch: 20, width: 2).page(request, at: position) {
            (ticket, within) async throws(ConnectorError) in
            try await notes(of: ticket, reader, times, within)
        }
    }

    private static func notes(
        of ticket: String, _ reader: BMSReader, _ times: BMSTimes, _ within: ReadPosition?
    ) async throws(ConnectorError) -> Page {
        let paging = BMSPaging(endsOnShortPage: true)
        let query = BMSQuery(path: "\(ticketsPath)/\(URLText.encoded(ticket))/notes")
        let answer = try await reader.client.page(query, number: paging.page(within))
        let rows = try answer.rows(query.path)
        let ids = rows.map { $0.member(ignoringCase: "id").cleaned }
        let outcome = try paging.step(within, BMSPaging.Event(total: answer.total, ids: ids))
        var page = BMSReader.page(rows, times, answer.cost) { (row) throws(UnusableRecord) in
            try note(&row, of: ticket)
        }
        page.next = outcome.step.position
        // Notes that may have slipped through are not gone.
        page.isSilent = outcome.step.isEnd && !outcome.provesWhole
        return page
    }

    private static func note(_ row: inout BMSRow, of ticket: String) throws(UnusableRecord) -> SourceRecord {
        var note = TicketNote()
        note.ticketExternalID = ticket
        let (body, html) = row.html("details")
        note.body = body
        note.authorName = row.text("createdByName")
        note.isInternal = row.flag("isInternal")
        note.writtenAt = row.moment("createdOn")
        // The column has the text; what was sent stays beside it.
        let sent = html.map { [(key: "details", json: JSONText.quoted($0))] } ?? []
        return try row.record(note, adding: sent)
    }
}
