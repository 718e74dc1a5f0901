import Inventory
import JSON

/// What was said and done on a ticket: one list of actions. With text an action is a note, with hours a time entry, with
/// both it is both under the same id, with neither a mere event and none of the two.
extension HaloStreams {
    static let ticketNotes = Stream(
        description: StreamDescription(
            name: "ticket_notes", calls: ["/api/Actions", "/api/Lookup"], entity: TicketNote.entity.description,
            after: ["tickets"], reading: .perParent(entity: "tickets"), deletion: .absenceWithinParent,
            endOfList: endOfChildren, period: .minutes(5), sweepPeriod: .days(30), callsPerThousand: 1000)
    ) { (reader, request, position) async throws(ConnectorError) in
        try await ParentWalker().page(request, at: position) { (ticket, _) async throws(ConnectorError) in
            let (actions, work) = try await reader.actions(of: ticket)
            if actions.isWhole, work.rejected.isEmpty {
                await reader.shelf.put(.timeEntries, of: ticket, work.records)
            }
            return actions.page { (action) throws(UnusableRecord) in try action.note() }
        }
    }

    static let timeEntries = Stream(
        description: StreamDescription(
            name: "time_entries", calls: ["/api/Actions", "/api/Lookup"], entity: TimeEntry.entity.description,
            after: ["tickets"], reading: .perParent(entity: "tickets"), deletion: .absenceWithinParent,
            endOfList: endOfChildren, period: .minutes(5), sweepPeriod: .days(30), callsPerThousand: 1000)
    ) { (reader, request, position) async throws(ConnectorError) in
        try await ParentWalker().page(request, at: position) { (ticket, _) async throws(ConnectorError) in
            if let work = await reader.shelf.take(.timeEntries, of: ticket) { return Page(records: work) }
            return try await reader.actions(of: ticket).work
        }
    }
}

extension HaloReader {
    /// A ticket's actions, and those among them that are work.
    fileprivate func actions(
        of ticket: String
    ) async throws(ConnectorError) -> (actions: HaloActions, work: Page) {
        let actions = try await HaloActions(of: ticket, client)
        let holdsWork = actions.rows.contains { HaloAction(ticket, $0).hours != nil }
        let rates = holdsWork ? try await known.chargeRates() : [:]
        return (actions, actions.page { (action) throws(UnusableRecord) in try action.timeEntry(rates) })
    }
}

/// The actions of one ticket.
struct HaloActions: Sendable {
    /// The server gives no more, and says then that these are all.
    private static let most = 1000

    let ticket: String
    let rows: [JSONValue]
    /// Below the most that is given; else there may be others.
    let isWhole: Bool
    private let cost: CallCost

    /// A parameter that is not known is ignored, and then these are everybody's: so each must be of this ticket.
    init(of ticket: String, _ client: HaloClient) async throws(ConnectorError) {
        let query = [("ticket_id", ticket), ("count", String(Self.most)), ("excludesys", "true")]
        let (rows, cost) = try await client.all("/Actions", key: "actions", query: query)
        guard rows.allSatisfy({ HaloRow.id($0["ticket_id"]) ?? ticket == ticket }) else {
            throw .malformedAnswer("the actions of ticket \(ticket) come with those of others")
        }
        self.ticket = ticket
        self.rows = rows
        self.cost = cost
        isWhole = rows.count < Self.most
    }

    /// Those that a mapping makes something of. Where there may be others, what is known beside these stays.
    func page(_ map: (HaloAction) throws(UnusableRecord) -> SourceRecord?) -> Page {
        var page = HaloReader.page(rows, cost) { (json) throws(UnusableRecord) in try map(HaloAction(ticket, json)) }
        page.isSilent = !isWhole
        return page
    }
}

/// One action, whose id is unique within its ticket alone.
struct HaloAction {
    private let ticket: String
    private let json: JSONValue

    init(_ ticket: String, _ json: JSONValue) { (self.ticket, self.json) = (ticket, json) }

    private var id: String {
        get throws(UnusableRecord) { "\(ticket):\(try HaloRow(json).required())" }
    }

    /// Hours of work, decimal; nil for none.
    var hours: Double? {
        let hours = json["timetaken"].double ?? json["timetaken"].cleaned.flatMap { Double($0) }
        return hours.flatMap { $0 > 0 ? $0 : nil }
    }

    func note() throws(UnusableRecord) -> SourceRecord? {
        var row = HaloRow(json)
        guard let body = row.text("note") else { return nil }
        var note = TicketNote()
        note.ticketExternalID = ticket
        note.body = body
        note.authorName = row.text("who")
        note.isInternal = row.flag("hiddenfromuser")
        note.writtenAt = row.moment(anyOf: ["datetime", "actiondatecreated"])
        return try row.record(note, id: id, withheld: ["ticket_id"])
    }

    func timeEntry(_ rates: [String: String]) throws(UnusableRecord) -> SourceRecord? {
        guard let hours else { return nil }
        var row = HaloRow(json)
        var entry = TimeEntry()
        entry.ticketExternalID = ticket
        // Below zero it means a linked agreement, of the same number.
        entry.agreementExternalID = HaloRow.id(json["actioncontractid"]).map { String($0.drop { $0 == "-" }) }
        entry.memberName = row.text("who")
        entry.startedAt = row.moment("actionarrivaldate")
        entry.endedAt = row.moment("actioncompletiondate")
        entry.durationMinutes = Int64(exactly: (hours * 60).rounded())
        entry.isBillable = row.flag("actisbillable")
        entry.workTypeLabel = HaloRow.id(json["chargerate"]).flatMap { rates[$0] }
        entry.notes = row.text("note")
        return try row.record(entry, id: id, withheld: ["ticket_id"])
    }
}
