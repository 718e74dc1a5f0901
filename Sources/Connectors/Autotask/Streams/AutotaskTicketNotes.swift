import Inventory
import JSON

extension AutotaskStreams {
    private static let list = AutotaskList(
        entity: .ticketNotes, changed: "lastActivityDate", created: "createDateTime")

    /// One list for the notes of all tickets. Those that workflow rules leave are not read unless a setting asks for them
    /// (trap 20). The log of deleted notes does not say which they were: the sweep shows them.
    static let ticketNotes = Stream(
        description: StreamDescription(
            name: "ticket_notes", calls: calls(.ticketNotes, .contacts, .resources),
            entity: TicketNote.entity.description, reading: incremental(list),
            deletion: .absence, endOfList: endOfList, period: .minutes(5))
    ) { (reader, request, position) async throws(ConnectorError) in
        var list = list
        if !reader.options.readsWorkflowNotes { list.conditions = [.differs("noteType", 13)] }
        let answer = try await reader.rows(list, request, at: position)
        let writers = try await reader.known.contacts(answer.rows.compactMap { $0["createdByContactID"].integer })
        let people = try await reader.known.people()
        return try await reader.page(answer, list, request) { (row) throws(UnusableRecord) in
            try note(&row, people, writers)
        }
    }

    private static func note(
        _ row: inout AutotaskRow, _ people: [String: String], _ writers: [String: String]
    ) throws(UnusableRecord) -> SourceRecord {
        var note = TicketNote()
        note.ticketExternalID = row.id("ticketID")
        note.body = row.text("description") ?? row.text("title")
        note.authorName =
            row.value("creatorResourceID").flatMap { people[$0] }
            ?? row.value("createdByContactID").flatMap { writers[$0] }
        // 1 is for everybody; whatever else there is keeps customers out.
        note.isInternal = row.value("publish").map { $0 != "1" }
        note.writtenAt = row.moment("createDateTime")
        return try row.record(note)
    }
}
