import Inventory
import JSON

extension BMSStreams {
    /// By a search: the GET of the same name is deprecated. No filter goes by `ModifiedOn`, and whether an activity's
    /// time moves with every change is not established: what moved by any of these dates is asked for, one after the other.
    static let tickets = Stream(
        description: StreamDescription(
            name: "tickets",
            calls: [userInfo, "\(ticketsPath)/search", "\(ticketsPath)/{id}", "/v2/system/customFields/22/{id}"],
            entity: Ticket.entity.description,
            reading: .incremental(
                field:
                    "lastActivityUpdate, lastStatusUpdate, lastPriorityUpdate, lastQueueUpdate, createdOn, completedDate",
                precision: .seconds(1), isInclusive: false),
            deletion: .absence, endOfList: endByTotal, volatileVendorFields: BMSTicket.volatile, period: .minutes(5),
            sweepPeriod: .days(7), callsPerThousand: 10),
        one: ticket
    ) { (reader, request, position) async throws(ConnectorError) in
        var list = try await reader.rows(request, at: position, queries: ticketQueries)
        let more = try await BMSTicketNames(list.rows, reader, &list.cost)
        var page = reader.page(of: list) { (row) throws(UnusableRecord) in try BMSTicket.record(&row, more) }
        (page.calls, page.bytes) = (list.cost.calls, list.cost.bytes)
        return page
    }

    static let ticketsPath = "/v2/servicedesk/tickets"
    static let ticketSearch = BMSQuery(path: "\(ticketsPath)/search", style: .search).with(
        "ExcludeCompleted", .number(0))

    private static let movingDates = [
        "LastActivityUpdate", "LastStatusUpdate", "LastPriorityUpdate", "LastQueueUpdate", "CreatedOn", "CompletedDate",
    ]

    private static func ticketQueries(since: String?) -> [BMSQuery] {
        guard let since else { return [ticketSearch] }
        return movingDates.map { ticketSearch.with("\($0)From", .text(since)) }
    }

    private static let ticket: Stream.ReadOne = { (reader, id) async throws(ConnectorError) in
        guard let found = try await reader.client.one(ticketsPath, id) else { return nil }
        var cost = found.cost
        let more = try await BMSTicketNames([found.row], reader, &cost)
        let times = try await reader.times().0
        let page = BMSReader.page([found.row], times, cost) { (row) throws(UnusableRecord) in
            try BMSTicket.record(&row, more)
        }
        if let rejected = page.rejected.first { throw .malformedAnswer(rejected.reason) }
        return page.records.first
    }
}

/// What the rows of tickets do not say themselves: their sources' names, and the custom fields that are allowed.
struct BMSTicketNames: Sendable {
    private(set) var sources: [String: String] = [:]
    /// By the ticket's id, as JSON.
    private(set) var customFields: [String: String] = [:]

    init(_ rows: [JSONValue], _ reader: BMSReader, _ cost: inout CallCost) async throws(ConnectorError) {
        for row in rows {
            guard let id = row.member(ignoringCase: "id").cleaned else { continue }
            if let source = row.member(ignoringCase: "sourceId").cleaned, source != "0", sources[source] == nil {
                let told = row.member(ignoringCase: "sourceName").cleaned
                sources[source] = if let told { told } else { try await reader.known.source(source, of: id) }
            }
            if !reader.allowed.isEmpty { customFields[id] = try await Self.fields(of: id, reader, &cost) }
        }
    }

    /// 22 is the module of tickets.
    private static func fields(
        of ticket: String, _ reader: BMSReader, _ cost: inout CallCost
    ) async throws(ConnectorError) -> String? {
        do throws(ConnectorError) {
            let path = "/v2/system/customFields/22/\(ticket)"
            let answer = try await reader.client.get(path)
            cost += answer.cost
            let named = try answer.rows(path).compactMap { field in
                field.member(ignoringCase: "name").cleaned.map { ($0, field.member(ignoringCase: "data")) }
            }
            return reader.allowed.pick(named.map { (key: $0.0, value: $0.1) })
        } catch {
            switch error {
            case .notFound, .forbidden: return nil
            default: throw error
            }
        }
    }
}
