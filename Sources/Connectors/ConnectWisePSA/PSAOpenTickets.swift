import Inventory

/// Whether a new note touches its ticket's time is not established. So a run that reads the notes of changed tickets
/// takes a share of the open ones with it, another one each five minutes, all of them in an hour.
struct PSAShare: Sendable, Hashable {
    static let minutes = 5
    static let count: Int64 = 12
    private let number: Int64

    init(at moment: Timestamp) { number = moment.microseconds / (Int64(Self.minutes) * 60_000_000) % Self.count }

    func holds(_ id: Int64) -> Bool { id % Self.count == number }
}

extension PSAReader {
    /// The request with this run's share of the open tickets among its parents, in one order.
    func withOpenTickets(_ request: ReadRequest) -> ReadRequest {
        guard request.scope != .everything else { return request }
        let changed = request.parents
        return ReadRequest(scope: request.scope) { after, limit in
            let open = try await openTickets().filter { id in after.map { id > $0 } ?? true }
            let parents = try await changed(after, limit)
            return Array(Set(parents + open.prefix(limit)).sorted().prefix(limit))
        }
    }

    /// `closedFlag=false` alone times out in the cloud: with a bound on the last change it does not.
    private func openTickets() async throws(ConnectorError) -> [String] {
        let quarter = Timestamp(microseconds: now().microseconds - 90 * 86_400_000_000)
        guard let bound = Self.condition(.changed(since: quarter)) else { return [] }
        let modules = options.readsProjectTickets ? ["service", "project"] : ["service"]
        return try await known.openTickets(
            "closedFlag=false and \(bound)", ofShare: PSAShare(at: now()), modules.map { "/\($0)/tickets" })
    }
}
