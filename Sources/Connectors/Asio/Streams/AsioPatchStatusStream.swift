import Inventory
import JSON

/// The counts of the system's patches, a row a device, in bulk: two streams read them, since two entities hold them.
extension AsioStreams {
    static let rebootColumns: Set<String> = ["needs_reboot"]

    static let patchStatus = Stream(
        description: StreamDescription(
            name: "patch_status", calls: ["/api/platform/v2/os-patching/compliance/summary"],
            entity: PatchStatus.entity.description, after: ["devices"], reading: .snapshot,
            deletion: .absence, endOfList: endOfPages, period: everyFewHours, callsPerThousand: 8)
    ) { (reader, _, position) throws(ConnectorError) in
        try await reader.summary(at: position) { row throws(UnusableRecord) in
            var members = RowReader(row.json, ignoresCase: true)
            var status = PatchStatus()
            status.deviceExternalID = try row.id()
            let reboot = members.member("pendingRebootPatchCount").integer
            status.pendingCount = members.take("missingPatchCount") { $0.integer }
            status.installedCount = members.take("installedPatchCount") { $0.integer }
            status.lastScannedAt = members.take("assessedAt", AsioTimes.any)
            status.status = standing(missing: status.pendingCount, reboot: reboot)
            return SourceRecord(
                status, externalID: try row.id(), vendorFields: members.rest(omitting: ["endpointID"]))
        }
    }

    private static func standing(missing: Int64?, reboot: Int64?) -> PatchCompliance {
        if let reboot, reboot > 0 { return .rebootRequired }
        return missing.map { $0 > 0 ? .pending : .compliant } ?? .unknown
    }

    /// A device that patches wait on for a restart needs one (inferred).
    static let deviceReboots = Stream(
        description: StreamDescription(
            name: "device_reboots", calls: ["/api/platform/v2/os-patching/compliance/summary"],
            entity: Device.entity.description, owns: rebootColumns, isPrimary: false,
            after: ["devices"], reading: .snapshot, deletion: .never, endOfList: endOfPages, period: everyFewHours,
            callsPerThousand: 8)
    ) { (reader, _, position) throws(ConnectorError) in
        try await reader.summary(at: position) { row throws(UnusableRecord) in
            var device = Device()
            device.needsReboot = row.json.member(ignoringCase: "pendingRebootPatchCount").integer.map { $0 > 0 }
            return SourceRecord(device, externalID: try row.id())
        }
    }
}

extension AsioReader {
    fileprivate func summary(
        at position: ReadPosition?, record: (AsioRow) throws(UnusableRecord) -> SourceRecord
    ) async throws(ConnectorError) -> Page {
        let list = AsioList(.systemPatches, .byBody("/api/platform/v2/os-patching/compliance/summary"))
        return try await page(list, product: "OS patching", at: position) { rows, mapper in
            for row in rows {
                mapper.map([row.json], id: { _ in row.endpoint }) { _ throws(UnusableRecord) in try record(row) }
            }
        }
    }
}
