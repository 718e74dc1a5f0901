import Inventory

/// What N-sight's records should become, worked out from the sheet and the model alone.
///
/// Truth notes. These columns are left out, because the documents leave room:
/// - everywhere: `vendor_fields`, `custom_fields`, and `…_label` columns that are not named below;
/// - `sites`: the address (there is none; the router is no part of one);
/// - `devices`: `architecture` (part of a free text), `last_audited_at` and so on (no zone is stated), `online` of devices
///   that run daily checks alone or have no agent, `antivirus_…` (a switch is no product), `is_virtual`,
///   `approval_status`, `needs_reboot`, `storage_…` and `cpu_cores` (not told as numbers), `os_version`;
/// - `device_volumes`: sizes and file systems (free text);
/// - `patches`: `severity` (its scale is not known), `kind`, `released_on`, `installed_at`;
/// - `patch_status`: `pending_count` (which states wait is open), `status`, `last_scanned_at`;
/// - `backups`: `status` of cancelled sessions, `product`, `message`, and of checks `last_success_at`;
/// - `alerts`: `severity` of checks (whether one runs all day is not told), `category`.
///
/// Ids: what a device has is told by the device and its own id; software by name and version, since the id of a row of
/// software names neither the title nor the version; silence by its word; a backup check by `check:` and its id, since
/// plugins are words.
struct NSightTruth {
    let fleet: Fleet

    typealias Row = [String: Value]

    var all: Truth {
        [
            "organizations": organizations, "sites": sites, "devices": devices, "device_volumes": volumes,
            "device_network_interfaces": interfaces, "software": software, "patches": patches,
            "patch_status": patchStatus, "backups": backups, "alerts": alerts,
        ]
    }

    private var organizations: [String: Row] {
        keyed(fleet.organizations) { (String(NSightID.client($0.number)), ["name": .text($0.name)]) }
    }

    private var sites: [String: Row] {
        keyed(fleet.sites.filter { $0.organization != nil }) { site in
            (
                String(NSightID.site(site.number)),
                [
                    "organization_external_id": .text(String(NSightID.client(site.organization ?? 0))),
                    "name": .text(site.name),
                ]
            )
        }
    }

    private var devices: [String: Row] {
        keyed(known) { device in (id(device), NSightDeviceTruth(NSightDeviceRow(fleet, device)).row) }
    }

    private var alerts: [String: Row] {
        var all: [String: Row] = [:]
        let byDevice = Dictionary(grouping: fleet.alerts) { $0.device ?? 0 }
        for device in known where device.hasAgent {
            for failure in NSightFailure.failures(of: device, byDevice[device.number] ?? []) {
                let silence = device.kind == .server ? "overdue" : "offline"
                var row: Row = [
                    "device_external_id": .text(id(device)),
                    "organization_external_id": .text(String(NSightID.client(device.organization))),
                    "message": .text(failure.alert.message), "status": .text("open"), "resolved_at": .null,
                    "raised_at": .timestamp(NSightTime.second(failure.alert.raisedAt)),
                ]
                if let check = failure.check {
                    row["condition_name"] = .text(check.description)
                } else {
                    row["severity"] = .text(device.kind == .server ? "critical" : "minor")
                }
                all["\(id(device)):\(failure.check.map { String($0.id) } ?? silence)"] = row
            }
        }
        return all
    }

    /// The devices that the vendor knows.
    var known: [Device] { fleet.devices.filter { NSightKind($0) != nil } }

    func id(_ device: Device) -> String { String(NSightID.device(device.number)) }

    func text(_ text: String?) -> Value {
        guard let text, !text.isEmpty else { return .null }
        return .text(text)
    }

    /// A row for each thing.
    func keyed<Thing>(_ things: [Thing], _ row: (Thing) -> (String, Row)) -> [String: Row] {
        Dictionary(things.map(row)) { _, last in last }
    }
}

/// What one device should become.
struct NSightDeviceTruth {
    private let sent: NSightDeviceRow
    private var device: Device { sent.device }

    init(_ sent: NSightDeviceRow) { self.sent = sent }

    var row: NSightTruth.Row {
        var row: NSightTruth.Row = [
            "organization_external_id": .text(String(NSightID.client(device.organization))),
            "site_external_id": text(device.site.map { String(NSightID.site($0)) }),
            "parent_device_external_id": .null,
            "hostname": .text(device.hostname), "display_name": text(device.displayName),
            "device_class": .text(deviceClass), "manufacturer": text(device.manufacturer), "model": text(device.model),
            "serial_number": text(serial), "memory_bytes": number(device.memoryBytes),
            "ip_addresses": sent.address.map { .textArray([$0]) } ?? .null,
            "mac_addresses": macs, "public_ip": text(device.publicAddress), "domain": text(device.domain),
            "last_user": text(device.lastUser), "agent_version": text(sent.agent),
            "last_seen_at": [sent.checkedInAt, sent.dailyAt].compactMap { $0 }.max().map { .timestamp($0) } ?? .null,
            "last_boot_at": device.bootedAt.map { .timestamp(NSightTime.second($0)) } ?? .null,
            "os_name": text(device.system?.name), "os_build": text(build),
        ]
        if let family { row["os_family"] = .text(family) }
        if sent.checkedInAt != nil { row["online"] = .boolean(!sent.isOverdue) }
        let isScanned = device.hasAgent && !device.nSightIsNeverScanned
        row["cpu_model"] = isScanned ? text(device.cpu?.name) : .null
        return row
    }

    private var build: String? {
        device.kind == .server && device.system?.release == nil ? nil : device.system?.build
    }

    private var deviceClass: String {
        switch device.kind {
        case .server: "server"
        case .printer: "printer"
        case .laptop:
            device.system?.family == .macos && device.model?.hasPrefix("MacBook") != true
                ? "workstation" : "laptop"
        case .workstation: "workstation"
        default: "network"
        }
    }

    private var family: String? {
        switch sent.role {
        case 0...5: "windows"
        case 101: "linux"
        case 102: "macos"
        default: nil
        }
    }

    private var serial: String? {
        device.serial.flatMap { ["", "To be filled by O.E.M.", "Default string"].contains($0) ? nil : $0 }
    }

    /// Three at most.
    private var macs: Value {
        let macs = device.interfaces.compactMap { $0.mac?.lowercased() }.prefix(3)
        return macs.isEmpty ? .null : .textArray(Array(macs))
    }

    private func text(_ text: String?) -> Value {
        guard let text, !text.isEmpty else { return .null }
        return .text(text)
    }

    private func number(_ number: Int?) -> Value { number.map { .integer(Int64($0)) } ?? .null }
}
