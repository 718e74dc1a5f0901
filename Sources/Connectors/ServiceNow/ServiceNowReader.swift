import HTTPTransport
import Inventory
import JSON

/// Reads pages of ServiceNow's tables for the streams.
struct ServiceNowReader: Sendable {
    let client: ServiceNowClient
    let known: ServiceNowKnowledge
    let options: ServiceNowOptions

    init(_ context: ConnectorContext) throws(ConnectorError) {
        options = try ServiceNowOptions(context.settings)
        client = try ServiceNowClient(context, options)
        known = ServiceNowKnowledge(client)
    }

    typealias Mapping = (ServiceNowRow) throws(UnusableRecord) -> SourceRecord?
    /// Makes the mapping of a page's rows, after asking for what they are read by.
    typealias Prepare = ([ServiceNowRow], ServiceNowTable) async throws(ConnectorError) -> Mapping
    /// A deleted record by its id and the time of its deletion.
    typealias Gone = (String, Timestamp?) -> SourceRecord

    /// A page of one or more tables, whole or what was changed since, and then of what was deleted from them.
    /// - Parameters:
    ///   - mayBeEmpty: false where no row at all is no proof that there are none.
    ///   - gone: nil where the vendor keeps no record of deletions.
    func list(
        _ tables: [ServiceNowTable], _ request: ReadRequest, at position: ReadPosition?, mayBeEmpty: Bool = true,
        gone: Gone? = nil, prepare: Prepare
    ) async throws(ConnectorError) -> Page {
        var walk = ServiceNowWalk(position)
        var page: Page
        if walk.place < tables.count {
            page = try await rows(tables[walk.place], request.scope, &walk, prepare)
        } else {
            page = try await deletions(tables, request.scope, &walk, gone)
        }
        let isLeft = try await isLeft(tables, request.scope, walk, gone)
        page.next = isLeft ? walk.position : nil
        page.provesWhole =
            !isLeft && request.scope == .everything && walk.isWhole && (mayBeEmpty || walk.hasRows)
        return page
    }

    /// The same where the mapping needs nothing but the row.
    func list(
        _ table: ServiceNowTable, _ request: ReadRequest, at position: ReadPosition?, gone: Gone? = nil,
        map: @escaping Mapping
    ) async throws(ConnectorError) -> Page {
        try await list([table], request, at: position, gone: gone) { (_, _) throws(ConnectorError) in map }
    }

    private func rows(
        _ table: ServiceNowTable, _ scope: ReadScope, _ walk: inout ServiceNowWalk, _ prepare: Prepare
    ) async throws(ConnectorError) -> Page {
        do throws(ConnectorError) {
            let conditions = Self.window(scope, table, walk)
            let answer = try await client.page(of: table, conditions, at: walk.pager)
            try Self.check(answer.rows, scope, table)
            let map = try await prepare(answer.rows.map { ServiceNowRow(json: $0) }, table)
            walk.take(answer.step, rows: answer.rows.count, answer.cost)
            return Self.page(answer.rows, table, answer.cost, map)
        } catch {
            // The instance has no such table, and so nothing in it.
            guard case .notAvailable = error, table.isOptional else { throw error }
            walk.leave(isWhole: true)
            return Page(calls: 1)
        }
    }

    /// Inclusive, since many rows share a second. Ends where the vendor's clock stood at the first page, so that what
    /// changes meanwhile leaves the window, and is met again by the next read.
    private static func window(_ scope: ReadScope, _ table: ServiceNowTable, _ walk: ServiceNowWalk) -> [String] {
        guard case .changed(let since) = scope else { return [] }
        let from = "\(table.cursor)>=\(ServiceNowTable.literal(since))"
        return [from] + (walk.until.map { ["\(table.cursor)<\($0)"] } ?? [])
    }

    /// A condition that is not understood is left out by the instance without a word, and all rows come.
    private static func check(
        _ rows: [JSONValue], _ scope: ReadScope, _ table: ServiceNowTable
    ) throws(ConnectorError) {
        guard case .changed(let since) = scope else { return }
        let from = Timestamp(iso8601: ServiceNowTable.literal(since)) ?? since
        let isIgnored = rows.contains { ServiceNowRow(json: $0).moment(table.cursor).map { $0 < from } ?? false }
        if isIgnored { throw .malformedAnswer("\(table.name) was asked for changes, and answers with older rows") }
    }

    static func page(_ rows: [JSONValue], _ table: ServiceNowTable, _ cost: CallCost, _ map: Mapping) -> Page {
        var mapper = RecordMapper(bytes: .max)
        mapper.map(
            rows, id: { ServiceNowRow(json: $0).text("sys_id") },
            record: { (json) throws(UnusableRecord) in try map(ServiceNowRow(json: json)) })
        let rejected = mapper.rejected.map {
            RejectedRecord(
                externalID: $0.externalID, reason: $0.reason, payload: ServiceNowVendorFields.harmless($0.payload))
        }
        return Page(
            records: mapper.records, rejected: rejected,
            highWater: rows.compactMap { ServiceNowRow(json: $0).moment(table.cursor) }.max(),
            vendorDate: cost.vendorDate, calls: cost.calls, bytes: cost.bytes)
    }

    /// One record, from the first of the tables that has it.
    func one(
        _ tables: [ServiceNowTable], _ id: String, prepare: Prepare
    ) async throws(ConnectorError) -> SourceRecord? {
        for table in tables {
            do throws(ConnectorError) {
                guard let answer = try await client.record(of: table, id) else { continue }
                let row = answer.json["result"]
                guard ServiceNowRow(json: row).text("sys_id") == id else {
                    throw .malformedAnswer("\(table.name)/\(id) is answered with another")
                }
                let map = try await prepare([ServiceNowRow(json: row)], table)
                let page = Self.page([row], table, answer.cost, map)
                if let rejected = page.rejected.first { throw .malformedAnswer(rejected.reason) }
                return page.records.first
            } catch {
                guard case .notAvailable = error, table.isOptional else { throw error }
            }
        }
        return nil
    }
}
