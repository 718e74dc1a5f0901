import Inventory

extension AutotaskStreams {
    /// Places have no time of change: the list is read whole.
    private static let list = AutotaskList(entity: .companyLocations)

    static let companySites = Stream(
        description: StreamDescription(
            name: "company_sites", calls: calls(.companyLocations, .countries),
            entity: CompanySite.entity.description, reading: .snapshot, deletion: .absence,
            endOfList: endOfList, period: .hours(6))
    ) { (reader, request, position) async throws(ConnectorError) in
        let countries = try await reader.known.countries()
        return try await reader.page(list, request, at: position) { (row) throws(UnusableRecord) in
            try site(&row, countries)
        }
    }

    private static func site(
        _ row: inout AutotaskRow, _ countries: [String: String]
    ) throws(UnusableRecord) -> SourceRecord {
        var site = CompanySite()
        site.companyExternalID = row.id("companyID")
        site.name = row.text("name")
        site.addressLine1 = row.text("address1")
        site.addressLine2 = row.text("address2")
        site.city = row.text("city")
        site.region = row.text("state")
        site.postalCode = row.text("postalCode")
        site.country = row.value("countryID").flatMap { countries[$0] }
        site.phone = row.text("phone")
        site.isPrimary = row.flag("isPrimary")
        return try row.record(site)
    }
}
