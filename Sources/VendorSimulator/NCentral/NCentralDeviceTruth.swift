import Inventory

/// What one device should become. What only the asset record fills is null where there is none.
struct NCentralDeviceTruth {
    let fleet: Fleet
    let device: Device

    var row: NCentralTruth.Row {
        var row = listed
        row.merge(device.inNCentral.hasAssets ? audited : audited.mapValues { _ in .null }) { _, new in new }
        row.merge(lifecycle) { _, new in new }
        if let word = deviceClass { row["device_class"] = .text(word) }
        if let family = device.system?.family, [.windows, .linux, .macos].contains(family) {
            row["os_family"] = .text(family.rawValue)
        }
        return row
    }

    private var listed: NCentralTruth.Row {
        [
            "organization_external_id": .text(String(NCentralID.customer(device.organization))),
            "site_external_id": device.site.map { .text(String(NCentralID.site($0))) } ?? .null,
            "parent_device_external_id": .null, "display_name": .text(device.inNCentral.longName),
            "hostname": .text(hostname),
            "device_class_label": .text(device.inNCentral.deviceClass),
            "os_name": device.inNCentral.supportedSystem.map { .text($0) } ?? .null, "public_ip": .null,
            "last_seen_at": .timestamp(fleet.readings(of: device).lastContact),
            "last_user": device.lastUser.map { .text($0) } ?? .null,
        ]
    }

    /// The name that discovery found, else the inventory's, else what it is called.
    private var hostname: String {
        if !device.inNCentral.discoveredName.isEmpty { return device.inNCentral.discoveredName }
        return device.inNCentral.hasAssets ? device.inNCentral.netbiosName : device.inNCentral.longName
    }

    private var audited: NCentralTruth.Row {
        let system = device.system
        return [
            "os_version": text(system?.version), "architecture": text(system?.architecture),
            "os_build": system?.family == .windows
                ? text(system?.version?.split(separator: ".").dropFirst(2).first.map(String.init)) : .null,
            "manufacturer": text(device.manufacturer), "model": text(device.model), "serial_number": text(serial),
            "cpu_model": text(device.cpu?.name), "cpu_cores": number(device.cpu?.cores),
            "memory_bytes": number(device.memoryBytes),
            "storage_bytes": number(device.volumes.isEmpty ? nil : device.volumes.map(\.capacityBytes).reduce(0, +)),
            "ip_addresses": texts(device.interfaces.compactMap(\.addresses.first)),
            "mac_addresses": texts(device.interfaces.compactMap { $0.mac?.lowercased() }),
            "last_boot_at": device.bootedAt.map { .timestamp(second($0)) } ?? .null,
        ]
    }

    private var lifecycle: NCentralTruth.Row {
        let isKnown = !device.inNCentral.isProbe
        return [
            "purchased_on": (isKnown ? device.purchasedOn : nil).map { .date($0) } ?? .null,
            "warranty_ends_on": (isKnown ? device.warranty?.endsOn : nil).map { .date($0) } ?? .null,
            "warranty_starts_on": .null,
        ]
    }

    private var deviceClass: String? {
        switch device.kind {
        case .server, .virtualMachine, .hypervisor: "server"
        case .workstation: "workstation"
        case .laptop: "laptop"
        case .networkSwitch, .router, .firewall: "network"
        case .accessPoint: "other"
        case .printer: nil
        }
    }

    private var serial: String? {
        let serial = device.inNCentral.serial
        return ["None", "To be filled by O.E.M.", "Default string"].contains(serial) ? nil : serial
    }

    /// Sent to the second.
    private func second(_ time: Timestamp) -> Timestamp {
        Timestamp(microseconds: time.microseconds / 1_000_000 * 1_000_000)
    }

    private func text(_ text: String?) -> Value { text.map { .text($0) } ?? .null }
    private func number(_ number: Int?) -> Value { number.map { .integer(Int64($0)) } ?? .null }
    private func texts(_ texts: [String]) -> Value { texts.isEmpty ? .null : .textArray(texts) }
}
