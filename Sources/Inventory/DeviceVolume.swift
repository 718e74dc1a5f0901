/// A volume (drive, file system) of a device.
public struct DeviceVolume: InventoryRecord, Hashable {
    public var deviceExternalID: String?
    public var name: String?
    public var fileSystem: String?
    public var capacityBytes: Int64?
    public var freeBytes: Int64?

    /// Nothing known yet.
    public init() {}

    public static let entity = Entity<DeviceVolume>(
        "device_volumes", singular: "device_volume", side: .rmm, group: .devices,
        meaning: "A volume (drive letter, mounted file system) of a device.",
        references: [
            Reference(idColumn: "device_id", externalColumn: "device_external_id", target: "devices")
        ],
        columns: [
            .key("device_external_id", "The device's id in the RMM.") { $0.deviceExternalID },
            .text("name", "The volume's name or mount point (\"C:\", \"/var\").") { $0.name },
            .text("file_system", "The file system (\"NTFS\", \"ext4\").") { $0.fileSystem },
            .bigint("capacity_bytes", "Its size in bytes.") { $0.capacityBytes },
            .bigint("free_bytes", "Free space in bytes at the last check-in.", isVolatile: true) { $0.freeBytes },
        ])
}
