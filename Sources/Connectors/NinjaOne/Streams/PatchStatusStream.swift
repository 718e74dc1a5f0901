import Inventory
import JSON

extension NinjaStreams {
    static let patchStatus = Stream(
        description: StreamDescription(
            name: "patch_status", calls: ["/v2/queries/device-health"],
            entity: PatchStatus.entity.description, after: ["devices"], reading: .snapshot,
            deletion: .absence, endOfList: endOfReport,
            period: everyFewHours)
    ) { (reader, _, position) throws(ConnectorError) in
        try await reader.client.report(.health, at: position).page(id: { $0["deviceId"].cleaned }, record: status)
    }

    /// What moves at every check-in and stands in the devices' own rows; this entity has no place for what is volatile,
    /// and compared it would make every device look changed.
    private static let notStored: Set<String> = [
        "offline", "parentOffline", "healthStatus", "alertCount", "activeJobCount", "activeThreatsCount",
        "quarantinedThreatsCount", "blockedThreatsCount", "criticalVulnerabilityCount", "highVulnerabilityCount",
        "mediumVulnerabilityCount", "lowVulnerabilityCount", "installationIssuesCount",
    ]

    private static func status(_ row: JSONValue) throws(UnusableRecord) -> SourceRecord? {
        let device = try row.required("deviceId")
        var reader = RowReader(row)
        let pending = counts(&reader, ["pendingOSPatchesCount", "pendingSoftwarePatchesCount"])
        let failed = counts(&reader, ["failedOSPatchesCount", "failedSoftwarePatchesCount"])
        let reboot = Placeholders.word(reader.member("pendingRebootReason").text)
        var status = PatchStatus()
        status.deviceExternalID = reader.text("deviceId")
        status.pendingCount = pending
        status.failedCount = failed
        status.status = compliance(
            pending: pending, failed: failed, needsReboot: reboot != nil, isOffline: row["offline"].bool ?? false)
        status.statusLabel = reader.word("pendingRebootReason")
        return SourceRecord(status, externalID: device, vendorFields: reader.rest(omitting: notStored))
    }

    /// The sum of the counts that are there.
    private static func counts(_ reader: inout RowReader, _ paths: [String]) -> Int64? {
        let found = paths.compactMap { path in reader.take(path) { $0.integer } }
        return found.isEmpty ? nil : found.reduce(0, +)
    }

    /// An offline device reports no current patches, so that none waiting does not mean that it is patched.
    private static func compliance(
        pending: Int64?, failed: Int64?, needsReboot: Bool, isOffline: Bool
    ) -> PatchCompliance {
        if (failed ?? 0) > 0 { return .failed }
        if needsReboot { return .rebootRequired }
        guard let pending else { return .unknown }
        return pending > 0 ? .pending : isOffline ? .unknown : .compliant
    }
}
