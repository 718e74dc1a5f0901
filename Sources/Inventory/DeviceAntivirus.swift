/// An antivirus product on a device.
public struct DeviceAntivirus: InventoryRecord, Hashable {
    public var deviceExternalID: String?
    public var product: String?
    public var version: String?
    public var status: AntivirusStatus?
    public var statusLabel: String?
    public var definitionsAt: Timestamp?

    /// Nothing known yet.
    public init() {}

    public static let entity = Entity<DeviceAntivirus>(
        "device_antivirus", singular: "device_antivirus", side: .rmm, group: .devices,
        meaning: "An antivirus product on a device: one row a product, where the vendor lists several.",
        references: [
            Reference(idColumn: "device_id", externalColumn: "device_external_id", target: "devices")
        ],
        columns: [
            .key("device_external_id", "The device's id in the RMM.") { $0.deviceExternalID },
            .text("product", "The product's name.") { $0.product },
            .text("version", "The product's version.") { $0.version },
            .choice("status", "How well it protects the device.") { $0.status },
            .text("status_label", "The vendor's own word for status.") { $0.statusLabel },
            .timestamp("definitions_at", "When its virus definitions were last updated.") { $0.definitionsAt },
        ])
}
