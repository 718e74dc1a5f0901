import Inventory
import JSON

extension VSAXStreams {
    static let sites = Stream(
        description: StreamDescription(
            name: "sites", calls: ["/api/v3/sites"],
            entity: Site.entity.description, after: ["organizations"], reading: .snapshot,
            deletion: .absence, endOfList: endOfList, period: .hours(1), callsPerThousand: 11),
        one: { (reader, id) throws(ConnectorError) in
            try await reader.client.one("/sites", id)?.record { row throws(UnusableRecord) in try site(row) }
        }
    ) { (reader, _, position) throws(ConnectorError) in
        try await reader.client.list("/sites", by: "Id", at: position)
            .page(id: "Id") { row throws(UnusableRecord) in try site(row) }
    }

    /// `ParentId` is the organisation; the address may be absent.
    private static func site(_ row: JSONValue) throws(UnusableRecord) -> SourceRecord {
        let id = try row.required("Id")
        var reader = RowReader(row)
        var site = Site()
        site.organizationExternalID = reader.text("ParentId")
        site.name = reader.text("Name")
        site.addressLine1 = reader.text("ContactInformation.Address1")
        site.addressLine2 = reader.text("ContactInformation.Address2")
        site.city = reader.text("ContactInformation.City")
        site.postalCode = reader.text("ContactInformation.Zip")
        site.country = reader.text("ContactInformation.CountryCode")
        return SourceRecord(site, externalID: id, vendorFields: reader.rest(omitting: ["Id"]))
    }
}
