import Inventory
import JSON

/// What the streams of one connection read with, and what they keep between the pages of one run.
struct HaloReader: Sendable {
    let client: HaloClient
    let filters: HaloFilters
    let known: HaloKnowledge
    let shelf = HaloShelf()
    let allowed: AllowedFields
    let options: HaloOptions

    init(_ context: ConnectorContext) throws(ConnectorError) {
        var context = context
        context.baseURL = Self.host(context.baseURL)
        options = try HaloOptions(context.settings)
        client = HaloClient(context, options)
        filters = HaloFilters(client)
        known = HaloKnowledge(client)
        allowed = AllowedFields(context.settings)
    }

    /// The host, should the resource server be given as Halo shows it, with its `/api`.
    private static func host(_ baseURL: String) -> String {
        var base = baseURL[...]
        while base.last == "/" { base.removeLast() }
        return String(base.lowercased().hasSuffix("/api") ? base.dropLast(4) : base)
    }

    typealias Mapping = (JSONValue) throws(UnusableRecord) -> SourceRecord?

    /// A page of a list: what has changed since, where the list keeps to the filter, else all of it.
    func list(
        _ list: HaloList, _ request: ReadRequest, at position: ReadPosition?, map: Mapping
    ) async throws(ConnectorError) -> Page {
        try await fetched(list, request, at: position).page(map)
    }

    /// The rows of such a page, and where the list goes on.
    struct Fetched: Sendable {
        /// None where the page was read before in this read, and has not changed.
        var rows: [JSONValue]
        var next: ReadPosition?
        var provesWhole: Bool
        /// What has changed since, and no more.
        var isFiltered: Bool
        var cost: CallCost

        func page(_ map: Mapping) -> Page {
            var page = HaloReader.page(rows, cost, map)
            (page.next, page.provesWhole) = (next, provesWhole)
            return page
        }
    }

    func fetched(
        _ list: HaloList, _ request: ReadRequest, at position: ReadPosition?
    ) async throws(ConnectorError) -> Fetched {
        let (filter, proof) = try await filter(list, request.scope, position)
        let query = list.query + HaloPages.query(SettledPaging.page(position)) + filter
        let answer = try await client.get(list.path, query: query)
        let rows = try HaloPages.rows(answer.json, key: list.key, list.path)
        let isWhole = request.scope == .everything
        var step = try HaloPages.step(position, answer.json, rows, proves: isWhole)
        if !filter.isEmpty { step.next?.fields["filtered"] = "yes" }
        var cost = proof
        cost += answer.cost
        return Fetched(
            rows: step.isRepetition ? [] : rows, next: step.next, provesWhole: isWhole && step.isProven,
            isFiltered: !filter.isEmpty, cost: cost)
    }

    /// A read that has begun goes on as it has begun.
    private func filter(
        _ list: HaloList, _ scope: ReadScope, _ position: ReadPosition?
    ) async throws(ConnectorError) -> ([(String, String)], CallCost) {
        guard case .changed(let since) = scope else { return ([], CallCost()) }
        if let position {
            return (position.fields["filtered"] == nil ? [] : HaloFilters.query(since: since), CallCost())
        }
        let (works, cost) = try await filters.work(list)
        return (works ? HaloFilters.query(since: since) : [], cost)
    }

    /// A page of mapped rows; a bad one is set aside, without what must not be stored.
    static func page(_ rows: [JSONValue], _ cost: CallCost, _ map: Mapping) -> Page {
        var mapper = RecordMapper(bytes: .max)
        mapper.map(rows, id: { HaloRow.id($0["id"]) }, record: map)
        let rejected = mapper.rejected.map {
            RejectedRecord(externalID: $0.externalID, reason: $0.reason, payload: HaloRow.harmless($0.payload))
        }
        return Page(
            records: mapper.records, rejected: rejected, vendorDate: cost.vendorDate, calls: cost.calls,
            bytes: cost.bytes)
    }

    /// The row of a list that is of one thing: found by a search, since lists know no ids, and told by its id, since a
    /// search may be ignored. The single record has other members than the row, and would look changed.
    func one(
        _ list: HaloList, _ id: String, by search: (JSONValue) -> [(String, String)], map: Mapping
    ) async throws(ConnectorError) -> SourceRecord? {
        guard let single = try await client.one(list.path, id), single.json["deleted"].bool != true else { return nil }
        let query = list.query + HaloPages.query(1) + search(single.json)
        let answer = try await client.get(list.path, query: query)
        let rows = try HaloPages.rows(answer.json, key: list.key, list.path)
        guard let row = rows.first(where: { HaloRow.id($0["id"]) == id }) else {
            throw .notAvailable("the list \(list.path) does not find one by itself: it ignores what is asked for")
        }
        let page = Self.page([row], answer.cost, map)
        if let rejected = page.rejected.first { throw .malformedAnswer(rejected.reason) }
        return page.records.first
    }

    /// A single record with its details; one that is not there any more is a parent to skip.
    func record(_ path: String, _ id: String) async throws(ConnectorError) -> VendorAnswer {
        guard let answer = try await client.one(path, id) else { throw .notFound("\(path)/\(id)") }
        return answer
    }
}
