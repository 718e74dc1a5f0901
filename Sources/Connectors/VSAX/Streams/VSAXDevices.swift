import Inventory
import JSON

extension VSAXStreams {
    /// The thin list: who there is, and where in the tree.
    static let devices = Stream(
        description: StreamDescription(
            name: "devices", calls: ["/api/v3/devices"],
            entity: Device.entity.description, owns: ownColumns, after: ["organizations", "sites"],
            reading: .snapshot, deletion: .absence, endOfList: endOfList, period: .hours(1), callsPerThousand: 11),
        one: { (reader, id) throws(ConnectorError) in
            let (fields, _) = try await reader.deviceFields.all(reader.client, isStart: false)
            return try await reader.client.one("/devices", id)?
                .record { row throws(UnusableRecord) in try device(row, fields) }
        }
    ) { (reader, _, position) throws(ConnectorError) in
        let (fields, cost) = try await reader.deviceFields.all(reader.client, isStart: position == nil)
        var page = try await reader.client.list("/devices", by: "Identifier", at: position)
            .page(id: "Identifier") { row throws(UnusableRecord) in try device(row, fields) }
        page.add(cost)
        return page
    }

    /// All but what ``deviceAssets`` tells.
    private static let ownColumns = Set(Device.entity.columns.map(\.name)).subtracting(VSAXAssetMapping.columns)

    /// The members that only a device read by itself has: the list, which it must be like, knows none of them.
    private static let detailMembers: Set<String> = [
        "Description", "Uptime", "IsOnline", "ComputerType", "InMaintenance", "ExternalIpAddress",
        "CriticalNotifications", "ElevatedNotifications", "NormalNotifications", "LowNotifications", "LocalIpAddresses",
        "ClientVersion",
    ]

    /// The group, as ids and as a name, stays with the vendor's own fields: names may hold the separator of paths.
    private static func device(_ row: JSONValue, _ fields: [String: String]) throws(UnusableRecord) -> SourceRecord {
        let id = try row.required("Identifier")
        var reader = RowReader(row)
        var device = Device()
        device.organizationExternalID = reader.text("OrganizationId")
        device.siteExternalID = reader.text("SiteId")
        device.displayName = reader.text("Name")
        return SourceRecord(
            device, externalID: id, vendorFields: reader.rest(omitting: detailMembers.union(["Identifier"])),
            customFields: fields[id])
    }
}
