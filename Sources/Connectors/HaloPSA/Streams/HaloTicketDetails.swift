import Inventory
import JSON

extension HaloStreams {
    /// Columns of a ticket that its list row does not have.
    static let ticketDetailColumns: Set = ["description_html", "agreement_external_id", "configuration_external_id"]

    /// What the single record alone has: a call a changed ticket. Its assets are put aside for their own stream.
    static let ticketDetails = Stream(
        description: StreamDescription(
            name: "ticket_details", calls: ["/api/Tickets/{id}"], entity: Ticket.entity.description,
            owns: ticketDetailColumns, isPrimary: false, after: ["tickets"], reading: .perParent(entity: "tickets"),
            deletion: .never, endOfList: endOfRecord, period: .minutes(15), sweepPeriod: .days(30),
            callsPerThousand: 1000)
    ) { (reader, request, position) async throws(ConnectorError) in
        try await ParentWalker().page(request, at: position) { (id, _) async throws(ConnectorError) in
            let answer = try await reader.record(HaloList.tickets.path, id)
            if let links = links(of: id, answer.json) { await reader.shelf.put(.configurations, of: id, links) }
            return page(of: id, answer)
        }
    }

    private static func page(of id: String, _ answer: VendorAnswer) -> Page {
        var page = Page(vendorDate: answer.cost.vendorDate, calls: answer.cost.calls, bytes: answer.cost.bytes)
        var ticket = Ticket()
        ticket.agreementExternalID = HaloRow.id(answer.json["contract_id"])
        ticket.configurationExternalID = HaloRow.id((answer.json["assets"].array?.first ?? .missing)["id"])
        ticket.descriptionHtml = Cleaned.text(answer.json["details_html"].string.map(HaloPictures.removed))
        if let html = ticket.descriptionHtml, html.utf8.count > longestHTML {
            page.rejected = [RejectedRecord(externalID: id, reason: "a description of more than 8 MB", payload: "{}")]
        } else {
            page.records = [SourceRecord(ticket, externalID: id)]
        }
        return page
    }

    /// Marks and escapes come to more than the text that they are made for.
    private static let longestHTML = 8_000_000

    static let ticketConfigurations = Stream(
        description: StreamDescription(
            name: "ticket_configurations", calls: ["/api/Tickets/{id}"],
            entity: TicketConfiguration.entity.description, after: ["tickets", "configurations"],
            reading: .perParent(entity: "tickets"), deletion: .absenceWithinParent, endOfList: endOfRecord,
            period: .minutes(15), sweepPeriod: .days(30), callsPerThousand: 1000)
    ) { (reader, request, position) async throws(ConnectorError) in
        try await ParentWalker().page(request, at: position) { (id, _) async throws(ConnectorError) in
            if let links = await reader.shelf.take(.configurations, of: id) { return Page(records: links) }
            let answer = try await reader.record(HaloList.tickets.path, id)
            let links = links(of: id, answer.json)
            var page = Page(
                records: links ?? [], vendorDate: answer.cost.vendorDate, calls: answer.cost.calls,
                bytes: answer.cost.bytes)
            page.isSilent = links == nil
            return page
        }
    }

    /// A ticket's assets; nil where the record does not tell of any, not even that there are none.
    private static func links(of ticket: String, _ json: JSONValue) -> [SourceRecord]? {
        guard let assets = json["assets"].array else { return nil }
        var seen: Set<String> = []
        return assets.compactMap { HaloRow.id($0["id"]) }.filter { seen.insert($0).inserted }.map { asset in
            var link = TicketConfiguration()
            link.ticketExternalID = ticket
            link.configurationExternalID = asset
            return SourceRecord(link, externalID: "\(ticket):\(asset)")
        }
    }
}
