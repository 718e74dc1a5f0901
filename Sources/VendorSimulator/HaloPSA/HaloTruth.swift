import Inventory

/// What HaloPSA's records should become, worked out from the sheet, the document and the model alone.
///
/// Truth notes. These columns are left out, because the documents leave room:
/// - everywhere: `vendor_fields`, `custom_fields`, `currency`, and `…_label` columns that are not named below;
/// - `companies`: `kind` (the tenant's own word), the address and the phone (the main site's, not the client's);
/// - `company_sites`: `city` and `region` (which line is which differs by tenant), `is_primary`;
/// - `contacts`: `job_title` (whether `title` is the form of address is not established);
/// - `tickets`: `description_html` with a picture in it (how it is left out is ours to say), `record_kind` of advice,
///   `source_label`, `subtype_label`, `respond_due_at`, `resolved_at`, `alert_external_id`;
/// - `time_entries`: `company_external_id`, `billing_label`, `hourly_rate` (not on an action);
/// - `agreements`: `status` of what is neither active nor expired, `monthly_amount`, `billing_cycle` of what is once;
/// - `agreement_lines`: all (the names of an invoice's lines are not established);
/// - `products`: `kind`, `is_active` (no member says so for certain);
/// - `opportunities`: `status` of those that are closed, `expected_close_on`;
/// - `lookups`: all kinds but the six that the model names; `parent_external_id`.
struct HaloTruth {
    let fleet: Fleet

    typealias Row = [String: Value]

    var all: Truth {
        [
            "companies": companies, "company_sites": sites, "contacts": contacts, "configurations": configurations,
            "tickets": tickets, "ticket_configurations": ticketConfigurations, "ticket_notes": notes,
            "time_entries": timeEntries, "agreements": agreements, "products": products,
            "opportunities": opportunities, "lookups": lookups,
        ]
    }

    /// Without the built-in client that stands for none.
    private var companies: [String: Row] {
        keyed(fleet.companies) { company in
            (
                HaloID.client(company.number),
                [
                    "name": .text(company.name), "identifier": .text(company.identifier),
                    "is_active": .boolean(company.isActive), "website": text(company.website),
                    "parent_external_id": .null, "account_manager_name": text(memberName(company.accountManager)),
                ]
            )
        }
    }

    private var sites: [String: Row] {
        keyed(fleet.sites.filter { $0.company != nil }) { site in
            (
                HaloID.site(site.number),
                [
                    "company_external_id": id(site.company, HaloID.client), "name": .text(site.name),
                    "phone": text(site.phone), "address_line1": .text(site.address.line1),
                    "postal_code": .text(site.address.postalCode), "country": .text(site.address.country),
                ]
            )
        }
    }

    private var contacts: [String: Row] {
        keyed(fleet.people.filter { $0.company != nil }) { person in
            (
                HaloID.user(person.number),
                [
                    "company_external_id": id(person.company, HaloID.client), "first_name": .text(person.firstName),
                    "last_name": .text(person.lastName), "email": text(person.email), "phone": text(person.phone),
                    "is_active": .boolean(person.isActive),
                ]
            )
        }
    }

    private var configurations: [String: Row] {
        keyed(fleet.configurations) { asset in
            let device = asset.isLinked ? asset.device : nil
            return (
                HaloID.asset(asset.number),
                [
                    "company_external_id": id(asset.company, HaloID.client),
                    "company_site_external_id": id(knownSite(asset.site), HaloID.site),
                    "contact_external_id": id(HaloAssets.contact(asset, fleet)?.number, HaloID.user),
                    "name": .text(asset.name), "kind_label": .text(asset.kind), "status_label": .text(asset.status),
                    "is_active": .boolean(asset.isActive), "serial_number": serial(asset.serial),
                    "manufacturer": text(asset.manufacturer), "model": text(asset.model),
                    "rmm_vendor": device == nil ? .null : .text("ninjaone"),
                    "rmm_device_external_id": id(device, NinjaOneID.device),
                    "installed_on": date(asset.installedOn), "purchased_on": date(asset.purchasedOn),
                    "warranty_ends_on": date(asset.warrantyEndsOn),
                ]
            )
        }
    }

    /// Placeholders and blanks are none.
    private func serial(_ serial: String?) -> Value {
        ["To be filled by O.E.M.", "Default string"].contains(serial) ? .null : text(serial)
    }
}

/// How values are put.
extension HaloTruth {
    func text(_ text: String?) -> Value { Value(text: text) }

    func id(_ number: Int?, _ id: (Int) -> Int) -> Value { number.map { .text(String(id($0))) } ?? .null }

    func date(_ date: CalendarDate?) -> Value { date.map { .date($0) } ?? .null }

    func time(_ time: Timestamp?) -> Value { time.map { .timestamp($0.wholeSecond) } ?? .null }

    /// As `numeric(14,2)` prints it.
    func money(_ cents: Int) -> Value {
        let rest = abs(cents) % 100
        return .decimal("\(cents / 100).\(rest < 10 ? "0" : "")\(rest)")
    }

    func memberName(_ number: Int?) -> String? { number.flatMap(fleet.lookups.member)?.fullName }

    /// A site that the PSA knows.
    func knownSite(_ number: Int?) -> Int? {
        number.flatMap(fleet.site).flatMap { $0.company == nil ? nil : $0.number }
    }

    /// A row for each thing.
    func keyed<Thing>(_ things: [Thing], _ row: (Thing) -> (some CustomStringConvertible, Row)) -> [String: Row] {
        Dictionary(things.map { row($0) }.map { ($0.0.description, $0.1) }) { _, last in last }
    }
}
