import Inventory
import JSON

/// The custom fields of organisations or devices: which there are, and of those that are allowed by name who has what.
/// A call a field, in place of one a thing; of the others no value is even transferred. Read once a read.
actor VSAXCustomFields {
    private let context: String
    private let allowed: AllowedFields
    private var held: [String: String]?

    /// - Parameter context: what the fields are of, in the vendor's word.
    init(of context: String, _ allowed: AllowedFields) {
        self.context = context
        self.allowed = allowed
    }

    /// By id, as JSON; read anew at the start of a read, and where a read goes on without them.
    func all(_ client: VSAXClient, isStart: Bool) async throws(ConnectorError) -> ([String: String], CallCost) {
        if allowed.isEmpty { return ([:], CallCost()) }
        if let held, !isStart { return (held, CallCost()) }
        var found: [String: [(key: String, json: String)]] = [:]
        var cost = CallCost()
        for field in try await rows(client, "/customFields", by: "Id", &cost) {
            guard let name = field["Name"].cleaned, allowed.allows(name), isOurs(field), let id = field["Id"].cleaned
            else { continue }
            let path = "/customFields/\(URLText.encoded(id))/usage"
            for use in try await rows(client, path, by: "ContextItemId", &cost) where isOurs(use) {
                guard let item = use["ContextItemId"].cleaned, !use["Value"].isNull else { continue }
                found[item, default: []].append((name, use["Value"].serialised()))
            }
        }
        let fields = found.compactMapValues { JSONText.object($0) }
        held = fields
        return (fields, cost)
    }

    private func rows(
        _ client: VSAXClient, _ path: String, by id: String, _ cost: inout CallCost
    ) async throws(ConnectorError) -> [JSONValue] {
        var rows: [JSONValue] = []
        var position: ReadPosition?
        repeat {
            let page = try await client.list(path, by: id, at: position)
            // Each page but the first begins with what the one before ended with.
            let anchor = position?.fields["anchor"]
            let known = anchor.flatMap { anchor in page.rows.firstIndex { $0[id].cleaned == anchor } }
            rows += page.rows.dropFirst(known.map { $0 + 1 } ?? 0)
            cost += page.cost
            position = page.paging.step.position
        } while position != nil
        return rows
    }

    /// The vendor writes the member in several ways; where it tells no context the field may be anybody's.
    private func isOurs(_ row: JSONValue) -> Bool {
        let members = [row["Contexts"], row["Context"], row["UsageContextType"]]
        let told = members.flatMap { $0.array == nil ? [$0.cleaned].compactMap(\.self) : $0.texts }
        return told.isEmpty || told.contains { $0.lowercased() == context.lowercased() }
    }
}
