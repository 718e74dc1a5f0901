import Inventory

/// The servers and the workstations of a site. Neither client nor site is in the row, and credentials are.
enum NSightDevices {
    static func servers(_ request: NSightRequest) -> VendorAnswer { list("server", [.server], request) }

    static func workstations(_ request: NSightRequest) -> VendorAnswer {
        list("workstation", [.workstation, .agentless], request)
    }

    private static func list(_ row: StaticString, _ kinds: Set<NSightKind>, _ request: NSightRequest) -> VendorAnswer {
        guard let site = request.site else { return request.invalid("siteid") }
        let devices = request.fleet.devices.filter { device in
            device.site == site.number && NSightKind(device).map(kinds.contains) == true
        }
        return request.items(row, devices, number: \.number) { device, xml in
            NSightDeviceRow(request.fleet, device, request.call.disturbance).write(to: &xml)
        }
    }
}

/// A device as the lists have it.
struct NSightDeviceRow {
    let device: Device
    let fleet: Fleet
    private let disturbance: Disturbance
    private let contact: Timestamp

    init(_ fleet: Fleet, _ device: Device, _ disturbance: Disturbance = .none) {
        self.fleet = fleet
        self.device = device
        self.disturbance = disturbance
        contact = NSightTime.second(fleet.readings(of: device).lastContact)
    }

    /// When it last checked in, and when its daily checks last ran.
    var checkedInAt: Timestamp? { !device.hasAgent || device.nSightIsDailyOnly ? nil : contact }
    var dailyAt: Timestamp? { device.hasAgent ? TimeText.date(contact).midnight : nil }
    /// It has missed two of its intervals.
    var isOverdue: Bool {
        let quiet = fleet.now.microseconds / 1_000_000 - contact.microseconds / 1_000_000
        return quiet > Int64(2 * device.nSightInterval * 60 + 300)
    }

    func write(to xml: inout XMLWriter) {
        identity(to: &xml)
        hardware(to: &xml)
        system(to: &xml)
        network(to: &xml)
        standing(to: &xml)
        if device.kind == .server { serverOnly(to: &xml) }
        // The customer's own fields, between the others.
        if device.number % 4 == 1 { xml.words("TelephoneNumber", "+1 555 01\(device.number % 100)") }
        if device.number % 5 == 1 { xml.words("BitLockerKey", "SECRET-RECOVERY-\(device.number)") }
    }

    private func identity(to xml: inout XMLWriter) {
        xml.text("guid", "SECRET-GUID-\(device.number)")
        xml.words("name", device.hostname)
        xml.words("wins_name", device.hasAgent ? String(device.hostname.prefix(15)) : nil)
        xml.words("description", device.displayName)
        if device.kind == .server {
            xml.number("serverid", NSightID.device(device.number))
        } else {
            xml.number("workstationid", NSightID.device(device.number))
        }
        xml.number("assetid", device.nSightIsNeverScanned ? nil : NSightID.asset(device.number))
        xml.text("install_date", TimeText.day(TimeText.date(device.createdAt)))
        xml.words("user", device.lastUser.map { device.number % 3 == 0 ? "\($0) " : $0 })
        xml.words("domain", device.domain)
    }

    private func hardware(to xml: inout XMLWriter) {
        xml.words("manufacturer", device.manufacturer)
        xml.words("model", device.model)
        xml.text("device_serial", device.serial)
        xml.number("chassis_type", chassis)
        xml.number("processor_count", device.cpu?.sockets)
        xml.number("total_memory", device.memoryBytes ?? 0)
    }

    private var chassis: Int {
        switch device.kind {
        case .laptop: device.system?.family == .macos ? 3 : [8, 9, 10, 14][device.number % 4]
        case .server: device.isVirtual ? 1 : 23
        default: 3
        }
    }

    private func system(to xml: inout XMLWriter) {
        xml.words("os", device.system?.name)
        if let system = device.system, device.kind != .server || system.release != nil {
            let build = system.build.map { " (build \($0))" } ?? ""
            xml.words("os_details", "\(system.name), \(system.architecture)\(build)")
        }
        xml.number("os_type", 18)
        xml.number("service_pack", 0)
        xml.text("os_serial_number", device.hasAgent ? "SECRET-OS-\(device.number)" : nil)
        xml.text("os_product_key", device.hasAgent ? "SECRET-KEY-\(device.number)" : nil)
        xml.number("role", role)
    }

    var role: Int {
        switch (device.kind, device.system?.family) {
        case (.printer, _): 103
        case (.router, _): 104
        case (.networkSwitch, _), (.firewall, _), (.accessPoint, _): 106
        case (_, .linux): 101
        case (_, .macos): 102
        case (.server, _): 2 + device.number % 4
        default: device.number % 2
        }
    }

    private func network(to xml: inout XMLWriter) {
        xml.text("ip", address)
        xml.text("external_ip", device.publicAddress)
        let macs = device.interfaces.compactMap(\.mac)
        xml.text("mac1", macs.first.map(Self.bare))
        xml.text("mac2", macs.dropFirst().first.map(Self.bare))
        xml.text("mac3", macs.dropFirst(2).first.map(Self.bare))
    }

    var address: String? { device.interfaces.lazy.flatMap(\.addresses).first { !$0.contains(":") } }

    /// Without the zeros that octets begin with.
    private static func bare(_ mac: String) -> String {
        mac.split(separator: ":").map { $0.first == "0" ? $0.dropFirst() : $0 }.joined(separator: ":")
    }

    private func standing(to xml: inout XMLWriter) {
        xml.text("last_boot_time", boot)
        let scanned = fleet.readings(of: device).lastUpdate
        xml.text("last_scan_time", device.nSightIsNeverScanned ? NSightTime.zero : NSightTime.text(scanned))
        xml.text("agent_version", agent)
        // On for machines that are off: nobody can trust it.
        xml.number("online", device.kind == .server && isOverdue ? 0 : 1)
        xml.flag("active_247", device.hasAgent && !device.nSightIsDailyOnly)
        xml.flag("dsc_active", device.hasAgent)
        xml.number("check_interval_247", device.nSightInterval)
        xml.number("status_247", 0)
        xml.text("utc_time_247", checkedInAt.map { NSightTime.text(disturbance.stamp($0)) } ?? NSightTime.zero)
        xml.number("dsc_hour", 0)
        xml.text("dsc_utc_time", dailyAt.map(NSightTime.text) ?? NSightTime.zero)
        xml.text("utc_apt", NSightTime.text(contact))
        xml.number("utc_offset", -3600)
        xml.number("tz_bias", -60)
        xml.text("tz_dst_date", "0000-03-05:00T01:00:00")
    }

    var agent: String? { device.agentVersion?.replacing(".", with: "_") }

    private var boot: String? {
        guard let booted = device.bootedAt else { return device.number % 2 == 0 ? nil : "Not Available" }
        return String(booted.microseconds / 1_000_000)
    }

    private func serverOnly(to xml: inout XMLWriter) {
        xml.flag("missed_247", isOverdue)
        xml.text("miss_factor_247", isOverdue ? "3.5" : "0.0")
        xml.number("email_overdue_alert", 0)
        xml.number("sms_overdue_alert", 0)
        xml.text("remote_username", "SECRET-REMOTE-\(device.number)")
    }
}
