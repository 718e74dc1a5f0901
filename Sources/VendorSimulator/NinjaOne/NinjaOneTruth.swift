import Inventory

/// What NinjaOne's records should become, worked out from the sheet, the document and the model alone.
///
/// Truth notes. These columns are left out, because the documents leave room:
/// - everywhere: `vendor_fields`, `custom_fields`, and `…_label` columns that are not named below;
/// - `organizations`: all but name and description (the vendor has nothing more);
/// - `sites`: all of the address but its first line (the vendor's address is one text);
/// - `devices`: `display_name` where the vendor has none (the sheet lets it be the system's name), `device_class` of
///   printers (the sheet counts them as network, the model has a class of its own), `is_virtual` of what has no agent,
///   `os_family` of what has no agent, `os_…` and `cpu_…` of virtual machines and hosts but what the sheet names,
///   `storage_…` (drives or volumes), `owner_…` (needs another call), `agent_version` (not told), `antivirus_…`,
///   `disk_encryption` (words not listed), `bios_released_on`, `purchased_on` (not told), `last_audited_at`;
/// - `device_network_interfaces`: `is_virtual` (not told);
/// - `device_antivirus`: `status`, `definitions_at` (the words of `productState` are not listed);
/// - `patches`: `severity` where the word is a category and no grade, `installed_at` of failed ones, `released_on`;
/// - `patch_status`: the whole entity (counts may be the vendor's or the patches');
/// - `backups`: `status` of cancelled runs, `last_success_at` (start or end), `protected_bytes`, `product`, `message`;
/// - `alerts`: `severity` of NONE, `organization_external_id`, `ticket_external_id`.
struct NinjaOneTruth {
    let fleet: Fleet

    typealias Row = [String: Value]

    var all: Truth {
        [
            "organizations": organizations, "sites": sites, "devices": devices, "device_volumes": volumes,
            "device_network_interfaces": interfaces, "device_antivirus": antivirus, "software": software,
            "patches": patches, "backups": backups, "alerts": alerts,
        ]
    }

    private var organizations: [String: Row] {
        keyed(fleet.organizations) { organization in
            (
                String(NinjaOneID.organization(organization.number)),
                ["name": .text(organization.name), "description": text(organization.details)]
            )
        }
    }

    private var sites: [String: Row] {
        keyed(fleet.sites.filter { $0.organization != nil }) { site in
            (
                String(NinjaOneID.location(site.number)),
                [
                    "organization_external_id": .text(String(NinjaOneID.organization(site.organization ?? 0))),
                    "name": .text(site.name), "address_line1": text(NinjaOneClients.address(site)),
                ]
            )
        }
    }

    private var devices: [String: Row] {
        keyed(fleet.devices) { device in (id(device), NinjaOneDeviceTruth(fleet: fleet, device: device).row) }
    }

    private var alerts: [String: Row] {
        keyed(fleet.alerts) { alert in
            let word = NinjaOneAlertRow.severity(alert.severity)
            var row: Row = [
                "device_external_id": text(alert.device.map { String(NinjaOneID.device($0)) }),
                "severity_label": .text(word), "category": .text(NinjaOneAlertRow.source(alert.kind)),
                "condition_name": .text(NinjaOneAlertRow.name(alert.kind)), "message": .text(alert.message),
                "status": .text("open"), "raised_at": .timestamp(alert.raisedAt), "resolved_at": .null,
            ]
            if alert.severity != .none { row["severity"] = .text(alert.severity.rawValue) }
            return (alert.uid, row)
        }
    }

    func id(_ device: Device) -> String { String(NinjaOneID.device(device.number)) }

    func text(_ text: String?) -> Value {
        guard let text, !text.isEmpty else { return .null }
        return .text(text)
    }

    /// A row for each thing.
    func keyed<Thing>(_ things: [Thing], _ row: (Thing) -> (String, Row)) -> [String: Row] {
        Dictionary(things.map(row)) { _, last in last }
    }
}
