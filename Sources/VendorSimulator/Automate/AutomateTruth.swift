import Inventory

/// What ConnectWise Automate's records should become, worked out from the sheet, the document and the model alone.
///
/// Truth notes. Devices are the computers by their ids, and the network devices by theirs behind `network:`, since the two
/// counts overlap. These columns are left out, because the documents leave room:
/// - everywhere: `vendor_fields`, `custom_fields`, and `…_label` columns that are not named below;
/// - `devices`: `display_name` where there is none, `os_build` (inside the version), `architecture` (of computers without
///   inventory), `antivirus_status`, `disk_encryption` (not told), `owner_…` (a contact), `approval_status` (not told),
///   `device_class` of virtual servers, of virtual machines and of hosts that a probe has found, `os_family` of what a probe has
///   found, `notes` of the same (a description may be the device's own), `manufacturer` where there is no chassis;
/// - `device_antivirus`: all but the product and the date of its definitions (no version, no status);
/// - `software`: `size_bytes` (the unit is not established), `publisher` and `architecture` (there is no such member);
/// - `patches`: `state` where the server's policy approves or denies, `severity` of what is not graded and of third-party
///   patches, `released_on` of the latter;
/// - `patch_status`: the counts and what follows from them (whether software counts as patches is open);
/// - `alerts`: `severity` (the names are the server's own), `category`, `condition_name` (a monitor or a field).
struct AutomateTruth {
    let fleet: Fleet

    typealias Row = [String: Value]

    var all: Truth {
        [
            "organizations": organizations, "sites": sites, "devices": devices, "device_volumes": volumes,
            "device_antivirus": antivirus, "software": software, "patches": patches, "patch_status": patchStatus,
            "alerts": alerts,
        ]
    }

    private var organizations: [String: Row] {
        keyed(fleet.organizations) { organization in
            let company = organization.company.flatMap(fleet.company)
            return (
                String(Automate.ID.client(organization.number)),
                [
                    "name": .text(organization.name), "description": text(organization.details),
                    "phone": text(company?.phone), "address_line1": text(company?.address.line1),
                    "address_line2": text(company?.address.line2), "city": text(company?.address.city),
                    "region": text(company?.address.region), "postal_code": text(company?.address.postalCode),
                    "country": text(company?.address.country),
                    "psa_company_external_id": text(organization.company.map { String(ConnectWisePSA.ID.company($0)) }),
                ]
            )
        }
    }

    private var sites: [String: Row] {
        keyed(fleet.sites.filter { $0.organization != nil }) { site in
            (
                String(Automate.ID.location(site.number)),
                [
                    "organization_external_id": text(site.organization.map { String(Automate.ID.client($0)) }),
                    "name": .text(site.name), "address_line1": text(site.address.line1),
                    "address_line2": text(site.address.line2), "city": text(site.address.city),
                    "region": text(site.address.region), "postal_code": text(site.address.postalCode),
                    "country": text(site.address.country),
                ]
            )
        }
    }

    private var devices: [String: Row] {
        keyed(fleet.devices) { ($0.automateID, AutomateDeviceTruth(fleet: fleet, device: $0).row) }
    }

    private var alerts: [String: Row] {
        keyed(fleet.alerts) { alert in
            (
                String(Automate.ID.alert(alert.number)),
                [
                    "device_external_id": text(alert.device.flatMap(fleet.device)?.automateID),
                    "organization_external_id": text(alert.organization.map { String(Automate.ID.client($0)) }),
                    "severity_label": .text(Automate.Alerts.severity(alert)), "message": .text(alert.message),
                    "status": .text("open"), "raised_at": .timestamp(alert.raisedAt.wholeSecond), "resolved_at": .null,
                ]
            )
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

extension Device {
    /// As the vendor's sheet and the model have it.
    var automateID: String {
        Automate.Computers.isOne(self)
            ? String(Automate.ID.computer(number)) : "network:\(Automate.ID.networkDevice(number))"
    }
}
