import Inventory

/// What N-central's records should become, worked out from the sheet, the document and the model alone.
///
/// Truth notes. These columns are left out, because the documents leave room:
/// - everywhere: `vendor_fields`, `custom_fields`, and `…_label` columns that are not named below;
/// - `organizations`: `description`, `parent_external_id` (the MSP's own levels are no organisations; not told more);
/// - `devices`: `device_class` of printers (network, other or the model's own class), `os_family` of what is neither
///   Windows, Linux nor macOS, `online` (by a threshold that is not told), `storage_free_bytes`, `is_virtual` (inferred
///   from a maker's words), `architecture_label`, `last_audited_at`, `notes`;
/// - `device_network_interfaces`: `is_virtual` (not told);
/// - `software`: `installed_on` (the date's format is not established), `size_bytes`, `architecture` (not told);
/// - `alerts`: `severity` of a warning (moderate or minor), `message` (of the monitor's details), `ticket_external_id`;
/// - `device_antivirus`, `patches`, `patch_status`, `backups`: not to be had by REST.
struct NCentralTruth {
    let fleet: Fleet

    typealias Row = [String: Value]

    var all: Truth {
        [
            "organizations": organizations, "sites": sites, "devices": devices, "device_volumes": volumes,
            "device_network_interfaces": interfaces, "software": software, "alerts": alerts,
        ]
    }

    private var organizations: [String: Row] {
        keyed(fleet.organizations) { customer in
            let company = customer.company.flatMap(fleet.company)
            var row = address(company?.address)
            row["name"] = .text(customer.name)
            row["phone"] = text(company?.phone)
            row["psa_company_external_id"] = text(NCentralOrganisation.externalID(customer))
            return (String(NCentralID.customer(customer.number)), row)
        }
    }

    private var sites: [String: Row] {
        keyed(fleet.sites.filter { $0.organization != nil }) { site in
            var row = address(site.address)
            row["organization_external_id"] = .text(String(NCentralID.customer(site.organization ?? 0)))
            row["name"] = .text(site.name)
            return (String(NCentralID.site(site.number)), row)
        }
    }

    private func address(_ address: Address?) -> Row {
        [
            "address_line1": text(address?.line1), "address_line2": text(address?.line2),
            "city": text(address?.city), "region": text(address?.region),
            "postal_code": text(address?.postalCode),
            "country": text(address.flatMap { NCentralOrganisation.country($0.country) }),
        ]
    }

    private var devices: [String: Row] {
        keyed(fleet.devices) { (id($0), NCentralDeviceTruth(fleet: fleet, device: $0).row) }
    }

    private var volumes: [String: Row] {
        audited { device in
            device.volumes.map { volume in
                (
                    volume.name,
                    [
                        "name": .text(volume.name), "capacity_bytes": .integer(Int64(volume.capacityBytes)),
                        "free_bytes": .null,
                    ]
                )
            }
        }
    }

    private var interfaces: [String: Row] {
        audited { device in
            device.interfaces.enumerated().map { place, card in
                (
                    String(place),
                    [
                        "name": .text(card.adapter), "mac_address": text(card.mac?.lowercased()),
                        "ip_addresses": card.addresses.first.map { .textArray([$0]) } ?? .null,
                    ]
                )
            }
        }
    }

    private var software: [String: Row] {
        audited { device in
            fleet.software(of: device).map { item in
                let title = SoftwareCatalogue.shared.titles[item.title]
                let version = SoftwareCatalogue.version(title, item.step)
                let row: Row = [
                    "name": .text(title.name), "version": text(version), "publisher": text(title.publisher),
                ]
                return ("\(title.name):\(version ?? "")", row)
            }
        }
    }

    private var alerts: [String: Row] {
        let issues = NCentralIssues(fleet: fleet)
        return keyed(fleet.alerts.filter { issues.device($0) != nil }) { alert in
            let device = issues.device(alert)
            let id = device.map { self.id($0) } ?? ""
            var row: Row = [
                "device_external_id": .text(id),
                "organization_external_id": text(device.map { String(NCentralID.customer($0.organization)) }),
                "category": .text(NCentralIssues.type(alert.kind)),
                "condition_name": .text(NCentralIssues.service(alert.kind)), "status": .text("open"),
                "raised_at": .timestamp(alert.raisedAt), "resolved_at": .null,
            ]
            let severities = [1: "info", 2: "info", 5: "critical", 6: "info", 7: "critical"]
            if let severity = severities[NCentralIssues.state(alert)] { row["severity"] = .text(severity) }
            return ("\(id):\(NCentralID.task(alert.number))", row)
        }
    }

    func id(_ device: Device) -> String { String(NCentralID.device(device.number)) }

    func text(_ text: String?) -> Value {
        guard let text, !text.isEmpty else { return .null }
        return .text(text)
    }

    private func keyed<Thing>(_ things: [Thing], _ row: (Thing) -> (String, Row)) -> [String: Row] {
        Dictionary(things.map(row)) { _, last in last }
    }

    /// Rows that the asset record has, by the device and a key of their own.
    private func audited(_ rows: (Device) -> [(String, Row)]) -> [String: Row] {
        var all: [String: Row] = [:]
        for device in fleet.devices where device.inNCentral.hasAssets {
            for (key, row) in rows(device) {
                all["\(id(device)):\(key)"] = row.merging(["device_external_id": .text(id(device))]) { $1 }
            }
        }
        return all
    }
}
