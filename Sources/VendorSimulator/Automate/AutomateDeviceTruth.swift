import Inventory

/// What one device should become.
struct AutomateDeviceTruth {
    let fleet: Fleet
    let device: Device

    private static let megabyte: Int64 = 1_048_576

    var row: AutomateTruth.Row {
        var row = everywhere
        row.merge(Automate.Computers.isOne(device) ? computer : networkDevice) { _, new in new }
        if let deviceClass { row["device_class"] = .text(deviceClass) }
        if let name = device.displayName { row["display_name"] = .text(name) }
        return row
    }

    private var everywhere: AutomateTruth.Row {
        let readings = fleet.readings(of: device)
        let interface = device.interfaces.first
        return [
            "organization_external_id": .text(String(Automate.ID.client(device.organization))),
            "site_external_id": text(device.site.map { String(Automate.ID.location($0)) }),
            "hostname": .text(device.hostname), "online": .boolean(readings.isOnline),
            "last_seen_at": .timestamp(readings.lastContact.wholeSecond),
            "ip_addresses": texts(interface?.addresses.first),
            "mac_addresses": texts(interface?.mac?.lowercased()),
        ]
    }

    private var computer: AutomateTruth.Row {
        var row: AutomateTruth.Row = [
            "is_virtual": .boolean(device.isVirtual), "os_family": text(device.system?.family.rawValue),
            "os_name": text(Automate.Computers.systemName(device)), "os_version": text(device.system?.version),
            "public_ip": text(device.publicAddress), "domain": text(device.domain),
            "last_user": text(device.lastUser), "needs_reboot": .boolean(device.needsReboot),
            "agent_version": text(device.agentVersion), "notes": text(device.notes),
            "antivirus_product": text(device.antivirus.first?.product),
            "last_boot_at": device.bootedAt.map { .timestamp($0.wholeSecond) } ?? .null,
            "purchased_on": device.purchasedOn.map { .date($0) } ?? .null,
            "warranty_ends_on": device.warranty.map { .date($0.endsOn) } ?? .null, "warranty_starts_on": .null,
            "device_class_label": .text(Automate.Computers.type(device)),
        ]
        row.merge(inventory) { _, new in new }
        return row
    }

    private var inventory: AutomateTruth.Row {
        guard Automate.Computers.hasInventory(device) else {
            return [
                "serial_number": text(serial([device.serial])), "memory_bytes": .null, "storage_bytes": .null,
                "storage_free_bytes": .null, "cpu_model": .null, "cpu_cores": .null, "last_audited_at": .null,
                "model": .null,
            ]
        }
        let readings = fleet.readings(of: device)
        return [
            "serial_number": text(serial([device.serial, device.biosSerial])),
            "manufacturer": text(device.manufacturer), "model": text(device.model),
            "memory_bytes": whole(device.memoryBytes.map { [$0] } ?? []),
            "storage_bytes": whole(device.volumes.map(\.capacityBytes)),
            "storage_free_bytes": whole(readings.freeBytes), "cpu_model": text(device.cpu?.name),
            "cpu_cores": device.cpu.map { .integer(Int64($0.cores * $0.sockets)) } ?? .null,
            "last_audited_at": .timestamp(readings.lastUpdate.wholeSecond),
            "bios_released_on": device.biosReleasedOn.map { .date($0) } ?? .null,
        ]
    }

    private var networkDevice: AutomateTruth.Row {
        [
            "manufacturer": text(device.manufacturer), "model": text(device.model), "serial_number": .null,
            "device_class_label": .text(Automate.NetworkDevices.type(device)), "purchased_on": .null,
        ]
    }

    private var deviceClass: String? {
        switch device.kind {
        case .server: device.isVirtual ? nil : "server"
        case .workstation: device.isVirtual ? nil : "workstation"
        case .laptop: Automate.Computers.hasInventory(device) ? "laptop" : nil
        case .networkSwitch, .router, .firewall, .accessPoint: "network"
        case .printer: "printer"
        case .hypervisor, .virtualMachine: nil
        }
    }

    /// The computer's, else the chassis's; placeholders and blanks are none.
    private func serial(_ serials: [String?]) -> String? {
        serials.compactMap(\.self).first { !["", "To be filled by O.E.M.", "Default string"].contains($0) }
    }

    /// What is left of sizes that are sent in megabytes.
    private func whole(_ sizes: [Int]) -> Value {
        sizes.isEmpty ? .null : .integer(sizes.map { Int64($0) / Self.megabyte * Self.megabyte }.reduce(0, +))
    }

    private func text(_ text: String?) -> Value {
        guard let text, !text.isEmpty else { return .null }
        return .text(text)
    }

    private func texts(_ text: String?) -> Value { text.map { .textArray([$0]) } ?? .null }
}
