import Inventory

/// What Autotask's records should become, worked out from the sheet, the document and the model alone.
///
/// Truth notes. These columns are left out, because the documents leave room:
/// - everywhere: `vendor_fields`, `custom_fields`, `currency` (no record names one), and `…_label` columns that are not
///   named below;
/// - `companies`: `kind` of former customers (the tenant's word for them is anybody's guess);
/// - `tickets`: `status_category` of what waits (only names say so), `record_kind` but for types that the sheet names,
///   `alert_external_id` is told, `merged_into_external_id` is not on the record;
/// - `time_entries`: `company_external_id`, `hourly_rate`, `billing_label` (none of them on the record);
/// - `configurations`: `status_label`, `purchased_on` (not on the record);
/// - `agreements`: `status` of what was cancelled, `amount`, `monthly_amount` and `billing_cycle` (a contract has none);
/// - `agreement_lines`: all but the parents, name, quantity and prices; a bundle has no cost of its own;
/// - `products`: `category` of services and bundles;
/// - `lookups`: all kinds but the seven below.
struct AutotaskTruth {
    let fleet: Fleet

    typealias Row = [String: Value]
    typealias ID = Autotask.ID

    var all: Truth {
        [
            "companies": companies, "company_sites": sites, "contacts": contacts, "configurations": configurations,
            "tickets": tickets, "ticket_configurations": ticketConfigurations, "ticket_notes": notes,
            "time_entries": timeEntries, "agreements": agreements, "agreement_lines": lines, "products": products,
            "opportunities": opportunities, "lookups": lookups,
        ]
    }

    private var companies: [String: Row] {
        keyed(fleet.companiesInAutotask) { company in
            var row: Row = [
                "name": .text(company.name), "identifier": text(company.identifier),
                "is_active": .boolean(company.isActive), "website": text(company.website),
                "phone": text(company.phone), "parent_external_id": id(company.parent, ID.company),
                "account_manager_name": text(memberName(company.accountManager)),
            ]
            row.merge(TruthCells.address(company.address)) { first, _ in first }
            if company.kind != .former {
                row["kind"] = .text(company.number == 0 ? "internal" : company.kind.rawValue)
            }
            return (String(ID.company(company.number)), row)
        }
    }

    private var sites: [String: Row] {
        keyed(fleet.sites.filter { $0.company != nil }) { site in
            var row: Row = [
                "company_external_id": id(site.company, ID.company), "name": .text(site.name),
                "phone": text(site.phone), "is_primary": .boolean(site.isPrimary),
            ]
            row.merge(TruthCells.address(site.address)) { first, _ in first }
            return (String(ID.location(site.number)), row)
        }
    }

    private var contacts: [String: Row] {
        keyed(fleet.people.filter { $0.company != nil }) { person in
            (
                String(ID.contact(person.number)),
                [
                    "company_external_id": id(person.company, ID.company), "first_name": .text(person.firstName),
                    "last_name": .text(person.lastName), "email": text(person.email), "phone": text(person.phone),
                    "job_title": text(person.jobTitle), "is_active": .boolean(person.isActive),
                ]
            )
        }
    }

    private var configurations: [String: Row] {
        keyed(fleet.configurations) { item in
            let device = item.deviceInAutotask(fleet)
            // Make and model stand on the product, of which there is one where both are known.
            let isKnown = device != nil || item.productInAutotask != nil
            return (
                String(ID.item(item.number)),
                [
                    "company_external_id": id(item.company, ID.company),
                    "company_site_external_id": id(siteOfClient(item.site), ID.location),
                    "contact_external_id": id(contact(item.contact), ID.contact), "name": .text(item.name),
                    "kind_label": .text(item.kind), "is_active": .boolean(item.isActive),
                    "serial_number": TruthCells.serial(item.serial),
                    "manufacturer": isKnown ? text(item.manufacturer) : .null,
                    "model": isKnown ? text(item.model) : .null,
                    "rmm_vendor": device == nil ? .null : .text("datto-rmm"),
                    "rmm_device_external_id": text(device?.uid),
                    "installed_on": date(item.installedOn), "warranty_ends_on": date(item.warrantyEndsOn),
                ]
            )
        }
    }
}

/// How values are put.
extension AutotaskTruth {
    func text(_ text: String?) -> Value { Value(text: text) }

    func id(_ number: Int?, _ id: (Int) -> Int) -> Value { number.map { .text(String(id($0))) } ?? .null }

    func date(_ date: CalendarDate?) -> Value { date.map { .date($0) } ?? .null }

    func time(_ time: Timestamp?) -> Value { time.map { .timestamp($0.wholeMillisecond) } ?? .null }

    /// As `numeric(14,2)` prints it.
    func money(_ cents: Int) -> Value {
        let rest = abs(cents) % 100
        return .decimal("\(cents / 100).\(rest < 10 ? "0" : "")\(rest)")
    }

    func memberName(_ number: Int?) -> String? { number.flatMap(fleet.lookups.member)?.fullName }

    /// A person that the PSA knows.
    func contact(_ number: Int?) -> Int? {
        number.flatMap(fleet.person).flatMap { $0.company == nil ? nil : $0.number }
    }

    /// A site that the PSA knows.
    func siteOfClient(_ number: Int?) -> Int? {
        number.flatMap(fleet.site).flatMap { $0.company == nil ? nil : $0.number }
    }

    /// A row for each thing.
    func keyed<Thing>(_ things: [Thing], _ row: (Thing) -> (String, Row)) -> [String: Row] {
        Dictionary(things.map { row($0) }) { _, last in last }
    }
}
