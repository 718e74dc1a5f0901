import Inventory

/// What ConnectWise PSA's records should become, worked out from the sheet, the document and the model alone.
///
/// Truth notes. These columns are left out, because the documents leave room:
/// - everywhere: `vendor_fields`, `custom_fields`, and `…_label` columns that are not named below;
/// - `companies`: `kind` of former customers (the tenant's word for them is anybody's guess);
/// - `tickets`: `status_category` of what waits (no field says so, only names do), `description` where no note is
///   marked as one, `description_html`, `respond_due_at`, `alert_external_id`;
/// - `ticket_notes`: `body` where it looks like markup, `author_name` where there is neither member nor contact;
/// - `time_entries`: `is_billable` of what is done at no charge;
/// - `configurations`: `rmm_vendor` (the PSA does not say which RMM wrote the device's id);
/// - `agreements`: `monthly_amount` (which additions are in force, and by which cycle they are priced, is inferred);
/// - `agreement_lines`, `products`: `currency` (not told);
/// - `opportunities`: `probability` (a name), `amount` (not on the record);
/// - `lookups`: all kinds but the six that the model names; the names of members (login or full name); whether a
///   priority is in use (not told); `parent_external_id` (with or without the kind before it).
struct ConnectWisePSATruth {
    let fleet: Fleet

    typealias Row = [String: Value]
    typealias ID = ConnectWisePSA.ID

    var all: Truth {
        [
            "companies": companies, "company_sites": sites, "contacts": contacts, "configurations": configurations,
            "tickets": tickets, "ticket_configurations": ticketConfigurations, "ticket_notes": notes,
            "time_entries": timeEntries, "agreements": agreements, "agreement_lines": lines, "products": products,
            "opportunities": opportunities, "lookups": lookups,
        ]
    }

    /// Deleted companies are marked in the vendor's list and are none of these.
    private var companies: [String: Row] {
        keyed(fleet.companies) { company in
            var row: Row = [
                "name": .text(company.name), "identifier": .text(company.identifier),
                "is_active": .boolean(company.isActive), "website": text(company.website),
                "phone": text(company.phone), "parent_external_id": id(company.parent, ID.company),
                "account_manager_name": text(memberName(company.accountManager)),
            ]
            row.merge(TruthCells.address(company.address)) { first, _ in first }
            if company.kind != .former { row["kind"] = .text(company.kind.rawValue) }
            return (ID.company(company.number), row)
        }
    }

    private var sites: [String: Row] {
        keyed(fleet.sites.filter { $0.company != nil }) { site in
            var row: Row = [
                "company_external_id": id(site.company, ID.company), "name": .text(site.name),
                "phone": text(site.phone), "is_primary": .boolean(site.isPrimary),
            ]
            row.merge(TruthCells.address(site.address)) { first, _ in first }
            return (ID.site(site.number), row)
        }
    }

    private var contacts: [String: Row] {
        keyed(fleet.people.filter { $0.company != nil }) { person in
            (
                ID.contact(person.number),
                [
                    "company_external_id": id(person.company, ID.company), "first_name": .text(person.firstName),
                    "last_name": .text(person.lastName), "email": text(person.email), "phone": text(person.phone),
                    "job_title": text(person.jobTitle), "is_active": .boolean(person.isActive),
                ]
            )
        }
    }

    private var configurations: [String: Row] {
        keyed(fleet.configurations) { asset in
            (
                ID.configuration(asset.number),
                [
                    "company_external_id": id(asset.company, ID.company),
                    "company_site_external_id": id(siteOfClient(asset.site), ID.site),
                    "contact_external_id": id(contact(asset.contact), ID.contact), "name": .text(asset.name),
                    "kind_label": .text(asset.kind), "status_label": .text(asset.status),
                    "is_active": .boolean(asset.isActive), "serial_number": TruthCells.serial(asset.serial),
                    "manufacturer": text(asset.manufacturer), "model": text(asset.model),
                    "rmm_device_external_id": text(asset.deviceIdentifier),
                    "installed_on": date(asset.installedOn), "purchased_on": date(asset.purchasedOn),
                    "warranty_ends_on": date(asset.warrantyEndsOn),
                ]
            )
        }
    }
}

/// How values are put.
extension ConnectWisePSATruth {
    func text(_ text: String?) -> Value { Value(text: text) }

    func id(_ number: Int?, _ id: (Int) -> Int) -> Value { number.map { .text(String(id($0))) } ?? .null }

    func date(_ date: CalendarDate?) -> Value { date.map { .date($0) } ?? .null }

    func time(_ time: Timestamp?) -> Value { time.map { .timestamp($0.wholeSecond) } ?? .null }

    /// As `numeric(14,2)` prints it.
    func money(_ cents: Int?) -> Value {
        guard let cents else { return .null }
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
    func keyed<Thing>(_ things: [Thing], _ row: (Thing) -> (some CustomStringConvertible, Row)) -> [String: Row] {
        Dictionary(things.map { row($0) }.map { ($0.0.description, $0.1) }) { _, last in last }
    }
}
