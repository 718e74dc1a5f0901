import Inventory
import JSON

extension PSAStreams {
    /// There is no list of all companies' sites: a call a company. Whether a site's change touches its company's time
    /// is not established, so that the daily sweep is what finds a change for certain.
    static let companySites = Stream(
        description: StreamDescription(
            name: "company_sites", calls: ["/{codebase}/apis/3.0/company/companies/{id}/sites"],
            entity: CompanySite.entity.description, after: ["companies"],
            reading: .perParent(entity: "companies"), deletion: .absenceWithinParent, endOfList: endOfChildren,
            period: .hours(6), callsPerThousand: 1000)
    ) { (reader, request, position) async throws(ConnectorError) in
        try await reader.children(
            request, at: position, path: { (company) in "/company/companies/\(company)/sites" },
            map: { (row, company) throws(UnusableRecord) in try site(row, of: company) })
    }

    private static func site(_ row: PSARow, of company: String) throws(UnusableRecord) -> SourceRecord {
        var site = CompanySite()
        site.companyExternalID = company
        site.name = row.text("name")
        site.addressLine1 = row.text("addressLine1")
        site.addressLine2 = row.text("addressLine2")
        site.city = row.text("city")
        // The company's own `state` is a text, a site's is a reference of another name.
        site.region = row.name(of: "stateReference") ?? row["stateReference"]["identifier"].cleaned
        site.postalCode = row.text("zip")
        site.country = row.name(of: "country")
        site.phone = row.text("phoneNumber")
        site.isPrimary = row.flag("primaryAddressFlag")
        return try row.record(site, carried: carried)
    }

    private static let carried: Set = [
        "name", "addressLine1", "addressLine2", "city", "zip", "phoneNumber", "primaryAddressFlag", "company",
    ]
}
