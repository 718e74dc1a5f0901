import JSON

/// What other records are read by, asked for once a run when it is first needed.
actor BMSKnowledge {
    private let client: BMSClient
    private var accounts: [String: [String]]?
    /// The accounts of contracts whose account's name is another's too.
    private var contractAccounts: [String: String] = [:]
    private var askedAccounts: Set<String> = []
    private var sources: [String: String?] = [:]
    /// How many tickets were asked in vain for a source's name.
    private var triesForSource: [String: Int] = [:]
    private var services: [String]?

    init(_ client: BMSClient) { self.client = client }

    /// The account of a contract, whose list names it without its id. A name that several accounts have is no answer:
    /// then each of them is asked for its contracts.
    func account(ofContract id: String, named name: String) async throws(ConnectorError) -> String? {
        let accounts = try await accountsByName()
        guard let candidates = accounts[name] else { return nil }
        if candidates.count == 1 { return candidates[0] }
        for account in candidates where askedAccounts.insert(account).inserted {
            let query = [("AccountId", account), ("ExcludeExpiredContracts", "false")]
            let answer = try await client.get("/v2/finance/contracts/lookup", query)
            for row in try answer.rows("the list of an account's contracts") {
                if let contract = row.member(ignoringCase: "id").cleaned { contractAccounts[contract] = account }
            }
        }
        return contractAccounts[id]
    }

    private func accountsByName() async throws(ConnectorError) -> [String: [String]] {
        if let accounts { return accounts }
        let query = BMSQuery(path: "/v2/crm/accounts/lookup", filter: ["WithInactiveAccounts": .flag(true)])
        var found: [String: [String]] = [:]
        for row in try await all([query]) {
            guard let id = row.member(ignoringCase: "id").cleaned, let name = row.member(ignoringCase: "name").cleaned
            else { continue }
            if !found[name, default: []].contains(id) { found[name, default: []].append(id) }
        }
        accounts = found
        return found
    }

    /// The name of a ticket source: in the list of tickets it is a number, and by itself a ticket names it.
    func source(_ id: String, of ticket: String) async throws(ConnectorError) -> String? {
        if let known = sources[id] { return known }
        guard triesForSource[id, default: 0] < 3 else { return nil }
        triesForSource[id, default: 0] += 1
        let found = try await client.one("/v2/servicedesk/tickets", ticket)?.row
        guard let found, found.member(ignoringCase: "sourceId").cleaned == id else { return nil }
        let name = found.member(ignoringCase: "sourceName").cleaned
        sources[id] = .some(name)
        return name
    }

    /// The ids of all services, in one order.
    func serviceIDs() async throws(ConnectorError) -> [String] {
        if let services { return services }
        let ids = Set(try await all(BMSStreams.serviceQueries).compactMap { $0.member(ignoringCase: "id").cleaned })
        let sorted = ids.sorted()
        services = sorted
        return sorted
    }

    private func all(_ queries: [BMSQuery]) async throws(ConnectorError) -> [JSONValue] {
        var rows: [JSONValue] = []
        var position: ReadPosition?
        repeat {
            let walk = BMSWalk(queries, at: position)
            let answer = try await client.page(walk.query, number: walk.page)
            let page = try answer.rows(walk.query.path)
            rows += page
            let ids = page.map { $0.member(ignoringCase: "id").cleaned }
            position = try walk.step(BMSPaging.Event(total: answer.total, ids: ids)).next
        } while position != nil
        return rows
    }
}
