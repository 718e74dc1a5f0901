/// A machine that an RMM manages or watches.
public struct Device: InventoryRecord, Hashable {
    public var organizationExternalID: String?
    public var siteExternalID: String?
    public var parentDeviceExternalID: String?
    public var hostname: String?
    public var displayName: String?
    public var deviceClass: DeviceClass?
    public var deviceClassLabel: String?
    public var isVirtual: Bool?
    public var approvalStatus: ApprovalStatus?
    public var approvalStatusLabel: String?
    public var osFamily: OSFamily?
    public var osFamilyLabel: String?
    public var osName: String?
    public var osVersion: String?
    public var osBuild: String?
    public var architecture: String?
    public var manufacturer: String?
    public var model: String?
    public var serialNumber: String?
    public var cpuModel: String?
    public var cpuCores: Int64?
    public var memoryBytes: Int64?
    public var storageBytes: Int64?
    public var storageFreeBytes: Int64?
    public var ipAddresses: [String]?
    public var macAddresses: [String]?
    public var publicIP: String?
    public var domain: String?
    public var lastUser: String?
    public var ownerName: String?
    public var ownerEmail: String?
    public var online: Bool?
    public var lastSeenAt: Timestamp?
    public var lastBootAt: Timestamp?
    public var lastAuditedAt: Timestamp?
    public var needsReboot: Bool?
    public var agentVersion: String?
    public var antivirusProduct: String?
    public var antivirusStatus: AntivirusStatus?
    public var antivirusStatusLabel: String?
    public var diskEncryption: DiskEncryption?
    public var diskEncryptionLabel: String?
    public var biosReleasedOn: CalendarDate?
    public var purchasedOn: CalendarDate?
    public var warrantyStartsOn: CalendarDate?
    public var warrantyEndsOn: CalendarDate?
    public var tags: [String]?
    public var notes: String?

    /// Nothing known yet.
    public init() {}

    public static let entity = Entity<Device>(
        "devices", singular: "device", side: .rmm, group: .devices,
        meaning: "A machine that the RMM manages or watches: servers, workstations, network gear, virtual machines.",
        hasBrake: true, hasCustomFields: true,
        hasHistory: true,
        references: [
            Reference(idColumn: "organization_id", externalColumn: "organization_external_id", target: "organizations"),
            Reference(idColumn: "site_id", externalColumn: "site_external_id", target: "sites"),
            Reference(idColumn: "parent_device_id", externalColumn: "parent_device_external_id", target: "devices"),
        ],
        columns: [
            .key(
                "organization_external_id", "The id in the RMM of the organisation that owns the device."
            ) { $0.organizationExternalID },
            .key("site_external_id", "The id in the RMM of the site it stands at.") { $0.siteExternalID },
            .key(
                "parent_device_external_id", "The id in the RMM of the host that a virtual machine runs on."
            ) { $0.parentDeviceExternalID },
            .key(
                "hostname",
                """
                The name that the machine gives itself, without a domain where the vendor keeps them apart.
                """
            ) { $0.hostname },
            .text("display_name", "The name that technicians gave it in the RMM.") { $0.displayName },
            .choice("device_class", "What sort of machine it is.") { $0.deviceClass },
            .text("device_class_label", "The vendor's own word for device_class.") { $0.deviceClassLabel },
            .boolean("is_virtual", "Whether it is a virtual machine.") { $0.isVirtual },
            .choice(
                "approval_status", "Whether technicians have accepted the device into management."
            ) { $0.approvalStatus },
            .text("approval_status_label", "The vendor's own word for approval_status.") { $0.approvalStatusLabel },
            .choice("os_family", "The family of its operating system.") { $0.osFamily },
            .text("os_family_label", "The vendor's own word for os_family.") { $0.osFamilyLabel },
            .text(
                "os_name",
                """
                The operating system with its edition, as the vendor prints it ("Windows 11 Professional").
                """
            ) { $0.osName },
            .text(
                "os_version", "The operating system's version (\"10.0.22631\", \"23H2\"), as the vendor prints it."
            ) { $0.osVersion },
            .text("os_build", "The operating system's build number.") { $0.osBuild },
            .text(
                "architecture", "Processor architecture (\"64-bit\", \"arm64\"), as the vendor prints it."
            ) { $0.architecture },
            .text("manufacturer", "Who made the machine.") { $0.manufacturer },
            .text("model", "The maker's model name.") { $0.model },
            .key(
                "serial_number", "The maker's serial number; null where the firmware holds a placeholder."
            ) { $0.serialNumber },
            .text("cpu_model", "The processor's name.") { $0.cpuModel },
            .integer("cpu_cores", "Processor cores, all sockets together.") { $0.cpuCores },
            .bigint("memory_bytes", "Installed memory in bytes.") { $0.memoryBytes },
            .bigint("storage_bytes", "Capacity of the fixed disks in bytes, all together.") { $0.storageBytes },
            .bigint(
                "storage_free_bytes",
                """
                Free space on the fixed disks in bytes, all together, at the last check-in.
                """, isVolatile: true
            ) { $0.storageFreeBytes },
            .inets("ip_addresses", "Its own (private) IP addresses.") { $0.ipAddresses },
            .macs("mac_addresses", "The hardware addresses of its network interfaces.") { $0.macAddresses },
            .inet("public_ip", "The internet address that it was last seen from.", isVolatile: true) { $0.publicIP },
            .text("domain", "The Active Directory domain or workgroup it has joined.") { $0.domain },
            .text("last_user", "The user who was last logged on.", isVolatile: true, group: .contacts) { $0.lastUser },
            .text(
                "owner_name", "The person whom the vendor says the device is assigned to.", group: .contacts
            ) { $0.ownerName },
            .text(
                "owner_email", "The e-mail address of the person whom the device is assigned to.", group: .contacts
            ) { $0.ownerEmail },
            .boolean("online", "Whether the RMM could reach it at the last check-in.", isVolatile: true) { $0.online },
            .timestamp("last_seen_at", "When the RMM last heard from it.", isVolatile: true) { $0.lastSeenAt },
            .timestamp("last_boot_at", "When it last started.", isVolatile: true) { $0.lastBootAt },
            .timestamp(
                "last_audited_at", "When the RMM last took its inventory.", isVolatile: true
            ) { $0.lastAuditedAt },
            .boolean("needs_reboot", "Whether it waits for a restart.") { $0.needsReboot },
            .text("agent_version", "The version of the RMM's agent on it.") { $0.agentVersion },
            .text("antivirus_product", "The main antivirus product's name.") { $0.antivirusProduct },
            .choice("antivirus_status", "How well its antivirus protects it.") { $0.antivirusStatus },
            .text("antivirus_status_label", "The vendor's own word for antivirus_status.") { $0.antivirusStatusLabel },
            .choice(
                "disk_encryption", "Whether its disks are encrypted: all of them (on), some (partial) or none (off)."
            ) { $0.diskEncryption },
            .text("disk_encryption_label", "The vendor's own word for disk_encryption.") { $0.diskEncryptionLabel },
            .date("bios_released_on", "The day its firmware was released: a hint at its age.") { $0.biosReleasedOn },
            .date("purchased_on", "The day it was bought.") { $0.purchasedOn },
            .date("warranty_starts_on", "The first day of the maker's warranty.") { $0.warrantyStartsOn },
            .date("warranty_ends_on", "The last day of the maker's warranty.") { $0.warrantyEndsOn },
            .texts("tags", "The tags that technicians put on it in the RMM.") { $0.tags },
            .text("notes", "What technicians wrote about it.") { $0.notes },
        ])
}
