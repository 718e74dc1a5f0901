import Inventory
import JSON

/// The companies whose lists are read, in one order: read anew at the start of a read, though not again and again for
/// streams that are read one after the other.
actor AsioCompanies {
    static let path = "/api/platform/v1/company/companies"

    private let now: @Sendable () -> Timestamp
    private var held: (rows: [JSONValue], ids: [String], at: Timestamp)?

    init(now: @escaping @Sendable () -> Timestamp) { self.now = now }

    /// The whole list, read anew at the start of a read.
    func rows(_ client: AsioClient, isStart: Bool) async throws(ConnectorError) -> AsioRows {
        if let held, !isStart { return AsioRows(held.rows, CallCost()) }
        let answer = try await client.list(Self.path)
        let ids = Set(answer.rows.compactMap { $0.member(ignoringCase: "id").cleaned }).sorted()
        guard !ids.isEmpty || answer.rows.isEmpty else { throw .malformedAnswer("no company has an id") }
        held = (answer.rows, ids, now())
        return answer
    }

    func ids(_ client: AsioClient, isStart: Bool) async throws(ConnectorError) -> (ids: [String], cost: CallCost) {
        let isFresh = held.map { now().microseconds - $0.at.microseconds < 300_000_000 } ?? false
        let cost = try await rows(client, isStart: isStart && !isFresh).cost
        return (held?.ids ?? [], cost)
    }
}
