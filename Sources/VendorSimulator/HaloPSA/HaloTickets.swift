import Inventory

/// Tickets and opportunities, which are one kind of record.
enum HaloTickets {
    static let endpoints: [String: HaloEndpoint.Answer] = [
        "tickets": { list($0, among: $0.book.requests) }, "tickets/{id}": one,
        "opportunities": { list($0, among: $0.book.requests.filter(\.isOpportunity)) }, "opportunities/{id}": one,
    ]

    private static func list(_ request: HaloRequest, among all: [HaloBook.Request]) -> VendorAnswer {
        // What was deleted lies in a list of its own, and here is emptied at once.
        var rows = request.asks("deleted") ? [] : filtered(all, request)
        if request.parameter("order") == "lastactiondate" {
            rows.sort { ($0.actedAt, $0.id) < ($1.actedAt, $1.id) }
        }
        let writer = HaloTicketWriter(request: request)
        return HaloList(request: request, key: "tickets").answer(rows, number: \.id) { row, json in
            writer.write(row, &json)
        }
    }

    @Sendable private static func one(_ request: HaloRequest) -> VendorAnswer {
        let writer = HaloTicketWriter(request: request)
        return request.one(request.id.flatMap(request.book.request), number: \.id) { row, json in
            writer.write(row, &json)
            writer.writeDetails(row, &json)
        }
    }

    private static func filtered(_ all: [HaloBook.Request], _ request: HaloRequest) -> [HaloBook.Request] {
        var rows = all
        if let ids = request.parameter("ticketids").map({ Set($0.split(separator: ",").compactMap { Int($0) }) }) {
            rows.removeAll { !ids.contains($0.id) }
        }
        switch request.parameter("domain") {
        case "reqs", "prjs": rows.removeAll(where: \.isOpportunity)
        case "opps": rows.removeAll { !$0.isOpportunity }
        default: break
        }
        if request.asks("open_only") { rows.removeAll(where: \.isClosed) }
        if request.asks("closed_only") { rows.removeAll { !$0.isClosed } }
        guard request.time("lastupdatefromdate") != nil || request.time("lastupdatetodate") != nil else { return rows }
        return rows.filter { request.admits(changedAt: $0.updatedAt) }
    }
}
