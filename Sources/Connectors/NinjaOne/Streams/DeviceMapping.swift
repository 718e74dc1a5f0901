import Inventory
import JSON

/// A row of `devices-detailed` as a device. Agents, hosts, guests, mobiles and network gear come in one list, each
/// with members of its own; what a kind lacks stays null.
enum DeviceMapping {
    static func record(
        _ row: JSONValue, customFields: [String: NinjaCustomFields.Fields]
    ) throws(UnusableRecord) -> SourceRecord {
        let id = try row.required("id")
        var reader = RowReader(row)
        var device = Device()
        identity(&reader, &device)
        operatingSystem(&reader, &device)
        hardware(&reader, &device)
        storage(&reader, &device)
        network(&reader, &device)
        standing(&reader, &device)
        people(&reader, &device)
        return SourceRecord(
            device, externalID: id, sourceCreatedAt: reader.epoch("created"),
            vendorFields: reader.rest(omitting: notStored), customFields: customFields[id]?.allowed)
    }

    /// `userData` and `fields` hold custom fields that nobody has allowed; volumes are a stream of their own.
    private static let notStored: Set<String> = ["id", "userData", "fields", "volumes"]

    private static func identity(_ reader: inout RowReader, _ device: inout Device) {
        device.organizationExternalID = reader.text("organizationId")
        device.siteExternalID = reader.text("locationId")
        device.parentDeviceExternalID = reader.text("parentDeviceId")
        device.hostname = reader.first(["systemName", "system.name", "netbiosName"]) { Placeholders.word($0.text) }
        device.displayName = reader.text("displayName")
        device.deviceClass = NinjaWords.deviceClass(reader)
        device.osFamily = NinjaWords.osFamily(reader)
        device.osFamilyLabel = reader.text("nodeClass")
        device.deviceClassLabel = device.osFamilyLabel
        device.isVirtual = reader.bool("system.virtualMachine") ?? (device.deviceClass == .virtualMachine ? true : nil)
        device.approvalStatus = reader.value("approvalStatus", NinjaWords.approval)
        device.approvalStatusLabel = reader.text("approvalStatus")
    }

    private static func operatingSystem(_ reader: inout RowReader, _ device: inout Device) {
        device.osName = reader.first(["os.name", "guestOSFullName", "releaseName"]) { $0.cleaned }
        device.osVersion = reader.first(["os.releaseId", "version"]) { $0.cleaned }
        device.osBuild = reader.first(["os.buildNumber", "buildNumber", "system.build"]) { $0.cleaned }
        device.architecture = reader.word("os.architecture")
        device.lastBootAt = reader.first(["os.lastBootTime", "lastBootTime"], Times.epoch)
        device.needsReboot = reader.bool("os.needsReboot")
    }

    /// The serial number: the system's, else the firmware's, also where the first is blank or a placeholder.
    private static func hardware(_ reader: inout RowReader, _ device: inout Device) {
        device.manufacturer = reader.first(["system.manufacturer", "vendor"]) { Placeholders.word($0.text) }
        device.model = reader.first(["system.model", "model"]) { Placeholders.word($0.text) }
        device.serialNumber = reader.first(["system.serialNumber", "system.biosSerialNumber", "serviceTag"]) {
            Placeholders.serial($0.text)
        }
        let processors = reader.member("processors").array ?? []
        let cores = processors.compactMap { $0["numCores"].positive }.reduce(0, +)
        device.cpuModel =
            processors.lazy.compactMap { Placeholders.word($0["name"].text) }.first ?? reader.word("cpuModel")
        device.cpuCores = cores > 0 ? cores : reader.positive("cpuCores")
        device.memoryBytes = reader.first(["system.totalPhysicalMemory", "memory.capacity", "memorySize"]) {
            $0.positive
        }
    }

    /// Of the fixed volumes; network drives and removable ones are not the device's own.
    private static func storage(_ reader: inout RowReader, _ device: inout Device) {
        let fixed = (reader.member("volumes").array ?? []).filter { volume in
            let kind = volume["deviceType"].string?.lowercased() ?? ""
            return !["network", "remote", "removable", "cd", "optical", "ram"].contains(where: kind.holds)
        }
        let capacity = fixed.compactMap { $0["capacity"].positive }.reduce(0, saturatingSum)
        guard capacity > 0 else { return }
        device.storageBytes = capacity
        let free = fixed.compactMap { $0["freeSpace"].integer }.filter { $0 >= 0 }
        device.storageFreeBytes = free.isEmpty ? nil : free.reduce(0, saturatingSum)
    }

    private static func saturatingSum(_ a: Int64, _ b: Int64) -> Int64 {
        let (sum, isOver) = a.addingReportingOverflow(b)
        return isOver ? .max : sum
    }

    private static func network(_ reader: inout RowReader, _ device: inout Device) {
        device.ipAddresses = reader.ips("ipAddresses")
        device.macAddresses = reader.macs("macAddresses")
        device.publicIP = reader.take("publicIP") { $0.string.flatMap(NetworkAddress.ip) }
        device.domain = reader.word("system.domain")
    }

    private static func standing(_ reader: inout RowReader, _ device: inout Device) {
        device.online = reader.take("offline") { $0.bool.map { !$0 } }
        device.lastSeenAt = reader.epoch("lastContact")
        device.lastAuditedAt = reader.epoch("lastUpdate")
        device.tags = reader.take("tags") { $0.texts.isEmpty ? nil : $0.texts }
        device.notes = reader.take("notes") {
            let texts = ($0.array ?? []).compactMap { $0["text"].cleaned }
            return texts.isEmpty ? nil : texts.joined(separator: "\n")
        }
        device.warrantyStartsOn = reader.epoch("references.warranty.startDate")?.date
        device.warrantyEndsOn = reader.epoch("references.warranty.endDate")?.date
    }

    private static func people(_ reader: inout RowReader, _ device: inout Device) {
        device.lastUser = reader.text("lastLoggedInUser")
        let names = [
            reader.text("references.assignedOwner.firstName"), reader.text("references.assignedOwner.lastName"),
        ]
        let name = names.compactMap { $0 }.joined(separator: " ")
        device.ownerName = name.isEmpty ? nil : name
        device.ownerEmail = reader.text("references.assignedOwner.email")
    }
}
