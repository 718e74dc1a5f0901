import Inventory
import JSON

extension AutomateStreams {
    static let patchStatus = Stream(
        description: StreamDescription(
            name: "patch_status", calls: ["/cwa/api/v1/Computers/{id}/PatchingStats"],
            entity: PatchStatus.entity.description, after: ["devices", "network_devices"],
            reading: daily, deletion: .absenceWithinParent, endOfList: endOfObjects,
            volatileVendorFields: volatileFields, period: .hours(2), sweepPeriod: .days(30), callsPerThousand: 1000)
    ) { (reader, request, position) throws(ConnectorError) in
        try await children(request, at: position) { (device, path, _) throws(ConnectorError) in
            let answer = try await reader.client.get("\(path)/PatchingStats")
            guard answer.json.object != nil else { throw .malformedAnswer("PatchingStats is no object") }
            let rows = AutomateRows(rows: [answer.json], next: nil, cost: answer.cost)
            return try await reader.page(rows, AutomateList(path, key: "ComputerId"), request.scope) {
                (row, times) in status(row, device, times)
            }
        }
    }

    private static let volatileFields: Set<String> = [
        "PatchJobRunning", "NextInstallWindow", "LastInstallWindow", "NextSoftwareWindow", "LastSoftwareWindow",
    ]

    /// Microsoft's patches and those of other makers together, as in the table of patches; each count by itself stays in
    /// the vendor's fields.
    private static func status(_ row: JSONValue, _ device: String, _ times: AutomateTimes) -> SourceRecord {
        var reader = RowReader(row)
        var status = PatchStatus()
        status.deviceExternalID = device
        status.installedCount = sum(row, ["InstalledPatchCount", "CompliantSoftwareCount"])
        status.pendingCount = sum(row, ["MissingPatchCount", "NonCompliantSoftwareCount"])
        status.failedCount = sum(row, ["FailedPatchCount", "FailedSoftwareCount"])
        status.lastScannedAt = reader.take("LastPatchInventory", times.moment)
        status.status = compliance(status, hasInventory: row["NoPatchInventory"].bool != true)
        return SourceRecord(status, externalID: device, vendorFields: reader.rest(omitting: ["ComputerId"]))
    }

    /// The sum of the counts that are there.
    private static func sum(_ row: JSONValue, _ names: [String]) -> Int64? {
        let found = names.compactMap { row[$0].integer }
        return found.isEmpty ? nil : found.reduce(0, +)
    }

    private static func compliance(_ status: PatchStatus, hasInventory: Bool) -> PatchCompliance {
        guard hasInventory else { return .unknown }
        if (status.failedCount ?? 0) > 0 { return .failed }
        guard let pending = status.pendingCount else { return .unknown }
        return pending > 0 ? .pending : .compliant
    }
}
