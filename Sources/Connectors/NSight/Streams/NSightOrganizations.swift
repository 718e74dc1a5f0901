import Inventory
import JSON

extension NSightStreams {
    static let organizations = Stream(
        description: StreamDescription(
            name: "organizations", calls: ["/api/?service=list_clients"],
            entity: Organization.entity.description, reading: .snapshot, deletion: .absence,
            endOfList: oneAnswer,
            volatileVendorFields: ["server_count", "workstation_count", "mobile_device_count", "device_count"],
            period: .hours(1))
    ) { (reader, _, _) throws(ConnectorError) in
        try await reader.clients.read().page(id: { $0["clientid"].cleaned }, record: organization)
    }

    private static func organization(_ row: JSONValue) throws(UnusableRecord) -> SourceRecord? {
        let id = try row.required("clientid")
        var reader = RowReader(row)
        var organization = Organization()
        organization.name = reader.text("name")
        return SourceRecord(
            organization, externalID: id,
            sourceCreatedAt: reader.take("creation_date") { Times.day($0)?.midnight },
            vendorFields: reader.rest(omitting: ["clientid"]))
    }
}
