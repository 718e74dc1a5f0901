import Inventory
import JSON

/// What records name by a number alone: pick lists, people, countries, work types, services. Each is fetched once a run,
/// when it is first needed; what our security level may not read leaves the names unknown.
actor AutotaskKnowledge {
    private let lists: AutotaskLists
    private var pickLists: [AutotaskEntity: AutotaskPickLists] = [:]
    private var names: [AutotaskEntity: [String: String]] = [:]
    private var contacts: [String: String] = [:]
    private var makes: [String: AutotaskMake] = [:]

    init(_ lists: AutotaskLists) { self.lists = lists }

    func pickLists(of entity: AutotaskEntity) async throws(ConnectorError) -> AutotaskPickLists {
        if let known = pickLists[entity] { return known }
        let found: AutotaskPickLists
        do throws(ConnectorError) {
            found = AutotaskPickLists(try await lists.client.fields(entity).json)
        } catch {
            guard case .forbidden = error else { throw error }
            found = .unknown
        }
        pickLists[entity] = found
        return found
    }

    /// Full names of the MSP's people by their ids, of those too who have left.
    func people() async throws(ConnectorError) -> [String: String] {
        try await names(AutotaskLookupLists.resources) { AutotaskPerson.name($0) }
    }

    func countries() async throws(ConnectorError) -> [String: String] {
        try await names(AutotaskList(entity: .countries)) { $0["name"].cleaned ?? $0["displayName"].cleaned }
    }

    /// What time is booked on, work types and others.
    func workTypes() async throws(ConnectorError) -> [String: String] {
        try await names(AutotaskList(entity: .billingCodes, fields: ["id", "name"])) { $0["name"].cleaned }
    }

    /// Names of services, or of bundles of services.
    func names(of entity: AutotaskEntity) async throws(ConnectorError) -> [String: String] {
        try await names(AutotaskList(entity: entity, fields: ["id", "name"])) { $0["name"].cleaned }
    }

    private func names(
        _ list: AutotaskList, _ name: (JSONValue) -> String?
    ) async throws(ConnectorError) -> [String: String] {
        if let known = names[list.entity] { return known }
        let rows = try await allowed { () async throws(ConnectorError) in try await lists.all(list).rows }
        let found = Dictionary(Self.pairs(rows, name)) { $1 }
        names[list.entity] = found
        return found
    }

    /// Full names of contacts by their ids: those that a page names, since a tenant has too many to read them all.
    func contacts(_ ids: [Int64]) async throws(ConnectorError) -> [String: String] {
        let missing = Set(ids).filter { contacts[String($0)] == nil }.sorted()
        let list = AutotaskList(entity: .contacts, fields: ["id", "firstName", "lastName"])
        let rows = try await allowed { () async throws(ConnectorError) in try await lists.rows(list, ids: missing) }
        for (id, name) in Self.pairs(rows, AutotaskPerson.name) { contacts[id] = name }
        return contacts
    }

    /// Makes and models of products by their ids: those that a page names.
    func makes(_ ids: [Int64]) async throws(ConnectorError) -> [String: AutotaskMake] {
        let missing = Set(ids).filter { makes[String($0)] == nil }.sorted()
        let list = AutotaskList(
            entity: .products, fields: ["id", "manufacturerName", "manufacturerProductName"])
        let rows = try await allowed { () async throws(ConnectorError) in try await lists.rows(list, ids: missing) }
        for (id, make) in Self.pairs(rows, { AutotaskMake($0) }) { makes[id] = make }
        return makes
    }

    private func allowed(
        _ read: () async throws(ConnectorError) -> [JSONValue]
    ) async throws(ConnectorError) -> [JSONValue] {
        do throws(ConnectorError) {
            return try await read()
        } catch {
            guard case .forbidden = error else { throw error }
            return []
        }
    }

    private static func pairs<Thing>(_ rows: [JSONValue], _ read: (JSONValue) -> Thing?) -> [(String, Thing)] {
        rows.compactMap { row in row["id"].text.flatMap { id in read(row).map { (id, $0) } } }
    }
}

/// Who made a thing, and what they call it.
struct AutotaskMake: Sendable, Hashable {
    let manufacturer: String?
    let model: String?

    init(_ product: JSONValue) {
        manufacturer = Placeholders.word(product["manufacturerName"].text)
        model = Placeholders.word(product["manufacturerProductName"].text)
    }
}

enum AutotaskPerson {
    static func name(_ row: JSONValue) -> String? {
        let names = ["firstName", "lastName"].compactMap { row[$0].cleaned }
        return names.isEmpty ? nil : names.joined(separator: " ")
    }
}
