import Inventory
import JSON

extension HaloStreams {
    static let companies = Stream(
        description: StreamDescription(
            name: "companies", calls: ["/api/Client", "/api/Agent"], entity: Company.entity.description,
            reading: byLastUpdate, deletion: .absence, endOfList: endOfList, period: .minutes(30),
            callsPerThousand: 20),
        one: { (reader, id) async throws(ConnectorError) in
            let agents = try await reader.known.agents()
            return try await reader.one(.clients, id, by: { [("search", $0["name"].cleaned ?? "")] }) {
                (json) throws(UnusableRecord) in try company(json, agents, reader.allowed)
            }
        }
    ) { (reader, request, position) async throws(ConnectorError) in
        let agents = try await reader.known.agents()
        return try await reader.list(.clients, request, at: position) { (json) throws(UnusableRecord) in
            try company(json, agents, reader.allowed)
        }
    }

    /// The first client stands for none. The grouping above clients is no client.
    private static func company(
        _ json: JSONValue, _ agents: [String: String], _ allowed: AllowedFields
    ) throws(UnusableRecord) -> SourceRecord? {
        var row = HaloRow(json)
        guard try row.required() != HaloPlaceholder.client else { return nil }
        var company = Company()
        company.name = row.text("name")
        company.identifier = row.text("ref")
        company.kindLabel = row.text("customertype_new")
        company.kind = company.kindLabel.flatMap(kinds.value)
        company.isActive = row.flag("inactive").map { !$0 }
        company.website = row.text("website")
        company.phone = row.text("main_phonenumber")
        company.accountManagerName = HaloRow.id(json["accountmanagertech"]).flatMap { agents[$0] }
        return try row.record(company, customFields: allowed)
    }

    /// The tenant's own words; of those that are not known nothing is said.
    private static let kinds = Vocabulary<CompanyKind>([
        "Customer": .customer, "Client": .customer, "Prospect": .prospect, "Lead": .prospect, "Former": .former,
        "Vendor": .vendor, "Supplier": .vendor, "Partner": .partner, "Internal": .internal,
    ])
}
