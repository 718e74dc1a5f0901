import JSON

/// Small lists that other records are read by, fetched once a run when first needed. One that our role may not read
/// leaves what hangs on it unknown.
actor PSAKnowledge {
    private let client: PSAClient
    private var billingOptions: [String: String]?
    private var opportunityStatuses: [String: OpportunityFlags]?
    private var projectTickets: Set<String>?
    private var openTickets: [String]?

    struct OpportunityFlags: Sendable, Hashable {
        var isWon: Bool
        var isLost: Bool
        var isClosed: Bool

        init(_ status: JSONValue) {
            isWon = status["wonFlag"].bool == true
            isLost = status["lostFlag"].bool == true
            isClosed = status["closedFlag"].bool == true
        }
    }

    init(_ client: PSAClient) { self.client = client }

    /// What a billing cycle means (`Monthly`), by its id: its name is the tenant's own.
    func billingOptionsByID() async throws(ConnectorError) -> [String: String] {
        if let billingOptions { return billingOptions }
        let rows = try await rows("/finance/billingCycles")
        let found = rows.compactMap { row in
            row["id"].text.flatMap { id in row["billingOptions"].string.map { (id, $0) } }
        }
        let options = Dictionary(found) { $1 }
        billingOptions = options
        return options
    }

    func opportunityFlagsByStatus() async throws(ConnectorError) -> [String: OpportunityFlags] {
        if let opportunityStatuses { return opportunityStatuses }
        let rows = try await rows("/sales/opportunities/statuses")
        let found = rows.compactMap { row in row["id"].text.map { ($0, OpportunityFlags(row)) } }
        let statuses = Dictionary(found) { $1 }
        opportunityStatuses = statuses
        return statuses
    }

    /// Whether a ticket is a project's: its notes and configurations then lie elsewhere.
    func isProjectTicket(_ id: String) async throws(ConnectorError) -> Bool {
        if let projectTickets { return projectTickets.contains(id) }
        let ids = Set(try await rows("/project/tickets", fields: "id").compactMap { $0["id"].text })
        projectTickets = ids
        return ids.contains(id)
    }

    /// The open tickets whose notes are looked after in this run, by id as text.
    func openTickets(
        _ condition: String, ofShare share: PSAShare, _ paths: [String]
    ) async throws(ConnectorError) -> [String] {
        if let openTickets { return openTickets }
        var ids: Set<String> = []
        for path in paths {
            let rows = try await rows(path, condition: condition, fields: "id")
            ids.formUnion(rows.compactMap { $0["id"].integer }.filter(share.holds).map { String($0) })
        }
        let sorted = ids.sorted()
        openTickets = sorted
        return sorted
    }

    private func rows(
        _ path: String, condition: String? = nil, fields: String? = nil
    ) async throws(ConnectorError) -> [JSONValue] {
        do throws(ConnectorError) {
            return try await client.all(path, condition: condition, fields: fields).rows
        } catch {
            guard case .forbidden = error else { throw error }
            return []
        }
    }
}
