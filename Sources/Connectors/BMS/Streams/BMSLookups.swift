import Inventory
import JSON

extension BMSStreams {
    /// Names to ids for every relation that a write takes by its id: each list of its own, the sub types of each issue
    /// type, then what is in a generic table or can only be learned from tickets. A list that is not ours to see is left
    /// out, and then nothing is proven gone; nor is it by what was learned, unless that was from all tickets.
    static let lookups = Stream(
        description: StreamDescription(
            name: "lookups", calls: BMSLookupKind.calls, entity: Lookup.entity.description, reading: .snapshot,
            deletion: .absence,
            endOfList: "Each list is one answer; technicians in numbered pages to the first empty one (Lookups).",
            period: .hours(12), callsPerThousand: 100)
    ) { (reader, _, position) async throws(ConnectorError) in
        var walk = BMSLookupWalk(position, reader.options)
        guard let list = walk.list else { return Page(provesWhole: walk.isProven) }
        do throws(ConnectorError) {
            let found = try await reader.lookups(list, walk.within)
            var page = found.page
            if list.kind == BMSLookupKind.issueType.name { walk.issueTypes += found.ids }
            walk.move(within: page.next, isProven: found.isProven)
            page.next = walk.position
            page.provesWhole = page.next == nil && walk.isProven
            return page
        } catch {
            guard let reason = BMSLookupWalk.reasonToSkip(error) else { throw error }
            walk.move(within: nil, isProven: false)
            return Page(
                next: walk.position,
                skippedParents: [RejectedRecord(externalID: list.path, reason: reason, payload: "{}")], calls: 1)
        }
    }
}

extension BMSReader {
    fileprivate struct Lookups {
        var page: Page
        var ids: [String]
        /// With the last page: the whole list was seen.
        var isProven: Bool
    }

    fileprivate func lookups(
        _ list: BMSLookupList, _ within: ReadPosition?
    ) async throws(ConnectorError) -> Lookups {
        if list.isLearned { return try await learned(list, within) }
        guard list.isPaged else {
            let answer = try await client.get(list.path)
            return Self.lookups(try answer.rows(list.path), answer.cost, list)
        }
        let paging = BMSPaging()
        let query = BMSQuery(path: list.path, style: .bareQuery)
        let answer = try await client.page(query, number: paging.page(within))
        let rows = try answer.rows(list.path)
        let ids = rows.map { $0.member(ignoringCase: "id").cleaned }
        let outcome = try paging.step(within, BMSPaging.Event(total: answer.total, ids: ids))
        var found = Self.lookups(rows, answer.cost, list)
        found.page.next = outcome.step.position
        found.isProven = !outcome.step.isEnd || outcome.provesWhole
        return found
    }

    private static func lookups(_ rows: [JSONValue], _ cost: CallCost, _ list: BMSLookupList) -> Lookups {
        let page = page(rows, .utc, cost) { (row) throws(UnusableRecord) in try list.record(&row) }
        return Lookups(
            page: page, ids: rows.compactMap { $0.member(ignoringCase: "id").cleaned }, isProven: true)
    }

    /// The pairs of id and name that tickets have, of some hundreds of them.
    private func learned(_ list: BMSLookupList, _ within: ReadPosition?) async throws(ConnectorError) -> Lookups {
        let paging = BMSPaging()
        let number = paging.page(within)
        let answer = try await client.page(BMSStreams.ticketSearch, number: number)
        let rows = try answer.rows(list.path)
        let ids = rows.map { $0.member(ignoringCase: "id").cleaned }
        let outcome = try paging.step(within, BMSPaging.Event(total: answer.total, ids: ids))
        var cost = answer.cost
        let sources =
            list.kind == "ticket_source" ? try await BMSTicketNames(rows, withoutFields, &cost).sources : nil
        var page = Page(
            records: list.learned(rows, sources), vendorDate: cost.vendorDate, calls: cost.calls, bytes: cost.bytes)
        let isEnough = number >= BMSLookupList.pagesToLearnFrom
        page.next = isEnough ? nil : outcome.step.position
        return Lookups(page: page, ids: [], isProven: !outcome.step.isEnd ? !isEnough : outcome.provesWhole)
    }
}
