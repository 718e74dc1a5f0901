import Inventory
import JSON

/// A row of servers or workstations as a device. It names neither client nor site (Traps, 4): both come from the call.
struct NSightDeviceMapping {
    let kind: NSightKind
    let client: String
    let site: String
    /// The vendor's clock, which says how long a device has been silent.
    let serverTime: Timestamp
    let options: NSightOptions

    func record(_ row: JSONValue, _ roster: [String: NSightRoster.Device]) throws(UnusableRecord) -> SourceRecord {
        let id = try row.required(NSightDeviceFields.id(kind))
        var reader = RowReader(row)
        var device = Device()
        identity(&reader, &device)
        operatingSystem(&reader, &device)
        hardware(&reader, &device)
        standing(&reader, &device)
        // A switch, not a product's own word; what it is called by is the vendor's name of it (Traps, 12).
        if roster[id]?.antivirus == true { device.antivirusProduct = "Managed Antivirus" }
        return SourceRecord(
            device, externalID: id, sourceCreatedAt: reader.take("install_date") { Times.day($0)?.midnight },
            vendorFields: reader.rest(
                omitting: Set(options.customFields.keys).union([NSightDeviceFields.id(kind)])),
            customFields: options.picked(of: row))
    }

    private func identity(_ reader: inout RowReader, _ device: inout Device) {
        device.organizationExternalID = client
        device.siteExternalID = site
        device.hostname = reader.word("name")
        device.displayName = reader.text("description")
        device.domain = reader.word("domain")
        device.deviceClass = deviceClass(reader)
        device.deviceClassLabel = kind.rawValue
    }

    /// By the list; of workstations by the role, and by the chassis. Every Mac says that it is a desktop.
    private func deviceClass(_ reader: RowReader) -> DeviceClass {
        if kind == .server { return .server }
        let isLaptop = [8, 9, 10, 11, 14].contains(reader.member("chassis_type").digits)
        switch reader.member("role").digits {
        case 102: return reader.member("model").cleaned?.hasPrefix("MacBook") == true ? .laptop : macClass(isLaptop)
        case 103: return .printer
        case 104, 105, 106: return .network
        default: return isLaptop ? .laptop : .workstation
        }
    }

    private func macClass(_ isLaptop: Bool) -> DeviceClass { isLaptop ? .laptop : .workstation }

    private func operatingSystem(_ reader: inout RowReader, _ device: inout Device) {
        device.osFamily = reader.take("role") { Self.family($0.digits) }
        device.osFamilyLabel = device.osFamily == nil ? nil : reader.text("role")
        device.osName = reader.word("os")
        let details = reader.member("os_details").cleaned
        device.osBuild = details.flatMap(Self.build)
        device.architecture = details.flatMap { text in ["64-bit", "32-bit"].first { text.contains($0) } }
    }

    private static func family(_ role: Int64?) -> OSFamily? {
        switch role {
        case 0, 1, 2, 3, 4, 5: .windows
        case 101: .linux
        case 102: .macos
        default: nil
        }
    }

    /// `19045` of `Microsoft Windows 10 Pro, 64-bit (build 19045)`.
    private static func build(_ details: String) -> String? {
        guard let start = details.firstRange(of: "(build ") else { return nil }
        return Cleaned.text(String(details[start.upperBound...].prefix { $0 != ")" && $0 != " " }))
    }

    private func hardware(_ reader: inout RowReader, _ device: inout Device) {
        device.manufacturer = reader.word("manufacturer")
        device.model = reader.word("model")
        device.serialNumber = reader.serial("device_serial")
        device.memoryBytes = reader.take("total_memory") { $0.positiveDigits }
        device.ipAddresses = reader.take("ip") { $0.cleaned.flatMap(NetworkAddress.ip).map { [$0] } }
        device.publicIP = reader.take("external_ip") { $0.cleaned.flatMap(NetworkAddress.ip) }
        let macs = ["mac1", "mac2", "mac3"].compactMap { name in
            reader.take(name) { $0.cleaned.flatMap(NSightText.mac) }
        }
        device.macAddresses = NetworkAddress.macs(macs)
    }

    private func standing(_ reader: inout RowReader, _ device: inout Device) {
        device.lastUser = reader.text("user")
        device.agentVersion = reader.word("agent_version")
        device.lastBootAt = reader.epoch("last_boot_time")
        device.lastAuditedAt = reader.take("last_scan_time", options.local)
        // Both are UTC; the daily checks are the second source of check-ins.
        let checkIns = ["utc_time_247", "dsc_utc_time"].compactMap { name in reader.take(name, Times.iso) }
        device.lastSeenAt = checkIns.max()
        device.online = isOnline(reader, device.lastSeenAt)
    }

    /// The vendor's own `online` is on for machines that are off (Traps, 7): what counts is when it checked in. Without
    /// check-ins between the daily checks nobody knows.
    private func isOnline(_ reader: RowReader, _ lastSeen: Timestamp?) -> Bool? {
        guard reader.member("active_247").flag == true, let lastSeen,
            let minutes = reader.member("check_interval_247").positiveDigits, minutes < 100_000
        else { return nil }
        if kind == .server, reader.member("missed_247").flag == true { return false }
        return serverTime.microseconds - lastSeen.microseconds <= (2 * minutes * 60 + 300) * 1_000_000
    }
}

/// What N-sight writes in a way of its own.
enum NSightText {
    /// A hardware address, whose octets may lack their leading zeros (`0:11:22:33:44:55`).
    static func mac(_ text: String) -> String? {
        let octets = text.split(separator: ":", omittingEmptySubsequences: false)
        guard octets.count == 6, octets.allSatisfy({ (1...2).contains($0.count) }) else {
            return NetworkAddress.mac(text)
        }
        return NetworkAddress.mac(octets.map { $0.count == 1 ? "0\($0)" : String($0) }.joined(separator: ":"))
    }

    /// A word of a piece of hardware's details (`AdapterType=Ethernet 802.3 MACAddress=01:23:45:67:89:AA`).
    static func detail(_ name: String, of details: JSONValue) -> String? {
        guard let text = details.cleaned, let found = text.firstRange(of: "\(name)=") else { return nil }
        return Cleaned.text(String(text[found.upperBound...].prefix { !$0.isWhitespace && $0 != ";" && $0 != "," }))
    }

    /// `KB5046613` out of a patch's title.
    static func kb(_ title: String) -> String? {
        var rest = title[...]
        while let found = rest.firstRange(of: "KB") {
            let digits = rest[found.upperBound...].prefix { $0.isASCII && $0.isNumber }
            if (4...8).contains(digits.count) { return "KB\(digits)" }
            rest = rest[found.upperBound...]
        }
        return nil
    }
}
