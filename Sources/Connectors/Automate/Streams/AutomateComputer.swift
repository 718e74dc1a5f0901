import Inventory
import JSON

/// A row of `Computers` as a device.
struct AutomateComputer {
    static let list = AutomateList(
        "/Computers", key: "Id",
        fields: [
            "Id", "ComputerName", "FriendlyName", "DomainName", "Client", "Location", "Contact", "PrimaryContactName",
            "Type", "Status", "IsVirtualMachine", "IsVirtualHost", "OperatingSystemName", "OperatingSystemVersion",
            "SerialNumber", "BiosManufacturer", "BiosFlash", "TotalMemory", "FreeMemory", "CpuUsage", "LocalIPAddress",
            "GatewayIPAddress", "MACAddress", "LastUserName", "LoggedInUsers", "RemoteAgentVersion",
            "RemoteAgentLastContact", "LastHeartbeat", "RemoteAgentLastInventory", "LastInventoryReceived",
            "WindowsUpdateDate", "AntivirusDefinitionDate", "VirusScanner", "LastStartup", "SystemUptime",
            "UserIdleTime", "DateAdded", "AssetDate", "WarrantyEndDate", "AssetTag", "Comment", "IsRebootNeeded",
            "IsMaintenanceModeEnabled", "IsHeartbeatEnabled", "IsFasTalk", "IsMaster", "IsNetworkProbe", "IsLockedDown",
            "UTCOffset",
        ])

    /// What moves at every check-in.
    static let volatileFields: Set<String> = [
        "FreeMemory", "CpuUsage", "SystemUptime", "UserIdleTime", "LoggedInUsers", "LastHeartbeat",
        "IsHeartbeatRunning",
        "RemoteAgentLastContact", "RemoteAgentLastInventory", "LastInventoryReceived", "WindowsUpdateDate",
        "AntivirusDefinitionDate", "LastStartup", "Status", "Bandwidth", "BandwidthDisplay", "IsFasTalk",
    ]

    /// What stands in streams of its own, what is bulky, and what is nested whole with credentials in it.
    private static let notStored: Set<String> = [
        "Id", "Client", "Location", "Contact", "Tickets", "Groups", "OpenPortsTCP", "OpenPortsUDP", "IRQ", "Address",
        "DMA", "HardwarePorts", "UserAccounts", "PowerProfiles", "TempFiles",
    ]

    private var reader: RowReader
    private let parts: AutomateComputerParts
    private let times: AutomateTimes
    private var device = Device()

    init(_ row: JSONValue, _ parts: AutomateComputerParts, _ times: AutomateTimes) {
        reader = RowReader(row)
        self.parts = parts
        self.times = times
    }

    consuming func record(_ id: String, customFields: String?) -> SourceRecord {
        identity()
        system()
        hardware()
        network()
        standing()
        let created = reader.take("DateAdded", times.moment)
        return SourceRecord(
            device, externalID: id, sourceCreatedAt: created, vendorFields: vendorFields, customFields: customFields)
    }

    /// The computer's own, and what the list of chassis says beside.
    private var vendorFields: String? {
        let chassis = JSONText.vendorFields(parts.chassis, omitting: ["ComputerId", "LastUpdate"])
        let own = reader.rest(omitting: Self.notStored)
        guard let chassis else { return own }
        return own.map { String($0.dropLast()) + ",\"Chassis\":\(chassis)}" } ?? "{\"Chassis\":\(chassis)}"
    }

    private mutating func identity() {
        device.organizationExternalID = reader.row["Client"]["Id"].reference
        device.siteExternalID = reader.row["Location"]["Id"].reference
        device.hostname = reader.word("ComputerName")
        device.displayName = reader.text("FriendlyName")
        device.domain = reader.word("DomainName")
        device.isVirtual = reader.bool("IsVirtualMachine")
        device.deviceClass = AutomateWords.computerClass(reader.row, chassis: parts.chassis)
        device.deviceClassLabel = reader.text("Type")
        device.ownerName = reader.text("PrimaryContactName")
        device.ownerEmail = reader.row["Contact"]["Email"].cleaned
        device.notes = reader.text("Comment")
    }

    private mutating func system() {
        device.osFamily = AutomateWords.osFamily(reader.row["OperatingSystemName"].cleaned)
        device.osName = reader.text("OperatingSystemName")
        device.osVersion = reader.text("OperatingSystemVersion")
        if device.osFamily == .windows { device.osBuild = AutomateWords.windowsBuild(device.osVersion) }
        device.agentVersion = reader.text("RemoteAgentVersion")
        device.antivirusProduct = reader.word("VirusScanner.Name")
        device.needsReboot = reader.bool("IsRebootNeeded")
    }

    /// Without the chassis nobody knows the maker: `BiosManufacturer` is the firmware's.
    private mutating func hardware() {
        device.manufacturer = Placeholders.word(parts.chassis["Manufacturer"].text)
        device.model = Placeholders.word(parts.chassis["ProductName"].text)
        device.serialNumber = reader.serial("SerialNumber") ?? Placeholders.serial(parts.chassis["SerialNumber"].text)
        device.memoryBytes = reader.take("TotalMemory") { AutomateUnits.megabytes($0) }
        device.storageBytes = parts.storageBytes
        device.storageFreeBytes = parts.freeBytes
        device.purchasedOn = reader.take("AssetDate", AutomateTimes.day)
        device.warrantyEndsOn = reader.take("WarrantyEndDate", AutomateTimes.day)
    }

    /// One address and one hardware address are all there is; the gateway's is the public one.
    private mutating func network() {
        device.ipAddresses = reader.take("LocalIPAddress") { $0.cleaned.flatMap { NetworkAddress.ips([$0]) } }
        device.macAddresses = reader.take("MACAddress") { $0.cleaned.flatMap { NetworkAddress.macs([$0]) } }
        device.publicIP = reader.take("GatewayIPAddress") { $0.cleaned.flatMap(NetworkAddress.ip) }
    }

    private mutating func standing() {
        device.online = reader.value("Status", AutomateWords.online)
        device.lastUser = reader.text("LastUserName")
        device.lastSeenAt = reader.take("RemoteAgentLastContact", times.moment)
        device.lastBootAt = reader.take("LastStartup", times.moment)
        device.lastAuditedAt = reader.first(["LastInventoryReceived", "RemoteAgentLastInventory"], times.moment)
    }
}
