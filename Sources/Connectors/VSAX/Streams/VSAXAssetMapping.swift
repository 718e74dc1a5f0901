import Inventory
import JSON

/// A row of the assets as a device. What has no agent, and what was published by others, may lack any part of it.
enum VSAXAssetMapping {
    static let columns: Set<String> = [
        "hostname", "device_class", "device_class_label", "is_virtual", "os_family", "os_family_label", "os_name",
        "os_version", "os_build", "manufacturer", "model", "serial_number", "cpu_model", "memory_bytes",
        "storage_bytes", "storage_free_bytes", "ip_addresses", "mac_addresses", "public_ip", "domain", "last_user",
        "online", "last_seen_at", "last_boot_at", "last_audited_at", "agent_version", "antivirus_status",
        "antivirus_status_label", "bios_released_on", "tags",
    ]

    /// The audit holds the local time of its taking.
    static let volatile: Set<String> = [
        "CpuUsage", "MemoryUsage", "EventLogs", "AssetInfo", "LastUpdated", "LastSeenOnline", "LastReboot",
    ]

    /// In streams of their own.
    private static let elsewhere: Set<String> = [
        "Identifier", "Disks", "InstalledSoftware", "IpAddresses", "LocalIpAddresses", "Updates", "AssetInfo",
    ]

    /// A device that was heard of within so many seconds counts as online: no list says.
    static let onlineSeconds: Int64 = 15 * 60

    static func record(_ row: JSONValue, now: Timestamp) throws(UnusableRecord) -> SourceRecord {
        let id = try row.required("Identifier")
        var reader = RowReader(row)
        var info = VSAXAssetInfo(row["AssetInfo"])
        var device = Device()
        hardware(&info, &reader, &device)
        operatingSystem(&info, &reader, &device)
        network(&info, &reader, &device)
        storage(row, &device)
        standing(&reader, &device, now: now)
        security(&reader, &device)
        return SourceRecord(
            device, externalID: id,
            vendorFields: reader.rest(
                omitting: elsewhere, adding: info.rest.map { [(key: "AssetInfo", json: $0)] } ?? []))
    }

    private static func hardware(_ info: inout VSAXAssetInfo, _ reader: inout RowReader, _ device: inout Device) {
        device.manufacturer = info.take("System", "Manufacturer", Placeholders.word)
        device.model = info.take("System", "Model", Placeholders.word)
        device.isVirtual = VSAXWords.isVirtual(manufacturer: device.manufacturer, model: device.model)
        device.cpuModel = info.take("System", "CPU", Placeholders.word)
        // The operating system's "Serial Number" is a product id.
        device.serialNumber = info.take("BIOS", "Serial Number", Placeholders.serial)
        device.biosReleasedOn = info.take("BIOS", "Release Date") { $0.flatMap(VSAXTimes.day) }
        device.memoryBytes = reader.positive("MemoryTotal")
    }

    /// The caption, which of what has no audit is anybody's text.
    private static func operatingSystem(
        _ info: inout VSAXAssetInfo, _ reader: inout RowReader, _ device: inout Device
    ) {
        device.osFamily = reader.value("Type", VSAXWords.osFamily)
        device.osFamilyLabel = reader.text("Type")
        device.osName = info.take("Operating System", "Name", Cleaned.text)
        if let family = device.osFamily, family != .other {
            device.osName = device.osName ?? reader.text("Description")
        }
        device.osVersion = info.take("Operating System", "Version", Placeholders.word)
        device.osBuild = device.osFamily == .windows ? build(device.osVersion) : nil
        device.deviceClass = VSAXWords.deviceClass(
            caption: device.osName, model: device.model, family: device.osFamily)
        device.lastUser = info.take("Operating System", "Last Logged On User", Placeholders.word)
    }

    /// `22631` of `10.0.22631.0`.
    private static func build(_ version: String?) -> String? {
        guard let parts = version?.split(separator: "."), parts.count > 2 else { return nil }
        return String(parts[2])
    }

    private static func network(_ info: inout VSAXAssetInfo, _ reader: inout RowReader, _ device: inout Device) {
        let adapters = VSAXAdapters(reader.row)
        device.ipAddresses = adapters.reachable
        device.macAddresses = adapters.macs
        device.publicIP = reader.take("PublicIpAddress") { $0.string.flatMap(NetworkAddress.ip) }
        device.domain = info.take("System", "Domain", Placeholders.word)
        device.hostname =
            info.take("System", "DNS Host Name", Placeholders.word) ?? info.take("System", "Name", Placeholders.word)
            ?? reader.word("Name")
    }

    private static func storage(_ row: JSONValue, _ device: inout Device) {
        let disks = (row["Disks"].array ?? []).map(VSAXDisk.init)
        let capacities = disks.compactMap(\.capacityBytes)
        guard !capacities.isEmpty else { return }
        device.storageBytes = capacities.reduce(0, &+)
        let free = disks.compactMap(\.freeBytes)
        device.storageFreeBytes = free.count == capacities.count ? free.reduce(0, &+) : nil
    }

    /// An empty text is no time; the audit's local texts are none either.
    private static func standing(_ reader: inout RowReader, _ device: inout Device, now: Timestamp) {
        device.lastSeenAt = reader.take("LastSeenOnline", VSAXTimes.moment)
        device.lastBootAt = reader.take("LastReboot", VSAXTimes.moment)
        device.lastAuditedAt = reader.take("LastUpdated", VSAXTimes.moment)
        device.online = device.lastSeenAt.map { seen in
            now.microseconds - seen.microseconds < onlineSeconds * 1_000_000
        }
        device.agentVersion = reader.text("ClientVersion")
        device.tags = reader.take("Tags") { $0.texts.isEmpty ? nil : $0.texts }
    }

    private static func security(_ reader: inout RowReader, _ device: inout Device) {
        let words = [reader.text("AntivirusEnabled"), reader.text("AntivirusUpToDate")]
        device.antivirusStatus = VSAXWords.antivirus(enabled: words[0], upToDate: words[1])
        guard words[0] != nil else { return }
        device.antivirusStatusLabel = words.compactMap(\.self).joined(separator: " / ")
    }
}
