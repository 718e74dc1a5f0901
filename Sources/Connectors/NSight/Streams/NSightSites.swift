import Inventory
import JSON

extension NSightStreams {
    static let sites = Stream(
        description: StreamDescription(
            name: "sites", calls: ["/api/?service=list_sites"],
            entity: Site.entity.description, after: ["organizations"], reading: .snapshot,
            deletion: .absence, endOfList: everyClient, volatileVendorFields: ["connection_ok"], period: .hours(4),
            callsPerThousand: 500)
    ) { (reader, _, position) throws(ConnectorError) in
        try await reader.clients.walk(at: position, batch: 20) { (client, _) throws(ConnectorError) in
            try await reader.client.rows(.sites, [("clientid", client.id)])
                .page(id: { $0["siteid"].cleaned }) { row throws(UnusableRecord) in try site(row, of: client.id) }
        }
    }

    /// The row does not name its client, which is that of the request (Traps, 4).
    private static func site(_ row: JSONValue, of client: String) throws(UnusableRecord) -> SourceRecord {
        let id = try row.required("siteid")
        var reader = RowReader(row)
        var site = Site()
        site.organizationExternalID = client
        site.name = reader.text("name")
        return SourceRecord(
            site, externalID: id, sourceCreatedAt: reader.take("creation_date") { Times.day($0)?.midnight },
            vendorFields: reader.rest(omitting: ["siteid"]))
    }
}
