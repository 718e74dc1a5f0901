import Inventory
import JSON

extension HaloStreams {
    /// Tickets of all kinds, projects among them, opportunities not.
    ///
    /// Whether a note moves a ticket's `last_update` is not established. So what has changed is read by it, and after that
    /// the list once more from the last action back, as far as is asked for.
    static let tickets = Stream(
        description: StreamDescription(
            name: "tickets", calls: ticketCalls, entity: Ticket.entity.description,
            owns: columns(of: Ticket.entity.description, but: ticketDetailColumns), reading: byLastUpdate,
            deletion: .absence, endOfList: endOfList, volatileVendorFields: HaloTicket.volatile, period: .minutes(5),
            callsPerThousand: 20),
        one: { (reader, id) async throws(ConnectorError) in
            let names = try await reader.known.names()
            return try await reader.one(reader.ticketList(), id, by: { _ in [("ticketids", id)] }) {
                (json) throws(UnusableRecord) in try HaloTicket(json).record(names, reader.allowed)
            }
        }
    ) { (reader, request, position) async throws(ConnectorError) in
        // What the tickets are read for is newer than what was put aside.
        if position == nil { await reader.shelf.clear() }
        if position?.fields["phase"] != nil { return try await reader.acted(request, at: position) }
        let fetched = try await reader.fetched(reader.ticketList(), request, at: position)
        var page = try await reader.tickets(fetched)
        if page.next == nil, fetched.isFiltered { page.next = ReadPosition(["phase": "acted", "page": "1"]) }
        return page
    }

    private static let ticketCalls = [
        "/api/Tickets", "/api/Opportunities", "/api/Agent", "/api/Status", "/api/TicketType", "/api/SLA",
        "/api/Priority", "/api/FieldInfo",
    ]
}

extension HaloReader {
    /// The list of tickets with the custom fields that are allowed.
    fileprivate func ticketList() async throws(ConnectorError) -> HaloList {
        var list = HaloList.tickets
        list.query += try await known.customFields(allowed)
        return list
    }

    /// Rows as tickets; what is known as an opportunity is none.
    fileprivate func tickets(_ fetched: Fetched) async throws(ConnectorError) -> Page {
        guard !fetched.rows.isEmpty else { return fetched.page { _ in nil } }
        let names = try await known.names()
        let opportunities = try await known.opportunityIDs()
        var page = fetched.page { (json) throws(UnusableRecord) in
            if let id = HaloRow.id(json["id"]), opportunities.contains(id) { return nil }
            return try HaloTicket(json).record(names, allowed)
        }
        page.highWater = fetched.rows.compactMap { HaloTicket.updatedAt($0) }.max()
        return page
    }

    /// The tickets by their last action, the latest first, back to the moment. Where the list does not come in that order,
    /// the order is not known there, and the sweep is what finds them.
    fileprivate func acted(_ request: ReadRequest, at position: ReadPosition?) async throws(ConnectorError) -> Page {
        guard case .changed(let since) = request.scope else { return Page() }
        let number = SettledPaging.page(position)
        let list = try await ticketList()
        let query = list.query + HaloPages.query(number, order: "lastactiondate", descending: true)
        let answer = try await client.get(list.path, query: query)
        let rows = try HaloPages.rows(answer.json, key: list.key, list.path)
        let times = rows.map { HaloTimes.moment($0["lastactiondate"]) ?? Timestamp(microseconds: .min) }
        let recent = zip(rows, times).filter { $0.1 >= since }.map(\.0)
        let isOrdered = zip(times, times.dropFirst()).allSatisfy { $0 >= $1 }
        let first = rows.first.flatMap { HaloRow.id($0["id"]) }
        let goesOn = isOrdered && !rows.isEmpty && recent.count == rows.count && position?.fields["first"] != first
        var next = ReadPosition(["phase": "acted", "page": String(number + 1)])
        next.fields["first"] = first
        return try await tickets(
            Fetched(
                rows: recent, next: goesOn ? next : nil, provesWhole: false, isFiltered: true, cost: answer.cost))
    }
}
