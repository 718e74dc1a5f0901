import Inventory
import JSON

extension DattoStreams {
    /// The counts stand in the list of devices.
    static let patchStatus = Stream(
        description: StreamDescription(
            name: "patch_status", calls: ["/api/v2/account/devices"],
            entity: PatchStatus.entity.description, after: ["devices"], reading: .snapshot,
            deletion: .absence, endOfList: endOfList, period: .hours(4), callsPerThousand: 5)
    ) { (reader, _, position) throws(ConnectorError) in
        try await reader.client.list("/v2/account/devices", "devices", at: position)
            .page(id: { $0["uid"].cleaned }, record: status)
    }

    /// Network devices and printers say nothing.
    private static func status(_ row: JSONValue) throws(UnusableRecord) -> SourceRecord? {
        let uid = try row.required("uid")
        let counts = row["patchManagement"]
        guard counts.object != nil, !DattoDevice.isDeleted(row) else { return nil }
        var reader = RowReader(counts)
        var status = PatchStatus()
        status.deviceExternalID = uid
        status.status = reader.value("patchStatus", DattoWords.compliance)
        status.statusLabel = reader.text("patchStatus")
        // Without data a zero counts nothing.
        if status.statusLabel != "NoData" {
            status.installedCount = reader.take("patchesInstalled") { $0.integer }
            status.pendingCount = reader.take("patchesApprovedPending") { $0.integer }
        }
        return SourceRecord(status, externalID: uid, vendorFields: reader.rest())
    }
}
