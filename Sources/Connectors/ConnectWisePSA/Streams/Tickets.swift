import Inventory

extension PSAStreams {
    /// Whether this list may hold project tickets too depends on the version: they are left to their own list.
    static let tickets = Stream(description: ticketDescription("tickets", "/service/tickets"), one: ticket) {
        (reader, request, position) async throws(ConnectorError) in
        try await reader.list("/service/tickets", request, at: position) { (row) throws(UnusableRecord) in
            let isProjects = row.text("recordType")?.hasPrefix("Project") == true
            return isProjects ? nil : try PSATicket(row).record(isProject: false, reader.allowed)
        }
    }

    /// A list of its own over the same space of ids, and a stream of its own, since it takes rights of its own. Left
    /// unread by a setting it counts as read, with nothing in it.
    static let projectTickets = Stream(description: ticketDescription("project_tickets", "/project/tickets")) {
        (reader, request, position) async throws(ConnectorError) in
        guard reader.options.readsProjectTickets else { return Page(provesWhole: request.scope == .everything) }
        return try await reader.list("/project/tickets", request, at: position) { (row) throws(UnusableRecord) in
            try PSATicket(row).record(isProject: true, reader.allowed)
        }
    }

    /// A ticket of either list: a row tells not which of them it came from.
    private static let ticket: Stream.ReadOne = { (reader, id) async throws(ConnectorError) in
        let found = try await reader.one("/service/tickets", id) { (row) throws(UnusableRecord) in
            let isProjects = row.text("recordType")?.hasPrefix("Project") == true
            return try PSATicket(row).record(isProject: isProjects, reader.allowed)
        }
        if found != nil || !reader.options.readsProjectTickets { return found }
        return try await reader.one("/project/tickets", id) { (row) throws(UnusableRecord) in
            try PSATicket(row).record(isProject: true, reader.allowed)
        }
    }

    private static func ticketDescription(_ name: String, _ path: String) -> StreamDescription {
        StreamDescription(
            name: name, calls: ["/{codebase}/apis/3.0\(path)"], entity: Ticket.entity.description,
            owns: Set(Ticket.entity.description.columns.map(\.name)).subtracting(PSATicketDetails.columns),
            reading: byLastUpdated, deletion: .absence, endOfList: endOfList,
            volatileVendorFields: [
                "slaStatus", "isInSla", "minutesBeforeWaiting", "minutesWaiting", "resolveMinutes", "resPlanMinutes",
                "respondMinutes",
            ], period: .minutes(5))
    }
}
