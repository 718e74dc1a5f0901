import Inventory

/// What VSA X's records should become, worked out from the sheet and the model alone.
///
/// Truth notes. These columns are left out, because the documents leave room:
/// - everywhere: `vendor_fields`, `custom_fields`, and `…_label` columns that are not named below;
/// - `sites`: `region` (the vendor has none);
/// - `devices`: `device_class` but of servers (told by the caption; laptops by guess), `is_virtual` of what is not
///   virtual, `cpu_cores` (sockets and threads are told, cores are not), `ip_addresses` where an address that a machine
///   gave itself is among them, `serial_number` of virtual machines, `online` of what was last seen between ten and
///   twenty minutes ago (the sheet has a connector's guess of 15), `antivirus_status` but of the words that are known,
///   the audit's columns of what has no agent, `bios_released_on` (a local text);
/// - `device_antivirus`: `product`, `version` (not told), `status` but of the words that are known;
/// - `patch_status`: all counts but what is missing, `status` of what misses nothing, `last_scanned_at`;
/// - `alerts`: `severity` but of critical ones (the scales differ), `category`, `condition_name`, `resolved_at`,
///   `organization_external_id` (not told);
/// - `patches`, `backups`: not to be had.
struct VSAXTruth {
    let fleet: Fleet

    typealias Row = [String: Value]

    var all: Truth {
        [
            "organizations": organizations, "sites": sites, "devices": devices, "device_volumes": volumes,
            "device_network_interfaces": interfaces, "device_antivirus": antivirus, "software": software,
            "patch_status": patchStatus, "alerts": alerts,
        ]
    }

    private var organizations: [String: Row] {
        keyed(fleet.organizations) { one in
            (
                String(VSAXID.organization(one.number)),
                [
                    "name": .text(one.name),
                    "psa_company_external_id": text(one.company.map { String(VSAXID.company($0)) }),
                ]
            )
        }
    }

    private var sites: [String: Row] {
        keyed(fleet.sites.filter { $0.organization != nil }) { one in
            let address = VSAXClients.hasContact(one) ? one.address : nil
            return (
                String(VSAXID.site(one.number)),
                [
                    "organization_external_id": text(one.organization.map { String(VSAXID.organization($0)) }),
                    "name": .text(one.name), "address_line1": text(address?.line1),
                    "address_line2": text(address?.line2), "city": text(address?.city),
                    "postal_code": text(address?.postalCode), "country": text(address?.country),
                ]
            )
        }
    }

    private var devices: [String: Row] {
        keyed(fleet.devices) { device in (device.uid, VSAXDeviceTruth(fleet: fleet, device: device).row) }
    }

    private var alerts: [String: Row] {
        keyed(fleet.alerts) { alert in
            var row: Row = [
                "device_external_id": text(alert.device.flatMap(fleet.device)?.uid),
                "severity_label": .text(VSAXNotifications.priority(alert.severity)), "message": .text(alert.message),
                "status": .text("open"), "resolved_at": .null,
                "raised_at": .timestamp(Timestamp(microseconds: Int64(VSAXTime.epoch(alert.raisedAt)) * 1_000_000)),
            ]
            if alert.severity == .critical { row["severity"] = .text("critical") }
            return (String(VSAXID.notification(alert.number)), row)
        }
    }

    func text(_ text: String?) -> Value {
        guard let text, !text.isEmpty else { return .null }
        return .text(text)
    }

    /// A row for each thing.
    func keyed<Thing>(_ things: [Thing], _ row: (Thing) -> (String, Row)) -> [String: Row] {
        Dictionary(things.map(row)) { _, last in last }
    }
}
