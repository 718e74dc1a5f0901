import Inventory
import JSON

extension VSAXStreams {
    /// Out of the counts of missing updates of the system, all that is told of patches.
    static let patchStatus = Stream(
        description: StreamDescription(
            name: "patch_status", calls: ["/api/v3/assets"],
            entity: PatchStatus.entity.description, after: ["devices"], reading: .snapshot,
            deletion: .absence, endOfList: endOfList, period: .hours(4), callsPerThousand: 11)
    ) { (reader, _, position) throws(ConnectorError) in
        try await reader.assets(at: position)
            .page(id: "Identifier") { row throws(UnusableRecord) in try status(row) }
    }

    /// Nil for a device that tells no counts. Older servers lack some of them.
    private static func status(_ row: JSONValue) throws(UnusableRecord) -> SourceRecord? {
        let device = try row.required("Identifier")
        let counts = (row["Updates"].object ?? []).compactMap { $0.value.integer }.filter { $0 >= 0 }
        guard !counts.isEmpty else { return nil }
        let missing = counts.reduce(0, &+)
        var status = PatchStatus()
        status.deviceExternalID = device
        status.pendingCount = missing
        status.status = missing > 0 ? .pending : .compliant
        return SourceRecord(
            status, externalID: device,
            vendorFields: JSONText.object([("Updates", row["Updates"].serialised())]))
    }
}
