import Inventory

extension ServiceNowStreams {
    /// The columns are inferred: the sheet bids to look them up.
    static let locations = ServiceNowTable(
        name: "cmn_location",
        fields: [
            "name", "full_name", "street", "city", "state", "zip", "country", "latitude", "longitude", "phone",
            "parent", "company", "contact", "time_zone",
        ])

    /// A place often names no company: then it is its domain's, where that is one customer's, or nobody's.
    static let companySites = Stream(
        description: StreamDescription(
            name: "company_sites", calls: tables(["cmn_location", "core_company"], isAudited: true),
            entity: CompanySite.entity.description, reading: byUpdated, deletion: .flagged,
            endOfList: endOfList, period: .hours(1)),
        one: { (reader, id) async throws(ConnectorError) in
            try await reader.one([locations], id) { (rows, _) async throws(ConnectorError) in
                try await siteMapping(reader, rows)
            }
        }
    ) { (reader, request, position) async throws(ConnectorError) in
        try await reader.list(
            [locations], request, at: position,
            gone: { SourceRecord(CompanySite(), externalID: $0, sourceUpdatedAt: $1, isDeleted: true) },
            prepare: { (rows, _) async throws(ConnectorError) in try await siteMapping(reader, rows) })
    }

    private static func siteMapping(
        _ reader: ServiceNowReader, _ rows: [ServiceNowRow]
    ) async throws(ConnectorError) -> ServiceNowReader.Mapping {
        let owners = try await reader.owners(of: rows)
        return { (row) throws(UnusableRecord) in
            let address = ServiceNowAddress(row)
            var site = CompanySite()
            site.companyExternalID = owners.company(of: row, ["company"])
            site.name = row.text("name") ?? row.text("full_name")
            site.addressLine1 = address.line1
            site.addressLine2 = address.line2
            site.city = row.text("city")
            site.region = row.text("state")
            site.postalCode = row.text("zip")
            site.country = row.text("country")
            site.phone = row.text("phone")
            return try row.record(site, carried: ServiceNowAddress.carried.union(["name", "company"]))
        }
    }
}
