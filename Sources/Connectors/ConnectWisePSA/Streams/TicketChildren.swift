import Inventory
import JSON

extension PSAReader {
    /// The children of tickets (`notes`, `configurations`), which lie under the service or the project module.
    func ticketChildren(
        _ request: ReadRequest, at position: ReadPosition?, _ kind: String,
        map: @escaping @Sendable (PSARow, PSATicketParent) throws(UnusableRecord) -> SourceRecord?
    ) async throws(ConnectorError) -> Page {
        try await ParentWalker().page(request, at: position) { (ticket, within) async throws(ConnectorError) in
            let (parent, answer) = try await ticketList(ticket, kind, within)
            var page = Self.page(answer.rows, answer.cost) { (row) throws(UnusableRecord) in try map(row, parent) }
            page.next = answer.next
            page.next?.fields["module"] = parent.isProject ? "project" : "service"
            return page
        }
    }

    typealias Numbered = (rows: [JSONValue], next: ReadPosition?, cost: CallCost)

    /// A ticket's list where the ticket is; a project ticket that is too new to be known shows by a 404.
    func ticketList(
        _ ticket: String, _ kind: String, _ position: ReadPosition?, query: [(String, String)] = []
    ) async throws(ConnectorError) -> (PSATicketParent, Numbered) {
        let place = PSATicketParent(id: ticket, isProject: try await isProject(ticket, position))
        do throws(ConnectorError) {
            return (place, try await client.numbered(place.path(kind), query: query, at: position))
        } catch {
            guard case .notFound = error, !place.isProject, options.readsProjectTickets else { throw error }
            let other = PSATicketParent(id: ticket, isProject: true)
            return (other, try await client.numbered(other.path(kind), query: query, at: position))
        }
    }

    private func isProject(_ ticket: String, _ position: ReadPosition?) async throws(ConnectorError) -> Bool {
        if let module = position?.fields["module"] { return module == "project" }
        return options.readsProjectTickets ? try await known.isProjectTicket(ticket) : false
    }
}

/// A ticket whose children are read, and where they lie.
struct PSATicketParent: Sendable, Hashable {
    let id: String
    let isProject: Bool

    func path(_ kind: String) -> String {
        "/\(isProject ? "project" : "service")/tickets/\(URLText.encoded(id))/\(kind)"
    }
}
