import Inventory

/// What Asio's records should become, worked out from the sheet and the model alone.
///
/// Truth notes. These columns are left out, because the documents leave room:
/// - everywhere: `vendor_fields`, `custom_fields` and `…_label` columns that are not named below;
/// - `organizations`: `name` where the portal shows another than the API's (`friendlyName`), phone, the address;
/// - `sites`: the address (its inner names are not established);
/// - `devices`: `device_class` of printers, `is_virtual` (the words of `virtualType` are not known), addresses (the
///   primary one or all), `public_ip` (inferred), `os_version`, `os_family` of what has no agent, `antivirus_…`;
/// - `device_network_interfaces`: `name` (product or description), `is_virtual` (not told);
/// - `patches`: `title`, `severity` of what has no grade, the label of a state (a number without a meaning);
/// - `patch_status`: `status_label`; counts of other makers' programs (a score and a number beside the system's);
/// - `backups`: `status` of missed runs, `last_success_at`, `message`.
struct AsioTruth {
    let fleet: Fleet
    let places: AsioPlaces

    typealias Row = [String: Value]

    init(fleet: Fleet) {
        self.fleet = fleet
        places = AsioPlaces(fleet)
    }

    var all: Truth {
        [
            "organizations": organizations, "sites": sites, "devices": devices, "device_antivirus": antivirus,
            "device_network_interfaces": interfaces, "software": software, "patches": patches,
            "patch_status": patchStatus, "backups": backups,
        ]
    }

    private var organizations: [String: Row] {
        keyed(fleet.organizations) { organization in
            var row: Row = [
                "description": text(organization.details),
                "psa_company_external_id": text(AsioClients.psaID(organization)),
            ]
            if organization.number % 3 != 0 { row["name"] = .text(organization.name) }
            return (AsioID.company(organization, fleet), row)
        }
    }

    private var sites: [String: Row] {
        keyed(fleet.sites.filter { $0.organization != nil }) { site in
            (
                AsioID.site(site, fleet),
                [
                    "name": .text(site.name),
                    "organization_external_id": text(
                        site.organization.flatMap(fleet.organization).map { AsioID.company($0, fleet) }),
                ]
            )
        }
    }

    private var devices: [String: Row] {
        keyed(fleet.devices.filter { AsioID.category($0) != nil }) { ($0.uid, device($0)) }
    }

    private func device(_ device: Device) -> Row {
        let readings = fleet.readings(of: device)
        var row: Row = [
            "organization_external_id": .text(places.company(device)), "site_external_id": text(places.site(device)),
            "hostname": .text(device.hostname), "display_name": text(device.displayName),
            "online": .boolean(readings.isOnline), "last_seen_at": .timestamp(readings.lastContact.wholeSecond),
            "last_user": text(device.lastUser),
        ]
        if device.kind != .printer { row["device_class"] = .text(deviceClass(device)) }
        if device.hasAgent { row.merge(agent(device)) { _, new in new } }
        return row
    }

    private func agent(_ device: Device) -> Row {
        let isSerial = !["", "To be filled by O.E.M.", "Default string"].contains(device.serial ?? "")
        var row: Row = [
            "os_family": text(device.system?.family.rawValue), "os_name": text(device.system?.name),
            "manufacturer": text(device.manufacturer), "model": text(device.model),
            "serial_number": isSerial ? text(device.serial) : .null, "cpu_model": text(device.cpu?.name),
            "memory_bytes": device.memoryBytes.map { .integer(Int64($0)) } ?? .null, "domain": text(device.domain),
            "last_boot_at": device.bootedAt.map { .timestamp($0.wholeSecond) } ?? .null,
        ]
        if AsioPatches.isCovered(device) { row["needs_reboot"] = .boolean(device.needsReboot) }
        return row
    }

    private func deviceClass(_ device: Device) -> String {
        switch device.kind {
        case .server: "server"
        case .workstation: "workstation"
        case .laptop: "laptop"
        default: "network"
        }
    }

    func text(_ text: String?) -> Value {
        guard let text, !text.isEmpty else { return .null }
        return .text(text)
    }

    /// A row for each thing.
    private func keyed<Thing>(_ things: [Thing], _ row: (Thing) -> (String, Row)) -> [String: Row] {
        Dictionary(things.map(row)) { _, last in last }
    }
}
