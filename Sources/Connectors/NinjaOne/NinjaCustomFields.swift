import JSON

/// The custom fields of organisations or devices, from their report: read once a read, and only the fields that are
/// allowed by name, so that no other is even transferred. Values that are kept encrypted are never asked for in clear.
actor NinjaCustomFields {
    /// What of an organisation's or a device's fields is used.
    struct Fields: Sendable, Hashable {
        var allowed: String?
        var psaCompany: String?
    }

    private let report: NinjaReport
    private let idMember: String
    private let allowed: AllowedFields
    private let psaCompanyField: String?
    private var held: [String: Fields]?

    private init(_ path: String, _ query: [(String, String)], idMember: String, _ allowed: AllowedFields, psa: String?)
    {
        let names = allowed.names + (psa.map { allowed.allows($0) ? [] : [$0] } ?? [])
        report = NinjaReport(path: path, query: query + [("fields", names.joined(separator: ","))])
        self.idMember = idMember
        self.allowed = allowed
        psaCompanyField = psa
        held = names.isEmpty ? [:] : nil
        isNeeded = !names.isEmpty
    }

    private let isNeeded: Bool

    static func ofOrganizations(_ options: NinjaOptions) -> NinjaCustomFields {
        NinjaCustomFields(
            "/v2/queries/scoped-custom-fields", [("scopes", "ORGANIZATION")], idMember: "entityId",
            options.customFields, psa: options.psaCompanyField)
    }

    static func ofDevices(_ options: NinjaOptions) -> NinjaCustomFields {
        NinjaCustomFields("/v2/queries/custom-fields", [], idMember: "deviceId", options.customFields, psa: nil)
    }

    /// By id; read anew at the start of a read, and where a read goes on without them.
    func all(_ client: NinjaClient, isStart: Bool) async throws(ConnectorError) -> ([String: Fields], CallCost) {
        if let held, !isNeeded || !isStart { return (held, CallCost()) }
        var found: [String: Fields] = [:]
        var cost = CallCost()
        var position: ReadPosition?
        repeat {
            let page = try await client.report(report, at: position)
            for row in page.rows where isOurs(row) {
                if let id = row[idMember].cleaned { found[id] = fields(row["fields"]) }
            }
            cost += page.cost
            position = page.step.position
        } while position != nil
        held = found
        return (found, cost)
    }

    /// The scoped report may answer for other scopes than it was asked for.
    private func isOurs(_ row: JSONValue) -> Bool {
        row["scope"].isNull || row["scope"].string == "ORGANIZATION"
    }

    private func fields(_ row: JSONValue) -> Fields {
        Fields(allowed: allowed.pick(row), psaCompany: psaCompanyField.flatMap { row[$0].cleaned })
    }
}
