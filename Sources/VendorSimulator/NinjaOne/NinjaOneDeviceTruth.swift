import Inventory

/// What one device should become.
struct NinjaOneDeviceTruth {
    let fleet: Fleet
    let device: Device

    var row: NinjaOneTruth.Row {
        var row = everywhere
        if device.hasAgent { row.merge(agent) { _, new in new } }
        if device.kind == .hypervisor { row.merge(host) { _, new in new } }
        if device.kind == .virtualMachine { row["memory_bytes"] = number(device.memoryBytes) }
        if let deviceClass { row["device_class"] = .text(deviceClass) }
        if let name = device.displayName { row["display_name"] = .text(name) }
        return row
    }

    private var everywhere: NinjaOneTruth.Row {
        let readings = fleet.readings(of: device)
        return [
            "organization_external_id": .text(String(NinjaOneID.organization(device.organization))),
            "site_external_id": text(device.site.map { String(NinjaOneID.location($0)) }),
            "parent_device_external_id": text(device.parent.map { String(NinjaOneID.device($0)) }),
            "hostname": .text(device.hostname), "device_class_label": .text(NinjaOneClass.name(device)),
            "approval_status": .text(device.approval.rawValue),
            "approval_status_label": .text(device.approval == .approved ? "APPROVED" : "PENDING"),
            "ip_addresses": texts(device.interfaces.flatMap(\.addresses)),
            "mac_addresses": texts(device.interfaces.compactMap { $0.mac?.lowercased() }),
            "public_ip": text(device.publicAddress), "online": .boolean(readings.isOnline),
            "last_seen_at": .timestamp(readings.lastContact), "tags": texts(device.tags), "notes": text(device.notes),
            "warranty_starts_on": device.warranty.map { .date($0.startsOn) } ?? .null,
            "warranty_ends_on": device.warranty.map { .date($0.endsOn) } ?? .null,
        ]
    }

    private var agent: NinjaOneTruth.Row {
        [
            "is_virtual": .boolean(device.isVirtual), "os_family": text(device.system?.family.rawValue),
            "os_name": text(device.system?.name), "os_version": text(device.system?.release),
            "os_build": text(device.system?.build), "architecture": text(device.system?.architecture),
            "manufacturer": text(device.manufacturer), "model": text(device.model), "serial_number": text(serial),
            "cpu_model": text(device.cpu?.name), "cpu_cores": number(device.cpu.map { $0.cores * $0.sockets }),
            "memory_bytes": number(device.memoryBytes), "domain": text(device.domain),
            "last_user": text(device.lastUser),
            "last_boot_at": device.bootedAt.map { .timestamp($0) } ?? .null,
            "needs_reboot": .boolean(device.needsReboot),
        ]
    }

    private var host: NinjaOneTruth.Row {
        [
            "manufacturer": text(device.manufacturer), "model": text(device.model),
            "serial_number": text(device.serial),
            "cpu_model": text(device.cpu?.name), "cpu_cores": number(device.cpu.map { $0.cores * $0.sockets }),
            "memory_bytes": number(device.memoryBytes),
            "last_boot_at": device.bootedAt.map { .timestamp($0) } ?? .null,
        ]
    }

    private var deviceClass: String? {
        switch device.kind {
        case .server: "server"
        case .workstation: "workstation"
        case .laptop: "laptop"
        case .hypervisor: "hypervisor"
        case .virtualMachine: "virtual_machine"
        case .networkSwitch, .router, .firewall, .accessPoint: "network"
        case .printer: nil
        }
    }

    /// The system's, else the firmware's; placeholders and blanks are none.
    private var serial: String? {
        [device.serial, device.biosSerial].compactMap(\.self).first {
            !["", "To be filled by O.E.M.", "Default string"].contains($0)
        }
    }

    private func text(_ text: String?) -> Value {
        guard let text, !text.isEmpty else { return .null }
        return .text(text)
    }

    private func texts(_ texts: [String]) -> Value { texts.isEmpty ? .null : .textArray(texts.uniqued()) }

    private func number(_ number: Int?) -> Value { number.map { .integer(Int64($0)) } ?? .null }
}
