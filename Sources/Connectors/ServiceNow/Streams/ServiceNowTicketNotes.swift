import Inventory

extension ServiceNowStreams {
    /// The journals of every table are one: it is always asked for some tables' entries. An entry is never changed, and
    /// one that is deleted is listed nowhere. A user without the right to it sees no entries at all, which is no proof
    /// that there are none.
    static let ticketNotes = Stream(
        description: StreamDescription(
            name: "ticket_notes", calls: tables(["sys_journal_field", "sys_user", "sys_db_object"] + ofTickets),
            entity: TicketNote.entity.description,
            reading: .incremental(field: "sys_created_on", precision: .seconds(1), isInclusive: true),
            deletion: .absence, endOfList: endOfList, period: .minutes(5), sweepPeriod: .days(7))
    ) { (reader, request, position) async throws(ConnectorError) in
        if reader.options.notesAreOnTickets { return try await talks(reader, request, position) }
        let classes = try await reader.known.family(of: reader.options.ticketTables)
        return try await reader.list([journal(classes)], request, at: position, mayBeEmpty: false) {
            (rows, _) async throws(ConnectorError) in
            let names = try await reader.known.names(of: rows.compactMap { $0.text("sys_created_by") })
            return { (row) throws(UnusableRecord) in
                if let table = row.text("name"), !classes.contains(table) { return nil }
                return try note(row, names)
            }
        }
    }

    private static func journal(_ classes: [String]) -> ServiceNowTable {
        ServiceNowTable(
            name: "sys_journal_field", fields: ["name", "element", "element_id", "value", "sys_created_by"],
            condition: "nameIN\(classes.joined(separator: ","))^elementINcomments,work_notes",
            cursor: "sys_created_on")
    }

    private static func note(_ row: ServiceNowRow, _ names: [String: String]) throws(UnusableRecord) -> SourceRecord? {
        guard let element = row.text("element"), ["comments", "work_notes"].contains(element) else { return nil }
        var note = TicketNote()
        note.ticketExternalID = try row.required("element_id")
        note.body = row.text("value").map(ServiceNowNoteText.plain)
        // A name for logging in, where whose it is cannot be found out.
        note.authorName = row.text("sys_created_by").map { names[$0] ?? $0 }
        note.isInternal = element == "work_notes"
        note.writtenAt = row.createdAt
        return try row.record(note, carried: ["element_id", "value"])
    }

    /// All that was said on a ticket, as its own columns show it to people: one note for customers, one for staff.
    private static func talks(
        _ reader: ServiceNowReader, _ request: ReadRequest, _ position: ReadPosition?
    ) async throws(ConnectorError) -> Page {
        let tables = reader.options.ticketTables.flatMap { name in
            ["comments", "work_notes"].map { ServiceNowTable(name: name, fields: [$0]) }
        }
        return try await reader.list(tables, request, at: position, mayBeEmpty: false) {
            (_, table) throws(ConnectorError) in
            { (row) throws(UnusableRecord) in try talk(row, table.fields[0]) }
        }
    }

    private static func talk(_ row: ServiceNowRow, _ element: String) throws(UnusableRecord) -> SourceRecord? {
        let ticket = try row.required("sys_id")
        // The value of a journal column is empty; what it says is its label.
        guard let text = row.label(element) else { return nil }
        var note = TicketNote()
        note.ticketExternalID = ticket
        note.body = ServiceNowNoteText.plain(text)
        note.isInternal = element == "work_notes"
        return SourceRecord(note, externalID: "\(ticket):\(element)", sourceUpdatedAt: row.updatedAt)
    }
}

/// Notes as people typed them.
enum ServiceNowNoteText {
    /// Plain text, but for what stands between `[code]` and `[/code]`, which is HTML.
    static func plain(_ text: String) -> String {
        var plain = ""
        var rest = text[...]
        while let start = rest.firstRange(of: "[code]"), let end = rest[start.upperBound...].firstRange(of: "[/code]") {
            plain += rest[..<start.lowerBound] + HTMLText.plain(String(rest[start.upperBound..<end.lowerBound]))
            rest = rest[end.upperBound...]
        }
        return plain + rest
    }
}
