import Inventory

extension VSAXStreams {
    /// What the assets tell of a device itself.
    static let deviceAssets = Stream(
        description: StreamDescription(
            name: "device_assets", calls: ["/api/v3/assets"],
            entity: Device.entity.description, owns: VSAXAssetMapping.columns, isPrimary: false,
            after: ["devices"], reading: .snapshot, deletion: .never, endOfList: endOfList,
            volatileVendorFields: VSAXAssetMapping.volatile, period: .hours(1), callsPerThousand: 11),
        one: { (reader, id) throws(ConnectorError) in
            guard let row = try await reader.client.one("/assets", id) else { return nil }
            let now = row.cost.vendorDate ?? reader.now()
            return try row.record { row throws(UnusableRecord) in try VSAXAssetMapping.record(row, now: now) }
        }
    ) { (reader, _, position) throws(ConnectorError) in
        let answer = try await reader.assets(at: position)
        let now = answer.cost.vendorDate ?? reader.now()
        return answer.page(id: "Identifier") { row throws(UnusableRecord) in try VSAXAssetMapping.record(row, now: now)
        }
    }
}
