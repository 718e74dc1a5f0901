import Inventory

extension PSAStream {
    /// Service tickets, then project tickets: two lists over one space of ids. Whether the first may hold the second
    /// depends on the version, so they are told apart here by their `recordType`.
    static let tickets = PSAStream(
        description: StreamDescription(
            name: "tickets", entity: Ticket.entity.description,
            owns: Set(Ticket.entity.description.columns.map(\.name)).subtracting(PSATicketDetails.columns),
            after: ["companies", "company_sites", "contacts", "agreements"], reading: byLastUpdated, deletion: .absence,
            endOfList: endOfList,
            volatileVendorFields: [
                "slaStatus", "isInSla", "minutesBeforeWaiting", "minutesWaiting", "resolveMinutes", "resPlanMinutes",
                "respondMinutes",
            ], period: .minutes(5))
    ) { (reader, request, position) async throws(ConnectorError) in
        position?.fields["list"] == "project"
            ? try await projectTickets(reader, request, position) : try await serviceTickets(reader, request, position)
    }

    private static func serviceTickets(
        _ reader: PSAReader, _ request: ReadRequest, _ position: ReadPosition?
    ) async throws(ConnectorError) -> Page {
        var page = try await reader.list("/service/tickets", request, at: position) { (row) throws(UnusableRecord) in
            let isProjects = row.text("recordType")?.hasPrefix("Project") == true
            return isProjects ? nil : try PSATicket(row).record(isProject: false, reader.allowed)
        }
        if page.next == nil, reader.options.readsProjectTickets {
            page.next = ReadPosition(["list": "project"])
            page.provesWhole = false
        }
        return page
    }

    /// An API member without rights to projects still reads service tickets; nothing is then proven gone.
    private static func projectTickets(
        _ reader: PSAReader, _ request: ReadRequest, _ position: ReadPosition?
    ) async throws(ConnectorError) -> Page {
        do throws(ConnectorError) {
            var page = try await reader.list("/project/tickets", request, at: position) {
                (row) throws(UnusableRecord) in try PSATicket(row).record(isProject: true, reader.allowed)
            }
            page.next?.fields["list"] = "project"
            return page
        } catch {
            guard case .forbidden(let words) = error else { throw error }
            let advice = "\(words); the setting project_tickets=false leaves them unread"
            return Page(
                skippedParents: [RejectedRecord(externalID: "project/tickets", reason: advice, payload: "{}")], calls: 1
            )
        }
    }
}
