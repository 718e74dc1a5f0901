import JSON

/// Companies' custom fields: their names from the one list of definitions, their values by a call a company, and only
/// where any are allowed by name.
actor AsioCustomFields {
    private let allowed: AllowedFields
    private var nameByID: [String: String]?

    init(_ allowed: AllowedFields) { self.allowed = allowed }

    nonisolated var isNeeded: Bool { !allowed.isEmpty }

    /// A company's allowed fields as an object; nil where there are none.
    func values(
        of company: String, _ client: AsioClient
    ) async throws(ConnectorError) -> (json: String?, cost: CallCost) {
        guard isNeeded else { return (nil, CallCost()) }
        var (names, cost) = try await names(client)
        guard !names.isEmpty else { return (nil, cost) }
        let path = "\(AsioCompanies.path)/\(URLText.encoded(company))/custom-fields"
        let ids = names.keys.sorted().joined(separator: ",")
        guard let answer = try await client.one(path, [("attributeIDs", ids)], area: .customFields) else {
            return (nil, cost)
        }
        cost += answer.cost
        let rows = answer.json.array ?? answer.json.firstArray ?? []
        let fields = rows.compactMap { row in
            names[row.member(ignoringCase: "attributeID").cleaned ?? ""].map {
                (key: $0, value: row.member(ignoringCase: "value"))
            }
        }
        return (allowed.pick(fields), cost)
    }

    /// The allowed fields' names by their ids.
    private func names(_ client: AsioClient) async throws(ConnectorError) -> ([String: String], CallCost) {
        if let nameByID { return (nameByID, CallCost()) }
        let answer = try await client.list("/api/platform/v1/custom-field/definitions", area: .customFields)
        var found: [String: String] = [:]
        for row in answer.rows {
            guard let id = row.member(ignoringCase: "id").cleaned, let name = row.member(ignoringCase: "name").cleaned,
                allowed.allows(name)
            else { continue }
            found[id] = name
        }
        nameByID = found
        return (found, answer.cost)
    }
}
