import Inventory
import JSON

extension NinjaStreams {
    static let sites = Stream(
        description: StreamDescription(
            name: "sites", calls: ["/v2/locations"],
            entity: Site.entity.description, after: ["organizations"], reading: .snapshot,
            deletion: .absence, endOfList: endOfList, period: hourly),
        one: { (reader, id) throws(ConnectorError) in
            try await reader.client.list("/v2/locations", at: try NinjaClient.place(before: id), size: 1)
                .one(id, record: site)
        }
    ) { (reader, _, position) throws(ConnectorError) in
        try await reader.client.list("/v2/locations", at: position).page(id: { $0["id"].cleaned }, record: site)
    }

    /// The address is one text here; `userData` holds custom fields.
    private static func site(_ row: JSONValue) throws(UnusableRecord) -> SourceRecord? {
        let id = try row.required("id")
        var reader = RowReader(row)
        var site = Site()
        site.organizationExternalID = reader.text("organizationId")
        site.name = reader.text("name")
        site.addressLine1 = reader.text("address")
        return SourceRecord(
            site, externalID: id, vendorFields: reader.rest(omitting: ["id", "userData", "fields"]))
    }
}
