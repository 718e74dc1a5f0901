import Inventory
import JSON

extension VSAXStreams {
    static let organizations = Stream(
        description: StreamDescription(
            name: "organizations", calls: ["/api/v3/organizations"],
            entity: Organization.entity.description, reading: .snapshot, deletion: .absence,
            endOfList: endOfList, period: .hours(1), callsPerThousand: 11),
        one: { (reader, id) throws(ConnectorError) in
            let (fields, _) = try await reader.organizationFields.all(reader.client, isStart: false)
            return try await reader.client.one("/organizations", id)?
                .record { row throws(UnusableRecord) in try organization(row, fields) }
        }
    ) { (reader, _, position) throws(ConnectorError) in
        let (fields, cost) = try await reader.organizationFields.all(reader.client, isStart: position == nil)
        var page = try await reader.client.list("/organizations", by: "Id", at: position)
            .page(id: "Id") { row throws(UnusableRecord) in try organization(row, fields) }
        page.add(cost)
        return page
    }

    private static func organization(
        _ row: JSONValue, _ fields: [String: String]
    ) throws(UnusableRecord) -> SourceRecord {
        let id = try row.required("Id")
        var reader = RowReader(row)
        var organization = Organization()
        organization.name = reader.text("Name")
        organization.psaCompanyExternalID = reader.take("PsaMappingId") { $0.cleaned.flatMap { $0 == "0" ? nil : $0 } }
        return SourceRecord(
            organization, externalID: id, vendorFields: reader.rest(omitting: ["Id"]), customFields: fields[id])
    }
}
