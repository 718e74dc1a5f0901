import JSON

/// Small lists that other records are read by, fetched once a run when first needed. One that our role may not read
/// leaves what hangs on it unknown.
actor PSAKnowledge {
    private let client: PSAClient
    private var billingOptions: [String: String]?
    private var opportunityStatuses: [String: OpportunityFlags]?
    private var projectTickets: Set<String>?

    struct OpportunityFlags: Sendable, Hashable {
        var isWon: Bool
        var isLost: Bool
        var isClosed: Bool
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
        let found = rows.compactMap { row in
            row["id"].text.map {
                let isClosed = row["closedFlag"].bool == true
                return (
                    $0,
                    OpportunityFlags(
                        isWon: row["wonFlag"].bool == true, isLost: row["lostFlag"].bool == true, isClosed: isClosed)
                )
            }
        }
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

    private func rows(_ path: String, fields: String? = nil) async throws(ConnectorError) -> [JSONValue] {
        do throws(ConnectorError) {
            return try await client.all(path, fields: fields).rows
        } catch {
            guard case .forbidden = error else { throw error }
            return []
        }
    }
}
