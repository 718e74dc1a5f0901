import Inventory

/// What one device should become.
struct DattoRMMDeviceTruth {
    let fleet: Fleet
    let device: Device

    var row: DattoRMMTruth.Row {
        var row = everywhere
        if let deviceClass { row["device_class"] = .text(deviceClass) }
        if device.hasAgent { row.merge(agent) { $1 } }
        row.merge(audit) { $1 }
        return row
    }

    private var everywhere: DattoRMMTruth.Row {
        let readings = fleet.readings(of: device)
        let audited = device.hasAgent && !device.isUnaudited ? readings.lastUpdate : nil
        return [
            "organization_external_id": .text(DattoRMMID.siteUID(fleet, device.organization)),
            "site_external_id": .null, "hostname": .text(device.hostname),
            "device_class_label": .text(DattoRMMClass(device).category),
            "ip_addresses": device.interfaces.flatMap(\.addresses).first.map { .textArray([$0]) } ?? .null,
            "public_ip": text(device.publicAddress), "online": .boolean(readings.isOnline),
            "last_seen_at": .timestamp(readings.lastContact), "last_boot_at": time(device.bootedAt),
            "last_audited_at": time(audited),
            "warranty_ends_on": device.warranty.map { .date($0.endsOn) } ?? .null,
        ]
    }

    private var agent: DattoRMMTruth.Row {
        [
            "os_family": text(device.system?.family.rawValue), "os_name": text(name),
            "os_version": text(device.system?.version), "domain": text(device.domain),
            "last_user": text(device.lastUser), "needs_reboot": .boolean(device.needsReboot),
            "antivirus_product": text(device.system?.family == .windows ? device.antivirus.first?.product : nil),
            "antivirus_status": text(antivirus),
        ]
    }

    private var name: String? {
        device.system.map { ($0.family == .windows ? "Microsoft " : "") + $0.name }
    }

    private var antivirus: String? {
        guard device.system?.family == .windows else { return nil }
        return device.antivirus.first?.state.rawValue ?? "missing"
    }

    private var audit: DattoRMMTruth.Row {
        switch DattoRMMClass(device).name {
        case "device" where !device.isUnaudited: machine
        case "printer":
            [
                "manufacturer": text(device.manufacturer), "model": text(device.model),
                "serial_number": text(device.serial), "mac_addresses": macs,
            ]
        case "esxihost":
            [
                "manufacturer": text(device.manufacturer), "model": text(device.model),
                "serial_number": text(device.serial), "cpu_model": text(device.cpu?.name), "cpu_cores": cores,
                "mac_addresses": macs,
            ]
        default: ["manufacturer": .null, "serial_number": .null, "memory_bytes": .null]
        }
    }

    private var machine: DattoRMMTruth.Row {
        [
            "manufacturer": text(device.manufacturer), "model": text(device.model), "serial_number": text(serial),
            "is_virtual": .boolean(device.isVirtual), "cpu_model": text(device.cpu?.name), "cpu_cores": cores,
            "memory_bytes": device.memoryBytes.map { .integer(Int64($0)) } ?? .null,
            "storage_bytes": sum(device.volumes.map(\.capacityBytes)),
            "storage_free_bytes": sum(fleet.readings(of: device).freeBytes), "mac_addresses": macs,
            "bios_released_on": device.biosReleasedOn.map { .date($0) } ?? .null,
        ]
    }

    private var cores: Value { device.cpu.map { .integer(Int64($0.cores * $0.sockets)) } ?? .null }

    private var macs: Value {
        let macs = device.interfaces.compactMap { $0.mac?.lowercased() }
        return macs.isEmpty ? .null : .textArray(macs.uniqued())
    }

    /// Placeholders and blanks are none.
    private var serial: String? {
        device.serial.flatMap { ["To be filled by O.E.M.", "Default string"].contains($0) ? nil : $0 }
    }

    private var deviceClass: String? {
        switch device.kind {
        case .server: "server"
        case .workstation: "workstation"
        case .laptop: "laptop"
        case .hypervisor: "hypervisor"
        case .printer: "printer"
        case .networkSwitch, .router, .firewall, .accessPoint: "network"
        case .virtualMachine: nil
        }
    }

    private func sum(_ sizes: [Int]) -> Value { sizes.isEmpty ? .null : .integer(Int64(sizes.reduce(0, +))) }

    private func time(_ time: Timestamp?) -> Value { time.map { .timestamp($0) } ?? .null }

    private func text(_ text: String?) -> Value {
        guard let text, !text.isEmpty else { return .null }
        return .text(text)
    }
}
