import JSON

/// Small lists that other records are read by, asked for once a run when they are first needed. What our user may not
/// read leaves what hangs on it unknown.
actor ServiceNowKnowledge {
    private let client: ServiceNowClient
    private var names: [String: String] = [:]
    private var asked: Set<String> = []
    private var domains: [String: String]?
    private var families: [[String]: [String]] = [:]

    init(_ client: ServiceNowClient) { self.client = client }

    /// People's names by the names that they log in with, as journal entries have their authors.
    func names(of logins: [String]) async throws(ConnectorError) -> [String: String] {
        // A comma parts a list and a ^ ends a condition, with no way to escape either: such a login stays as it is.
        let new = Set(logins).subtracting(asked).filter { !$0.contains(",") && !$0.contains("^") }.sorted()
        asked.formUnion(new)
        let users = ServiceNowTable(name: "sys_user", fields: ["user_name", "name"])
        for logins in ServiceNowLists.parts(new) {
            for row in try await rows(users, ["user_nameIN\(logins)"]) {
                guard let login = row.text("user_name"), let name = row.text("name") else { continue }
                names[login] = name
            }
        }
        return names
    }

    /// Customers by the domains that are one customer's alone.
    func customersByDomain() async throws(ConnectorError) -> [String: String] {
        if let domains { return domains }
        let found = try await rows(ServiceNowStreams.customers).compactMap { row in
            row.flag("customer") == false
                ? nil : row.domain.flatMap { domain in row.text("sys_id").map { (domain, $0) } }
        }
        let known = Dictionary(grouping: found, by: \.0).filter { $0.value.count == 1 }.mapValues { $0[0].1 }
        domains = known
        return known
    }

    /// Tables with all that extend them: what is deleted is filed under the real class alone.
    func family(of tables: [String]) async throws(ConnectorError) -> [String] {
        if let family = families[tables] { return family }
        let classes = ServiceNowTable(name: "sys_db_object", fields: ["name", "super_class.name"])
        var family = tables
        var generation = tables
        while !generation.isEmpty {
            var children: [String] = []
            for parents in ServiceNowLists.parts(generation) {
                let rows = try await rows(classes, ["super_class.nameIN\(parents)"])
                // Were the condition not understood, all tables would come: only what says its parent is a child.
                children += rows.filter { row in row.text("super_class.name").map(generation.contains) ?? false }
                    .compactMap { $0.text("name") }
            }
            generation = Set(children).subtracting(family).sorted()
            family += generation
        }
        families[tables] = family
        return family
    }

    private func rows(
        _ table: ServiceNowTable, _ conditions: [String] = []
    ) async throws(ConnectorError) -> [ServiceNowRow] {
        do throws(ConnectorError) {
            return try await client.all(of: table, conditions).rows.map { ServiceNowRow(json: $0) }
        } catch {
            guard error.isNotOurs else { throw error }
            return []
        }
    }
}

/// Lists of values in a query, in parts that keep the address short: instances refuse long ones with 414.
enum ServiceNowLists {
    static let longest = 1200

    static func parts(_ values: [String]) -> [String] {
        var parts: [String] = []
        for value in values {
            if let last = parts.last, last.utf8.count + value.utf8.count < longest {
                parts[parts.count - 1] = "\(last),\(value)"
            } else {
                parts.append(value)
            }
        }
        return parts
    }
}
