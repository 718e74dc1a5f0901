import Inventory
import JSON

/// Reads pages of entities for the streams.
struct AutotaskReader: Sendable {
    let client: AutotaskClient
    let lists: AutotaskLists
    let known: AutotaskKnowledge
    let allowed: AllowedFields
    let options: AutotaskOptions
    let now: @Sendable () -> Timestamp

    init(_ context: ConnectorContext) throws(ConnectorError) {
        options = try AutotaskOptions(context.settings)
        client = AutotaskClient(context, options)
        lists = AutotaskLists(client: client)
        known = AutotaskKnowledge(lists)
        allowed = AllowedFields(context.settings)
        now = context.now
    }

    typealias Mapping = (inout AutotaskRow) throws(UnusableRecord) -> SourceRecord?

    /// A page of a list, whose rows need no names but those of their own pick lists.
    func page(
        _ list: AutotaskList, _ request: ReadRequest, at position: ReadPosition?, map: Mapping
    ) async throws(ConnectorError) -> Page {
        let answer = try await rows(list, request, at: position)
        return try await page(answer, list, request, map: map)
    }

    /// The rows of a page, for streams that must look up first what the rows name.
    func rows(
        _ list: AutotaskList, _ request: ReadRequest, at position: ReadPosition?
    ) async throws(ConnectorError) -> AutotaskPage {
        try await lists.page(list, request.scope, at: AutotaskPager(position))
    }

    func page(
        _ answer: AutotaskPage, _ list: AutotaskList, _ request: ReadRequest, map: Mapping
    ) async throws(ConnectorError) -> Page {
        var page = try await mapped(answer, list, map)
        page.next = answer.next?.position
        page.provesWhole = answer.next == nil && request.scope == .everything
        return page
    }

    /// One record by its id.
    func one(_ list: AutotaskList, _ id: String, map: Mapping) async throws(ConnectorError) -> SourceRecord? {
        try await one(try await row(list, id), list, id, map: map)
    }

    /// The row of one record, for streams that must look up first what it names. It is asked for by a query, so that what
    /// is not there is an empty list: by its own address it is an empty item, an empty body or a 404 (trap 12).
    func row(_ list: AutotaskList, _ id: String) async throws(ConnectorError) -> AutotaskPage {
        guard let number = Int64(id) else { return AutotaskPage(rows: [], next: nil, cost: CallCost()) }
        var list = list
        list.conditions.append(.equals("id", number))
        return try await lists.page(list)
    }

    func one(
        _ answer: AutotaskPage, _ list: AutotaskList, _ id: String, map: Mapping
    ) async throws(ConnectorError) -> SourceRecord? {
        let page = try await mapped(answer, list, map)
        if let rejected = page.rejected.first { throw .malformedAnswer(rejected.reason) }
        return page.records.first { $0.externalID == id }
    }

    private func mapped(
        _ answer: AutotaskPage, _ list: AutotaskList, _ map: Mapping
    ) async throws(ConnectorError) -> Page {
        let lists = try await known.pickLists(of: list)
        let today = today(answer)
        var mapper = RecordMapper(bytes: .max)
        mapper.map(answer.rows, id: { $0["id"].text }, keep: Self.newer) { (json) throws(UnusableRecord) in
            var row = AutotaskRow(json, list, lists, today: today)
            return try map(&row)
        }
        let rejected = mapper.rejected.map {
            RejectedRecord(externalID: $0.externalID, reason: $0.reason, payload: AutotaskSecrets.harmless($0.payload))
        }
        let times = list.changed.map { field in answer.rows.compactMap { Times.iso($0[field]) } } ?? []
        return Page(
            records: mapper.records, rejected: rejected, highWater: times.max(), vendorDate: answer.cost.vendorDate,
            calls: answer.cost.calls, bytes: answer.cost.bytes)
    }

    /// By the vendor's clock: which period of a contract is the present one.
    func today(_ answer: AutotaskPage) -> CalendarDate { (answer.cost.vendorDate ?? now()).date }

    private static func newer(_ old: SourceRecord, _ new: SourceRecord) -> SourceRecord {
        guard let before = old.sourceUpdatedAt, let after = new.sourceUpdatedAt else { return new }
        return after < before ? old : new
    }
}

extension AutotaskKnowledge {
    /// The pick lists of a list's entity, where it has any that are looked at.
    fileprivate func pickLists(of list: AutotaskList) async throws(ConnectorError) -> AutotaskPickLists {
        list.entity.hasPickLists && list.fields == nil ? try await pickLists(of: list.entity) : .unknown
    }
}
