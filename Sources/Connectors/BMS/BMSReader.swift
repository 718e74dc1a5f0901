import Inventory
import JSON

/// What the streams of one connection read with.
struct BMSReader: Sendable {
    let client: BMSClient
    let known: BMSKnowledge
    let options: BMSOptions
    private(set) var allowed: AllowedFields
    private let clock: BMSClock

    init(_ context: ConnectorContext) throws(ConnectorError) {
        options = try BMSOptions(context.settings)
        allowed = AllowedFields(context.settings)
        client = BMSClient(context)
        known = BMSKnowledge(client)
        clock = BMSClock(options.zone, client)
    }

    /// The same, for reading what custom fields are no part of.
    var withoutFields: BMSReader {
        var reader = self
        reader.allowed = AllowedFields([:])
        return reader
    }

    typealias Mapping = (inout BMSRow) throws(UnusableRecord) -> SourceRecord?

    /// By which clock dates are read.
    func times() async throws(ConnectorError) -> (BMSTimes, CallCost) { try await clock.times() }

    /// The rows of one page of a read.
    struct Rows {
        let rows: [JSONValue]
        let times: BMSTimes
        let next: ReadPosition?
        /// All of the list was seen with this page.
        let provesWhole: Bool
        var cost: CallCost
    }

    /// A page of lists that are read as one.
    /// - Parameter queries: by the dates that have moved since a moment, or nil for all that there is.
    func rows(
        _ request: ReadRequest, at position: ReadPosition?, queries: (_ since: String?) -> [BMSQuery]
    ) async throws(ConnectorError) -> Rows {
        var (times, cost) = try await times()
        var since: String?
        if case .changed(let moment) = request.scope { since = times.bound(moment) }
        let walk = BMSWalk(queries(since), at: position)
        let answer = try await client.page(walk.query, number: walk.page)
        cost += answer.cost
        let rows = try answer.rows(walk.query.path)
        let ids = rows.map { $0.member(ignoringCase: "id").cleaned }
        let step = try walk.step(BMSPaging.Event(total: answer.total, ids: ids))
        return Rows(
            rows: rows, times: times, next: step.next,
            provesWhole: step.provesWhole && request.scope == .everything, cost: cost)
    }

    /// The same, mapped row by row.
    func list(
        _ request: ReadRequest, at position: ReadPosition?, queries: (_ since: String?) -> [BMSQuery],
        map: Mapping
    ) async throws(ConnectorError) -> Page {
        try await page(of: rows(request, at: position, queries: queries), map: map)
    }

    func page(of rows: Rows, map: Mapping) -> Page {
        var page = Self.page(rows.rows, rows.times, rows.cost, map: map)
        page.next = rows.next
        page.provesWhole = rows.provesWhole
        return page
    }

    /// Rows as a page.
    static func page(
        _ rows: [JSONValue], _ times: BMSTimes, _ cost: CallCost, map: Mapping
    ) -> Page {
        var mapper = RecordMapper(bytes: .max)
        mapper.map(rows, id: { $0.member(ignoringCase: "id").cleaned }) { (json) throws(UnusableRecord) in
            var row = BMSRow(json, times)
            return try map(&row)
        }
        return Page(
            records: mapper.records, rejected: mapper.rejected.map(BMSSecrets.harmless),
            highWater: mapper.records.compactMap(\.sourceUpdatedAt).max(), vendorDate: cost.vendorDate,
            calls: cost.calls, bytes: cost.bytes)
    }

    /// One thing by its id, in the shape that its list has.
    func one(_ path: String, _ id: String, map: Mapping) async throws(ConnectorError) -> SourceRecord? {
        guard let found = try await client.one(path, id) else { return nil }
        let page = Self.page([found.row], try await times().0, found.cost, map: map)
        if let rejected = page.rejected.first { throw .malformedAnswer(rejected.reason) }
        return page.records.first
    }
}

/// What of a record nobody is to see, wherever it goes.
enum BMSSecrets {
    /// Encoded custom fields, a link that opens a machine, and what technicians write about one.
    static let withheld: Set = ["customfields", "webremoteurl", "description"]

    /// A record that could not be used, as a person may see it in quarantine.
    static func harmless(_ rejected: RejectedRecord) -> RejectedRecord {
        var rejected = rejected
        let json = (try? JSONValue.parse(Array(rejected.payload.utf8))) ?? .missing
        let omitted = (json.object ?? []).map(\.key).filter { withheld.contains($0.lowercased()) }
        rejected.payload = json.object == nil ? "{}" : json.serialised(omitting: Set(omitted))
        return rejected
    }
}
