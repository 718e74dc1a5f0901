import Inventory
import JSON

/// The columns of a ticket that are not on the ticket.
enum PSATicketDetails {
    static let columns: Set = ["description", "description_html", "configuration_external_id"]
}

extension PSAStreams {
    /// The description is the first note of the discussion (`initialDescription` never comes back), and the main
    /// configuration the first of those attached: two more calls a changed ticket.
    static let ticketDetails = Stream(
        description: StreamDescription(
            name: "ticket_details",
            calls: [
                "/{codebase}/apis/3.0/project/tickets/{id}/configurations",
                "/{codebase}/apis/3.0/project/tickets/{id}/notes",
                "/{codebase}/apis/3.0/service/tickets/{id}/configurations",
                "/{codebase}/apis/3.0/service/tickets/{id}/notes",
            ],
            entity: Ticket.entity.description, owns: PSATicketDetails.columns, isPrimary: false,
            after: ["tickets"], reading: .perParent(entity: "tickets"), deletion: .never,
            endOfList: endOfChildren, period: .minutes(15), sweepPeriod: .days(30), callsPerThousand: 2000)
    ) { (reader, request, position) async throws(ConnectorError) in
        try await ParentWalker().page(request, at: position) { (ticket, _) async throws(ConnectorError) in
            try await details(of: ticket, reader)
        }
    }

    private static func details(of id: String, _ reader: PSAReader) async throws(ConnectorError) -> Page {
        let filter = [("conditions", "detailDescriptionFlag=true")]
        let (_, notes) = try await reader.ticketList(id, "notes", nil, query: filter)
        let (_, configurations) = try await reader.ticketList(id, "configurations", nil)
        var ticket = Ticket()
        ticket.description = PSANoteText.lines(description(notes.rows)?["text"].cleaned)
        ticket.configurationExternalID = configurations.rows.first?["id"].cleaned
        var cost = notes.cost
        cost += configurations.cost
        return Page(
            records: [SourceRecord(ticket, externalID: id)], vendorDate: cost.vendorDate, calls: cost.calls,
            bytes: cost.bytes)
    }

    /// The note that the board marks as the issue, else the oldest of the discussion.
    private static func description(_ notes: [JSONValue]) -> JSONValue? {
        let discussion = notes.filter { $0["detailDescriptionFlag"].bool == true }
        return discussion.filter { $0["issueFlag"].bool == true }.min(by: isOlder) ?? discussion.min(by: isOlder)
    }

    private static func isOlder(_ one: JSONValue, _ other: JSONValue) -> Bool {
        let (first, second) = (PSARow(json: one).moment("dateCreated"), PSARow(json: other).moment("dateCreated"))
        if let first, let second, first != second { return first < second }
        return (one["id"].integer ?? .max) < (other["id"].integer ?? .max)
    }
}
