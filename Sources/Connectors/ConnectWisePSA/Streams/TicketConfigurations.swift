import Inventory

extension PSAStreams {
    /// A call a ticket: no list has the links of many. The answer has references alone.
    static let ticketConfigurations = Stream(
        description: StreamDescription(
            name: "ticket_configurations",
            calls: [
                "/{codebase}/apis/3.0/project/tickets", "/{codebase}/apis/3.0/project/tickets/{id}/configurations",
                "/{codebase}/apis/3.0/service/tickets/{id}/configurations",
            ],
            entity: TicketConfiguration.entity.description,
            after: ["tickets"], reading: .perParent(entity: "tickets"),
            deletion: .absenceWithinParent, endOfList: endOfChildren, period: .minutes(15), sweepPeriod: .days(30),
            callsPerThousand: 1000)
    ) { (reader, request, position) async throws(ConnectorError) in
        try await reader.ticketChildren(request, at: position, "configurations") {
            (row, ticket) throws(UnusableRecord) in
            let configuration = try row.json.required("id")
            var link = TicketConfiguration()
            link.ticketExternalID = ticket.id
            link.configurationExternalID = configuration
            return try row.record(link, id: "\(ticket.id):\(configuration)", carried: [])
        }
    }
}
