/// A backup job or protected system, with its last result.
public struct Backup: InventoryRecord, Hashable {
    public var deviceExternalID: String?
    public var organizationExternalID: String?
    public var product: String?
    public var jobName: String?
    public var status: BackupStatus?
    public var statusLabel: String?
    public var lastRunAt: Timestamp?
    public var lastSuccessAt: Timestamp?
    public var protectedBytes: Int64?
    public var message: String?

    /// Nothing known yet.
    public init() {}

    public static let entity = Entity<Backup>(
        "backups", singular: "backup", side: .rmm, group: .backups,
        meaning: "A backup job (or a protected device) with the result of its last run.",
        references: [
            Reference(idColumn: "device_id", externalColumn: "device_external_id", target: "devices"),
            Reference(idColumn: "organization_id", externalColumn: "organization_external_id", target: "organizations"),
        ],
        columns: [
            .key("device_external_id", "The device's id in the RMM.") { $0.deviceExternalID },
            .key("organization_external_id", "The organisation's id in the RMM.") { $0.organizationExternalID },
            .text("product", "The backup product.") { $0.product },
            .text("job_name", "The job's or plan's name.") { $0.jobName },
            .choice("status", "How the last run ended.") { $0.status },
            .text("status_label", "The vendor's own word for status.") { $0.statusLabel },
            .timestamp("last_run_at", "When it last ran.") { $0.lastRunAt },
            .timestamp("last_success_at", "When it last ended well.") { $0.lastSuccessAt },
            .bigint("protected_bytes", "The size of the protected data in bytes.") { $0.protectedBytes },
            .text("message", "The last run's message, as the vendor prints it.") { $0.message },
        ])
}
