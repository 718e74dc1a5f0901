import HTTPTypes
import Inventory

/// Tickets: by a search whose body has the filters, and one by its id, in a shape of its own.
enum BMSTickets {
    private static let dates = [
        "opendate", "completeddate", "lastactivityupdate", "createdon", "laststatusupdate", "lastpriorityupdate",
        "lastqueueupdate", "duedate", "resolutiontargettime",
    ]
    private static let filters = Set(dates.flatMap { ["filter.\($0)from", "filter.\($0)to"] }).union([
        "filter.title", "filter.statusnames", "filter.queuenames", "filter.accountids", "filter.excludecompleted",
        "filter.isscheduled", "filter.isrecurringtickets", "filter.sourceids",
    ])

    static let endpoints = [
        BMSEndpoint("servicedesk/tickets/search", BMSEndpoint.paging.union(filters), method: .post) { request in
            BMSList(request).page(selection(request), number: \.number) {
                BMSTicketRow(ticket: $0, request: request).list(to: &$1)
            }
        },
        BMSEndpoint("servicedesk/tickets/{}") { request in
            guard let ticket = ticket(request) else {
                return BMSAnswer.failure(404, "Ticket was not found", status: 404)
            }
            return BMSAnswer.result { $0.object { BMSTicketRow(ticket: ticket, request: request).detail(to: &$0) } }
        },
    ]

    static func ticket(_ request: BMSRequest) -> Ticket? {
        request.ids.last.flatMap { request.fleet.ticket($0 - BMSID.ticket(0)) }
    }

    /// Without a filter the fleet's own list, which is not gone through.
    private static func selection(_ request: BMSRequest) -> [Ticket] {
        let bounds = dates.compactMap { name in request.since("\(name)from").map { (name, $0) } }
        let excludesCompleted = request.filter("excludecompleted") == "1"
        guard !bounds.isEmpty || excludesCompleted else { return request.fleet.tickets }
        return request.fleet.tickets.filter { ticket in
            let row = BMSTicketRow(ticket: ticket, request: request)
            return !(excludesCompleted && ticket.closedAt != nil)
                && bounds.allSatisfy { name, bound in row.time(name).map { $0 >= bound } ?? false }
        }
    }
}
