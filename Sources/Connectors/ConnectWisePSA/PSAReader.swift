import HTTPTransport
import Inventory
import JSON

/// Reads pages of the PSA's lists for the streams.
struct PSAReader: Sendable {
    let client: PSAClient
    let known: PSAKnowledge
    let allowed: AllowedFields
    let options: PSAOptions
    let now: @Sendable () -> Timestamp

    init(_ context: ConnectorContext) throws(ConnectorError) {
        client = PSAClient(context)
        known = PSAKnowledge(client)
        allowed = AllowedFields(context.settings)
        options = try PSAOptions(context.settings)
        now = context.now
    }

    typealias Mapping = (PSARow) throws(UnusableRecord) -> SourceRecord?

    /// A page of a list that has all of its things: whole, or what was modified since.
    func list(
        _ path: String, fields: String? = nil, _ request: ReadRequest, at position: ReadPosition?, map: Mapping
    ) async throws(ConnectorError) -> Page {
        let pager = PSAPager(position)
        let answer = try await client.rows(path, condition: Self.condition(request.scope), fields: fields, at: pager)
        var page = Self.page(answer.rows, answer.cost, map)
        page.next = answer.next.map { ReadPosition($0.fields) }
        page.provesWhole = answer.next == nil && request.scope == .everything
        return page
    }

    /// One record; nil where the PSA says 404, and its keys are good (see ``PSAClient/get(_:query:headers:)``).
    func one(_ path: String, _ id: String, map: Mapping) async throws(ConnectorError) -> SourceRecord? {
        let answer: VendorAnswer
        do throws(ConnectorError) {
            answer = try await client.get("\(path)/\(URLText.encoded(id))")
        } catch {
            guard case .notFound = error else { throw error }
            return nil
        }
        guard answer.json["id"].text == id else { throw .malformedAnswer("\(path)/\(id) is answered with another") }
        let page = Self.page([answer.json], answer.cost, map)
        if let rejected = page.rejected.first { throw .malformedAnswer(rejected.reason) }
        return page.records.first
    }

    /// Whole seconds, UTC, in the brackets without which a date fails; inclusive, so that a second's rest comes again.
    static func condition(_ scope: ReadScope) -> String? {
        switch scope {
        case .everything: nil
        case .changed(let since): "lastUpdated>=[\(wholeSecond(since).iso8601)]"
        }
    }

    /// What is below a second is cut off, never rounded up; whether a fraction is understood is not established.
    private static func wholeSecond(_ moment: Timestamp) -> Timestamp {
        let fraction = moment.microseconds % 1_000_000
        return Timestamp(microseconds: moment.microseconds - (fraction < 0 ? fraction + 1_000_000 : fraction))
    }

    /// A page of the parents' lists: numbered, by id, since a mode that costs a call to find out would double them.
    func children(
        _ request: ReadRequest, at position: ReadPosition?,
        path: @escaping @Sendable (String) async throws(ConnectorError) -> String,
        map: @escaping @Sendable (PSARow, String) throws(UnusableRecord) -> SourceRecord?
    ) async throws(ConnectorError) -> Page {
        try await ParentWalker().page(request, at: position) { (parent, within) async throws(ConnectorError) in
            let path = try await path(URLText.encoded(parent))
            let answer = try await client.numbered(path, at: within)
            var page = Self.page(answer.rows, answer.cost) { (row) throws(UnusableRecord) in try map(row, parent) }
            page.next = answer.next
            return page
        }
    }

    static func page(_ rows: [JSONValue], _ cost: CallCost, _ map: Mapping) -> Page {
        var mapper = RecordMapper(bytes: .max)
        mapper.map(
            rows, id: { $0["id"].text }, keep: newer,
            record: { (json) throws(UnusableRecord) in try map(PSARow(json: json)) })
        let rejected = mapper.rejected.map {
            RejectedRecord(
                externalID: $0.externalID, reason: $0.reason, payload: PSAVendorFields.harmless($0.payload))
        }
        return Page(
            records: mapper.records, rejected: rejected,
            highWater: rows.compactMap { PSARow(json: $0).updatedAt }.max(), vendorDate: cost.vendorDate,
            calls: cost.calls, bytes: cost.bytes)
    }

    private static func newer(_ old: SourceRecord, _ new: SourceRecord) -> SourceRecord {
        guard let before = old.sourceUpdatedAt, let after = new.sourceUpdatedAt else { return new }
        return after < before ? old : new
    }
}
