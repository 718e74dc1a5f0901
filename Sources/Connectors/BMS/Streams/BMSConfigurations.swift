import Inventory
import JSON

/// The columns of a hardware asset that its list has not.
enum BMSAssetDetails {
    static let columns: Set = [
        "company_site_external_id", "status_label", "manufacturer", "model", "rmm_vendor", "rmm_device_external_id",
        "installed_on", "purchased_on", "warranty_ends_on",
    ]
}

extension BMSStreams {
    /// The list has neither a total nor a date: it is read whole.
    static let configurations = Stream(
        description: StreamDescription(
            name: "configurations", calls: [userInfo, "\(assetPath)/searchselect"],
            entity: Configuration.entity.description,
            owns: Set(Configuration.entity.description.columns.map(\.name)).subtracting(BMSAssetDetails.columns),
            reading: .snapshot, deletion: .absence, endOfList: endByEmptyPage, period: .hours(1), callsPerThousand: 12),
        one: { (reader, id) async throws(ConnectorError) in
            try await reader.one(assetPath, id) { (row) throws(UnusableRecord) in
                try asset(&row, name: "name", category: "category", keepsRest: false)
            }
        }
    ) { (reader, request, position) async throws(ConnectorError) in
        let path = "\(assetPath)/searchselect"
        return try await reader.list(request, at: position, queries: { _ in inAndOutOfUse(path, since: nil) }) {
            (row) throws(UnusableRecord) in
            try asset(&row, name: "assetName", category: "categoryName", keepsRest: true)
        }
    }

    static let assetPath = "/v2/servicedesk/hardwareasset"

    /// An asset as the list has it; by itself it has other names for the same, and much that is another stream's.
    private static func asset(
        _ row: inout BMSRow, name: String, category: String, keepsRest: Bool
    ) throws(UnusableRecord) -> SourceRecord {
        var asset = Configuration()
        asset.companyExternalID = row.id("accountId")
        asset.contactExternalID = row.id("contactId")
        asset.name = row.text(name)
        asset.kindLabel = row.text(category)
        asset.serialNumber = row.serial("serialNumber")
        asset.isActive = row.flag("isActive")
        let kept = ["categoryId", "machineGroupId", "ipAddress", "serialNumber"]
        let held = asset.serialNumber == nil ? kept : kept.dropLast()
        let adding = held.filter { !row.member($0).isNull }.map { (key: $0, json: row.member($0).serialised()) }
        guard keepsRest else { return try row.plainRecord(asset, vendorFields: JSONText.object(adding)) }
        let omitted = Set.names("accountName", "contactName", "contactId", "locationName")
        return try row.record(asset, omitting: omitted.union(kept.map { $0.lowercased() }), adding: adding)
    }
}
