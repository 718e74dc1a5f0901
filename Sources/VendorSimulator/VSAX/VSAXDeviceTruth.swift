import Inventory

/// What one device should become, out of the thin list and of the assets.
struct VSAXDeviceTruth {
    let fleet: Fleet
    let device: Device

    var row: VSAXTruth.Row {
        var row: VSAXTruth.Row = [
            "organization_external_id": .text(String(VSAXID.organization(device.organization))),
            "site_external_id": text(device.site.map { String(VSAXID.site($0)) }),
            "display_name": .text(VSAXDevices.name(device)), "parent_device_external_id": .null,
            "approval_status": .null, "needs_reboot": .null, "warranty_ends_on": .null, "purchased_on": .null,
            "antivirus_product": .null, "disk_encryption": .null, "owner_name": .null,
        ]
        if VSAXAssets.isListed(device) { row.merge(seen) { _, new in new } }
        if device.hasAgent { row.merge(audited) { _, new in new } }
        return row
    }

    private var seen: VSAXTruth.Row {
        let readings = fleet.readings(of: device)
        var row: VSAXTruth.Row = [
            "last_seen_at": .timestamp(readings.lastContact), "public_ip": text(device.publicAddress),
            "tags": device.tags.isEmpty ? .null : .textArray(device.tags), "agent_version": text(device.agentVersion),
        ]
        let minutes = (fleet.now.microseconds - readings.lastContact.microseconds) / 60_000_000
        if !(10...20).contains(minutes) { row["online"] = .boolean(minutes < 10) }
        return row
    }

    private var audited: VSAXTruth.Row {
        let readings = fleet.readings(of: device)
        let isWindows = device.system?.family == .windows
        let disks = device.volumes.enumerated().map { VSAXTruth.bytes($0.element, readings.freeBytes[$0.offset]) }
        var row: VSAXTruth.Row = [
            "hostname": .text(device.hostname), "os_family": text(device.system?.family.rawValue),
            "os_family_label": text(VSAXAssets.type(device)), "os_name": text(device.system?.name),
            "os_version": text(VSAXAssetInfo.version(device)), "manufacturer": text(device.manufacturer),
            "model": text(device.model), "cpu_model": text(device.cpu?.name),
            "memory_bytes": device.memoryBytes.map { .integer(Int64($0)) } ?? .null,
            "storage_bytes": .integer(disks.map(\.capacity).reduce(0, +)),
            "storage_free_bytes": .integer(disks.map(\.free).reduce(0, +)), "domain": text(device.domain),
            "last_user": text(device.lastUser), "mac_addresses": macs,
            "last_boot_at": moment(VSAXAssets.booted(device)),
            "last_audited_at": moment(VSAXAssets.audited(device, readings)),
        ]
        if isWindows { row["os_build"] = text(device.system?.build) }
        if isWindows, device.kind == .server { row["device_class"] = .text("server") }
        if device.isVirtual { row["is_virtual"] = .boolean(true) } else { row["serial_number"] = serial }
        let addresses = device.interfaces.flatMap(VSAXAddresses.addresses)
        if !addresses.contains(where: Self.isSelfGiven) {
            row["ip_addresses"] = addresses.isEmpty ? .null : .textArray(addresses)
        }
        row.merge(antivirus) { _, new in new }
        return row
    }

    private var antivirus: VSAXTruth.Row {
        switch device.antivirus.first?.state {
        case .protected where device.system?.family == .windows: ["antivirus_status": .text("protected")]
        case .outdated where device.system?.family == .windows: ["antivirus_status": .text("outdated")]
        default: [:]
        }
    }

    private static func isSelfGiven(_ address: String) -> Bool {
        address.hasPrefix("169.254.") || address.hasPrefix("fe80")
    }

    private var macs: Value {
        let macs = device.interfaces.filter { !$0.isVirtual }.compactMap { $0.mac?.lowercased() }
        return macs.isEmpty ? .null : .textArray(macs.uniqued())
    }

    private var serial: Value {
        let serial = VSAXAssetInfo.serial(device)
        return ["To be filled by O.E.M.", "Default string"].contains(serial) ? .null : text(serial)
    }

    private func moment(_ time: Timestamp?) -> Value { time.map { .timestamp($0) } ?? .null }

    private func text(_ text: String?) -> Value {
        guard let text, !text.isEmpty else { return .null }
        return .text(text)
    }
}
