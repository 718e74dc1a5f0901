import Inventory
import JSON

extension NinjaStreams {
    static let organizations = Stream(
        description: StreamDescription(
            name: "organizations", calls: ["/v2/organizations", "/v2/organizations-detailed"],
            entity: Organization.entity.description, reading: .snapshot, deletion: .absence,
            endOfList: endOfList, period: hourly),
        one: { (reader, id) throws(ConnectorError) in
            let (fields, _) = try await reader.organizationFields.all(reader.client, isStart: false)
            let place = try NinjaClient.place(before: id)
            return try await reader.client.list("/v2/organizations-detailed", at: place, size: 1)
                .one(id) { row throws(UnusableRecord) in try organization(row, fields: fields) }
        }
    ) { (reader, _, position) throws(ConnectorError) in
        let (fields, cost) = try await reader.organizationFields.all(reader.client, isStart: position == nil)
        let answer = try await reader.client.list("/v2/organizations-detailed", at: position)
        var page = answer.page(id: { $0["id"].cleaned }) { row throws(UnusableRecord) in
            try organization(row, fields: fields)
        }
        page.add(cost)
        return page
    }

    /// Its places are a stream of their own. `settings` may hold the keys of integrated products, `userData` and
    /// `fields` hold custom fields that nobody has allowed: none of them is stored.
    private static let notStored: Set<String> = ["locations", "settings", "userData", "fields"]

    private static func organization(
        _ row: JSONValue, fields: [String: NinjaCustomFields.Fields]
    ) throws(UnusableRecord) -> SourceRecord {
        let id = try row.required("id")
        var reader = RowReader(row)
        var organization = Organization()
        organization.name = reader.text("name")
        organization.description = reader.text("description")
        organization.psaCompanyExternalID = fields[id]?.psaCompany
        return SourceRecord(
            organization, externalID: id, vendorFields: reader.rest(omitting: notStored.union(["id"])),
            customFields: fields[id]?.allowed)
    }
}

extension Page {
    /// Calls that were made beside the page's own.
    mutating func add(_ cost: CallCost) {
        calls += cost.calls
        bytes += cost.bytes
    }
}
