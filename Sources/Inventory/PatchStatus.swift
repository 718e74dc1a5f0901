/// How a device stands with its patches.
public struct PatchStatus: InventoryRecord, Hashable {
    public var deviceExternalID: String?
    public var installedCount: Int64?
    public var pendingCount: Int64?
    public var failedCount: Int64?
    public var rejectedCount: Int64?
    public var status: PatchCompliance?
    public var statusLabel: String?
    public var lastScannedAt: Timestamp?

    /// Nothing known yet.
    public init() {}

    public static let entity = Entity<PatchStatus>(
        "patch_status", singular: "patch_status", side: .rmm, group: .patches,
        meaning: """
            How a device stands with its patches: one row a device, from the vendor's own counts or from patches.
            """,
        hasHistory: true,
        references: [
            Reference(idColumn: "device_id", externalColumn: "device_external_id", target: "devices")
        ],
        columns: [
            .key("device_external_id", "The device's id in the RMM.") { $0.deviceExternalID },
            .integer("installed_count", "Patches installed.") { $0.installedCount },
            .integer("pending_count", "Patches that are needed and wait to be installed.") { $0.pendingCount },
            .integer("failed_count", "Patches whose installation failed.") { $0.failedCount },
            .integer("rejected_count", "Patches that technicians rejected.") { $0.rejectedCount },
            .choice("status", "The device's standing as a whole.") { $0.status },
            .text("status_label", "The vendor's own word for status.") { $0.statusLabel },
            .timestamp("last_scanned_at", "When the device was last scanned for patches.") { $0.lastScannedAt },
        ])
}
