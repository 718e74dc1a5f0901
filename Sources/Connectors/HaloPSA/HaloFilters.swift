import Inventory
import JSON

/// Which lists filter by the time of the last change. What the vendor does not know it ignores, and then everything comes;
/// so each filter is tried once a run with a time that has not come yet, and one that lets a row through is not used.
actor HaloFilters {
    /// Nothing has been changed since.
    private static let future = "2099-12-31T00:00:00.000000Z"
    private static let name = "lastupdatefromdate"

    private let client: HaloClient
    private var known: [String: Bool] = [:]

    init(_ client: HaloClient) { self.client = client }

    /// Whether the list keeps to the filter, and what finding out has cost.
    func work(_ list: HaloList) async throws(ConnectorError) -> (Bool, CallCost) {
        guard list.isFiltered else { return (false, CallCost()) }
        if let found = known[list.path] { return (found, CallCost()) }
        let answer = try await client.get(
            list.path, query: list.query + HaloPages.first(of: 1) + [(Self.name, Self.future)])
        let rows = try HaloPages.rows(answer.json, key: list.key, list.path)
        let works = rows.isEmpty && (answer.json["record_count"].integer ?? 0) == 0
        known[list.path] = works
        return (works, answer.cost)
    }

    /// The filter by a moment: ISO 8601 in UTC, with its zone, in the form that production clients send.
    static func query(since moment: Timestamp) -> [(String, String)] {
        let seconds = moment.microseconds / 1_000_000 - (moment.microseconds % 1_000_000 < 0 ? 1 : 0)
        let whole = Timestamp(microseconds: seconds * 1_000_000).iso8601.dropLast()
        return [(name, "\(whole).000000Z")]
    }
}
