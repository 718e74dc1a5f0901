import Inventory
import JSON

extension BMSStreams {
    /// A call an asset, of which there are 1,500 in an hour: what shows in no list is looked after once a week.
    static let configurationDetails = Stream(
        description: StreamDescription(
            name: "configuration_details", calls: [userInfo, "\(assetPath)/{id}"],
            entity: Configuration.entity.description, owns: BMSAssetDetails.columns,
            isPrimary: false, after: ["configurations"], reading: .perParent(entity: "configurations"),
            deletion: .never, endOfList: "One asset a call, by its id: there is no list to end (Hardware assets).",
            volatileVendorFields: [
                "lastCheckIn", "lastReboot", "currentUser", "lastLoginname", "diskVolumes", "statuses", "modifiedBy",
                "modifiedById", "connectionGatewayIp",
            ], period: .hours(6), sweepPeriod: .days(7), callsPerThousand: 1000)
    ) { (reader, request, position) async throws(ConnectorError) in
        try await ParentWalker(batch: 20, width: 2).page(request, at: position) {
            (id, _) async throws(ConnectorError) in
            guard let found = try await reader.client.one(assetPath, id) else { throw .notFound("the asset is gone") }
            return BMSReader.page([found.row], try await reader.times().0, found.cost) { (row) throws(UnusableRecord) in
                try details(&row, reader.options)
            }
        }
    }

    private static func details(_ row: inout BMSRow, _ options: BMSOptions) throws(UnusableRecord) -> SourceRecord {
        var asset = Configuration()
        asset.companySiteExternalID = row.id("accountLocationId")
        asset.statusLabel = row.text("state")
        asset.manufacturer = row.word("manufacturer") ?? row.word("brand")
        asset.model = row.word("modelNumber") ?? row.word("productName")
        asset.rmmDeviceExternalID = row.word("agentId")
        // Whose agent it is depends on the integration, which is a number without a published meaning.
        asset.rmmVendor = asset.rmmDeviceExternalID == nil ? nil : options.rmmVendor
        asset.purchasedOn = row.day("acquisitionDate")
        asset.warrantyEndsOn = row.day("warrantyExpirationDate")
        return try row.record(asset, omitting: listed.union(BMSSecrets.withheld))
    }

    /// What the list of assets has, by its own names or by these.
    private static let listed = Set.names(
        "name", "accountId", "accountName", "accountLocation", "contactId", "contactFirstName", "contactLastName",
        "contactEmailAddress", "contactPhoneNumber", "categoryId", "category", "serialNumber", "machineGroupId",
        "ipAddress", "isActive"
    )
}
