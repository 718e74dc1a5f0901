import Inventory

/// What Datto RMM's records should become, worked out from the sheet, the document and the model alone.
///
/// Truth notes. The sites of the vendor are its customers, and so organisations; it has nothing for the model's sites,
/// backups, and lists of antivirus products. What is no column of its lists or audits is left out, as are, because the
/// documents leave room:
/// - everywhere: `vendor_fields`, `custom_fields`, and `…_label` columns that are not named below;
/// - `devices`: `display_name` and `notes` (`description` may be either), `device_class` of a class that is not
///   documented, `os_family` of what has no agent, `os_…` of such a system whose text ends in no plain version,
///   `architecture` (a 64-bit flag alone), `agent_version` (the sheet names two);
/// - `device_volumes`: the drive that holds no medium is there, with an unknown size;
/// - `patches`: `kind` of those without a KB number, `state` of NOT_APPROVED (refused or undecided);
/// - `alerts`: `message` where the vendor gives none, `severity` of Information is info.
///
/// The vendor names no key for a network interface: it is the device's uid, the instance and the hardware address as
/// printed, with colons between; for software the device's uid, the name and the version.
struct DattoRMMTruth {
    let fleet: Fleet

    typealias Row = [String: Value]

    var all: Truth {
        [
            "organizations": organizations, "devices": devices, "device_volumes": volumes,
            "device_network_interfaces": interfaces, "software": software, "patches": patches,
            "patch_status": patchStatus, "alerts": alerts,
        ]
    }

    private var organizations: [String: Row] {
        keyed(fleet.organizations) { organization in
            (
                DattoRMMID.siteUID(fleet, organization.number),
                [
                    "name": .text(organization.name), "description": text(organization.details),
                    "psa_company_external_id": text(organization.company.map(DattoRMMID.autotask)),
                ]
            )
        }
    }

    private var devices: [String: Row] {
        keyed(fleet.devices) { ($0.uid, DattoRMMDeviceTruth(fleet: fleet, device: $0).row) }
    }

    private var volumes: [String: Row] {
        perDevice { device in
            if device.kind == .hypervisor { return [datastore(device)] }
            guard device.hasAgent, !device.isUnaudited else { return [] }
            let free = fleet.readings(of: device).freeBytes
            let drive: [(String, Row)] =
                device.kind == .workstation && device.number % 4 == 0
                ? [("\(device.uid):Z:", ["name": .text("Z:"), "capacity_bytes": .null])] : []
            return drive
                + device.volumes.enumerated().map { index, volume in
                    (
                        "\(device.uid):\(volume.name)",
                        [
                            "name": .text(volume.name), "capacity_bytes": .integer(Int64(volume.capacityBytes)),
                            "free_bytes": .integer(Int64(free[index])),
                        ]
                    )
                }
        }
    }

    private func datastore(_ device: Device) -> (String, Row) {
        let store = DattoRMMDatastore(device)
        return (
            "\(device.uid):\(store.name)",
            [
                "name": .text(store.name), "file_system": .text("VMFS"), "capacity_bytes": .integer(Int64(store.size)),
                "free_bytes": .integer(Int64(store.free)),
            ]
        )
    }

    private var interfaces: [String: Row] {
        perDevice { device in
            device.interfaces.map { interface in
                (
                    "\(device.uid):\(interface.adapter):\(interface.mac?.filter { $0 != ":" } ?? "")",
                    [
                        "name": .text(interface.adapter), "mac_address": text(interface.mac?.lowercased()),
                        "ip_addresses": texts(interface.addresses),
                    ]
                )
            }
        }
    }

    private var software: [String: Row] {
        perDevice { device in
            guard !device.isUnaudited else { return [] }
            return fleet.software(of: device).map { item in
                let title = SoftwareCatalogue.shared.titles[item.title]
                let version = SoftwareCatalogue.version(title, item.step)
                return (
                    "\(device.uid):\(title.name):\(version ?? "")",
                    ["name": .text(title.name), "version": text(version), "publisher": .null, "installed_on": .null]
                )
            }
        }
    }

    private var patches: [String: Row] {
        perDevice { device in
            DattoRMMPatchRow.rows(fleet, device).map { ("\(device.uid):\($0.patch.uid)", patch($0)) }
        }
    }

    private func patch(_ found: DattoRMMPatchRow) -> Row {
        let severity = found.severity == "UNSPECIFIED" ? "unknown" : found.severity.lowercased()
        var row: Row = [
            "kb": text(found.patch.kb), "title": .text(found.patch.title), "severity": .text(severity),
            "severity_label": .text(found.severity), "state_label": .text(found.status),
            "released_on": .date(found.releasedOn), "installed_at": .null,
        ]
        if found.patch.kb != nil { row["kind"] = .text("os") }
        if found.status == "INSTALLED" { row["state"] = .text("installed") }
        if found.status == "APPROVED_PENDING" { row["state"] = .text("approved") }
        return row
    }

    private var patchStatus: [String: Row] {
        let words = [
            "NoData": "unknown", "RebootRequired": "reboot_required", "InstallError": "failed",
            "ApprovedPending": "pending", "FullyPatched": "compliant",
        ]
        return perDevice { device in
            guard let counts = DattoRMMPatchCounts(fleet, device) else { return [] }
            let isKnown = counts.status != "NoData"
            return [
                (
                    device.uid,
                    [
                        "installed_count": isKnown ? .integer(Int64(counts.installed)) : .null,
                        "pending_count": isKnown ? .integer(Int64(counts.approved)) : .null,
                        "rejected_count": .null, "failed_count": .null, "status": text(words[counts.status]),
                        "status_label": .text(counts.status),
                    ]
                )
            ]
        }
    }

    private var alerts: [String: Row] {
        let uids = Dictionary(fleet.devices.map { ($0.number, $0.uid) }) { $1 }
        return keyed(fleet.alerts) { alert in
            let priority = DattoRMMAlertRow.priority(alert.severity)
            var row: Row = [
                "device_external_id": text(alert.device.flatMap { uids[$0] }),
                "organization_external_id": text(alert.organization.map { DattoRMMID.siteUID(fleet, $0) }),
                "severity": .text(alert.severity == .none ? "info" : alert.severity.rawValue),
                "severity_label": .text(priority), "category": .text(DattoRMMAlertRow.kind(alert.kind)),
                "condition_name": .null, "status": .text("open"),
                "raised_at": .timestamp(alert.raisedAt), "resolved_at": .null, "ticket_external_id": .null,
            ]
            if let message = DattoRMMAlertRow.diagnostics(alert) { row["message"] = .text(message) }
            return (alert.uid, row)
        }
    }

    private func text(_ text: String?) -> Value {
        guard let text, !text.isEmpty else { return .null }
        return .text(text)
    }

    private func texts(_ texts: [String]) -> Value { texts.isEmpty ? .null : .textArray(texts) }

    private func keyed<Thing>(_ things: [Thing], _ row: (Thing) -> (String, Row)) -> [String: Row] {
        Dictionary(things.map(row)) { $1 }
    }

    /// Rows that hang on devices.
    private func perDevice(_ rows: (Device) -> [(String, Row)]) -> [String: Row] {
        var all: [String: Row] = [:]
        for device in fleet.devices {
            for (key, row) in rows(device) {
                all[key] = row
                all[key]?["device_external_id"] = .text(device.uid)
            }
        }
        return all
    }
}
