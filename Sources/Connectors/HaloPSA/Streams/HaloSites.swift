import Inventory
import JSON

extension HaloStreams {
    static let companySites = Stream(
        description: StreamDescription(
            name: "company_sites", calls: ["/api/Site"], entity: CompanySite.entity.description, after: ["companies"],
            reading: byLastUpdate, deletion: .absence, endOfList: endOfList, period: .minutes(30),
            callsPerThousand: 20)
    ) { (reader, request, position) async throws(ConnectorError) in
        try await reader.list(.sites, request, at: position) { (json) throws(UnusableRecord) in
            try site(json, reader.allowed)
        }
    }

    /// Line 1 is the street and line 5 the postcode; which of those between is the town or the county differs by tenant, so
    /// that they stand together in the second line.
    private static func site(_ json: JSONValue, _ allowed: AllowedFields) throws(UnusableRecord) -> SourceRecord? {
        // The site of the client that stands for none is none either.
        guard HaloRow.id(json["client_id"]) != HaloPlaceholder.client else { return nil }
        var row = HaloRow(json)
        var site = CompanySite()
        site.companyExternalID = row.client()
        site.name = row.text("name")
        site.addressLine1 = row.text("delivery_address_line1")
        let between = (2...4).compactMap { row.text("delivery_address_line\($0)") }
        site.addressLine2 = between.isEmpty ? nil : between.joined(separator: ", ")
        site.postalCode = row.text("delivery_address_line5")
        site.country = row.text("country_code_name")
        site.phone = row.text("phonenumber")
        return try row.record(site, customFields: allowed)
    }
}
