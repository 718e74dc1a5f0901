import Inventory

extension AutotaskStreams {
    private static let mainList = AutotaskList(
        entity: .tickets, changed: "lastActivityDate", fields: ["id", "configurationItemID", "lastActivityDate"])
    private static let additionalList = AutotaskList(entity: .ticketAdditionalConfigurationItems)

    /// A ticket's main item stands on the ticket: a row a ticket, which goes when a change of the ticket shows none.
    static let mainTicketConfigurations = Stream(
        description: StreamDescription(
            name: "ticket_configurations", calls: calls(.tickets), entity: TicketConfiguration.entity.description,
            reading: incremental(mainList), deletion: .flagged, endOfList: endOfList, period: .minutes(15))
    ) { (reader, request, position) async throws(ConnectorError) in
        var list = mainList
        if request.scope == .everything { list.conditions = [.exists("configurationItemID")] }
        return try await reader.page(list, request, at: position) { (row) throws(UnusableRecord) in
            var link = TicketConfiguration()
            link.ticketExternalID = row.id("id")
            link.configurationExternalID = row.id("configurationItemID")
            var record = try row.record(link, kind: "main")
            record.isDeleted = link.configurationExternalID == nil
            return record
        }
    }

    /// The others have a list of their own, without times.
    static let additionalTicketConfigurations = Stream(
        description: StreamDescription(
            name: "additional_ticket_configurations", calls: calls(.ticketAdditionalConfigurationItems),
            entity: TicketConfiguration.entity.description,
            reading: .snapshot, deletion: .absence, endOfList: endOfList, period: .hours(1))
    ) { (reader, request, position) async throws(ConnectorError) in
        try await reader.page(additionalList, request, at: position) { (row) throws(UnusableRecord) in
            var link = TicketConfiguration()
            link.ticketExternalID = row.id("ticketID")
            link.configurationExternalID = row.id("configurationItemID")
            return try row.record(link, kind: "additional")
        }
    }
}
