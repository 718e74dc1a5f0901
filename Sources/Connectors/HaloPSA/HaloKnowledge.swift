import JSON

/// Small lists that other records are read by, fetched once a run when first needed. One that our agent may not read
/// leaves what hangs on it unknown.
actor HaloKnowledge {
    private let client: HaloClient
    private var held: [HaloLookupKind: [JSONValue]] = [:]
    private var opportunities: Set<String>?

    init(_ client: HaloClient) { self.client = client }

    /// Names by ids, as tickets hold them.
    func names() async throws(ConnectorError) -> HaloNames {
        HaloNames(
            agents: try await table(.agents), statuses: try await table(.statuses), types: try await table(.types),
            slas: try await table(.slas), priorities: HaloPriorities(try await rows(.priorities)))
    }

    func agents() async throws(ConnectorError) -> [String: String] { try await table(.agents) }

    /// Kinds of work, by the numbers that actions hold.
    func chargeRates() async throws(ConnectorError) -> [String: String] { try await table(.chargeRates) }

    /// What a list of tickets is asked for the custom fields of these names with: they come only when asked for by id.
    func customFields(_ allowed: AllowedFields) async throws(ConnectorError) -> [(String, String)] {
        if allowed.isEmpty { return [] }
        let named = try await rows(.customFields).filter { field in
            ["name", "label"].contains { field[$0].cleaned.map(allowed.allows) == true }
        }
        let ids = named.compactMap { HaloRow.id($0["id"]) }
        return ids.isEmpty ? [] : [("include_custom_fields", ids.joined(separator: ","))]
    }

    /// Whether the list of tickets has opportunities in it is not established; their ids are from the same numbers.
    func opportunityIDs() async throws(ConnectorError) -> Set<String> {
        if let opportunities { return opportunities }
        var ids: Set<String> = []
        var position: ReadPosition?
        let list = HaloList.opportunities
        do throws(ConnectorError) {
            repeat {
                let query = list.query + HaloPages.query(SettledPaging.page(position))
                let answer = try await client.get(list.path, query: query)
                let rows = try HaloPages.rows(answer.json, key: list.key, list.path)
                ids.formUnion(rows.compactMap { HaloRow.id($0["id"]) })
                position = try HaloPages.step(position, answer.json, rows, proves: false).next
            } while position != nil
        } catch {
            guard case .forbidden = error else { throw error }
        }
        opportunities = ids
        return ids
    }

    private func table(_ kind: HaloLookupKind) async throws(ConnectorError) -> [String: String] {
        let pairs = try await rows(kind).compactMap { row in
            HaloRow.id(row["id"]).flatMap { id in row[kind.label].cleaned.map { (id, $0) } }
        }
        return Dictionary(pairs) { $1 }
    }

    private func rows(_ kind: HaloLookupKind) async throws(ConnectorError) -> [JSONValue] {
        if let rows = held[kind] { return rows }
        var rows: [JSONValue] = []
        do throws(ConnectorError) {
            rows = try await client.all(kind.path, key: kind.key, query: kind.query).rows.filter(kind.holds)
        } catch {
            switch error {
            case .forbidden, .notFound: break
            default: throw error
            }
        }
        held[kind] = rows
        return rows
    }
}

/// Names by the ids that tickets hold.
struct HaloNames: Sendable {
    let agents: [String: String]
    let statuses: [String: String]
    let types: [String: String]
    let slas: [String: String]
    let priorities: HaloPriorities

    /// Who looks after it; the first agent is nobody.
    func agent(_ id: String?) -> String? {
        guard let id, id != HaloPlaceholder.agent else { return nil }
        return agents[id]
    }
}

/// Priorities are known by the pair of a service level and a number, which is not the `id` of their list: one number can
/// mean different priorities in two service levels.
struct HaloPriorities: Sendable {
    private let names: [String: String]
    /// Numbers that mean the same wherever they stand.
    private let common: [String: String]

    init(_ rows: [JSONValue]) {
        var names: [String: String] = [:]
        var all: [String: Set<String>] = [:]
        for row in rows {
            guard let number = HaloRow.id(row["priorityid"]), let name = row["name"].cleaned else { continue }
            names["\(HaloRow.id(row["slaid"]) ?? "0"):\(number)"] = name
            all[number, default: []].insert(name)
        }
        self.names = names
        common = all.compactMapValues { $0.count == 1 ? $0.first : nil }
    }

    func name(sla: String?, number: String?) -> String? {
        guard let number else { return nil }
        return sla.map { names["\($0):\(number)"] } ?? common[number]
    }
}
