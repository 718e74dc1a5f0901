import Inventory
import JSON

extension NCentralStreams {
    static let sites = Stream(
        description: StreamDescription(
            name: "sites", calls: ["/api/sites"],
            entity: Site.entity.description, after: ["organizations"], reading: .snapshot,
            deletion: .absence, endOfList: endOfList, period: .hours(1)),
        one: { (reader, id) throws(ConnectorError) in
            let found = try await reader.client.one("/api/sites/\(URLText.encoded(id))", idMember: "siteId")
            return try found.map { (found) throws(ConnectorError) in try single(found.row, site) }
        }
    ) { (reader, _, position) throws(ConnectorError) in
        try await reader.client.list("/api/sites", id: "siteId", at: position)
            .page(id: { $0["siteId"].cleaned }, record: site)
    }

    private static func site(_ row: JSONValue) throws(UnusableRecord) -> SourceRecord {
        let id = try row.required("siteId")
        var reader = RowReader(row)
        var site = Site()
        site.organizationExternalID = reader.text("parentId")
        site.name = reader.text("siteName")
        site.addressLine1 = reader.word("street1")
        site.addressLine2 = reader.word("street2")
        site.city = reader.word("city")
        site.region = reader.word("stateProv")
        site.postalCode = reader.word("postalCode")
        site.country = reader.word("country")
        return SourceRecord(site, externalID: id, vendorFields: reader.rest(omitting: ["siteId"]))
    }
}
