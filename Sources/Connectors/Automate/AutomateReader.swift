import Inventory
import JSON

/// What the streams of one connection read with.
struct AutomateReader: Sendable {
    let client: AutomateClient
    let options: AutomateOptions
    private let clock: AutomateClock

    init(_ context: ConnectorContext) throws(ConnectorError) {
        options = try AutomateOptions(context.settings)
        client = AutomateClient(context)
        clock = AutomateClock(options.zone, now: context.now)
    }

    typealias Mapping = (JSONValue, AutomateTimes) throws(UnusableRecord) -> SourceRecord?

    /// A page of a list, whole or what has moved since.
    /// - Parameter stamps: the members whose times say that a row has moved; none for a list that is always read whole.
    func list(
        _ list: AutomateList, _ request: ReadRequest, at position: ReadPosition?, stamps: [String] = [],
        map: Mapping
    ) async throws(ConnectorError) -> Page {
        let answer = try await client.list(list, where: Self.condition(request.scope, stamps), at: position)
        return try await page(answer, list, request.scope, stamps: stamps, map: map)
    }

    /// Rows as a page.
    func page(
        _ answer: AutomateRows, _ list: AutomateList, _ scope: ReadScope, stamps: [String] = [], map: Mapping
    ) async throws(ConnectorError) -> Page {
        let (times, asked) = try await times(for: answer.rows)
        var cost = answer.cost
        cost += asked
        var mapper = RecordMapper(bytes: cost.bytes)
        mapper.map(answer.rows, id: { $0[list.key].cleaned }) { (row) throws(UnusableRecord) in try map(row, times) }
        return Page(
            records: mapper.records, rejected: mapper.rejected.map(AutomateSecrets.harmless), next: answer.next,
            provesWhole: answer.next == nil && scope == .everything,
            highWater: answer.rows.flatMap { row in stamps.compactMap { times.moment(row[$0]) } }.max(),
            vendorDate: cost.vendorDate, calls: cost.calls, bytes: cost.bytes)
    }

    /// The server's clock, asked for where there is anything to read by it.
    private func times(for rows: [JSONValue]) async throws(ConnectorError) -> (AutomateTimes, CallCost) {
        rows.isEmpty ? (.utc, CallCost()) : try await times()
    }

    func times() async throws(ConnectorError) -> (AutomateTimes, CallCost) { try await clock.times(client) }

    /// One row of a list by its id; nil where the answer has none of that id, whatever else it has.
    func one(_ list: AutomateList, _ id: String) async throws(ConnectorError) -> AutomateRows? {
        guard Int64(id) != nil else { return nil }
        let answer = try await client.get(
            list.path,
            [("page", "1"), ("pageSize", String(list.pageSize)), ("ids", id), ("orderBy", "\(list.key) asc")])
        guard let row = answer.json.array?.first(where: { $0[list.key].cleaned == id }) else { return nil }
        return AutomateRows(rows: [row], next: nil, cost: answer.cost)
    }

    /// What has moved since a moment, and the day before it: the clock by which the server compares is not established.
    static func condition(_ scope: ReadScope, _ stamps: [String]) -> String? {
        guard case .changed(let since) = scope, !stamps.isEmpty else { return nil }
        let from = AutomateTimes.literal(Timestamp(microseconds: since.microseconds - 86_400_000_000))
        return stamps.map { "\($0) >= \(from)" }.joined(separator: " or ")
    }
}
