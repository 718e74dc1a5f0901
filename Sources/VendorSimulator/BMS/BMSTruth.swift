import Inventory

/// What Kaseya BMS's records should become, worked out from the sheet, the document and the model alone.
///
/// Truth notes. These columns are left out, because the documents leave room:
/// - everywhere: `vendor_fields`, `custom_fields`, and `…_label` columns that are not named below;
/// - `companies`: `kind` of former customers, `account_manager_name` (a user's name, which may be a log-in's);
/// - `tickets`: `status_category` of what waits (no field says so, only names do), `subtype_label` (issue type, sub
///   type or both), `description` where HTML joins the spaces of the text, `resolved_at`;
/// - `ticket_notes`: `body` likewise, `author_name` where the vendor names none;
/// - `configurations`: `rmm_vendor` (which RMM an agent is of is not told), `installed_on`;
/// - `agreements`: `monthly_amount` and `currency`, `agreement_lines`: quantities, `currency`, `ends_on` (none is told);
/// - `products`: `currency`, `sku`;
/// - `lookups`: the kinds without a list of their own (types and sources of tickets, types of notes).
///
/// A ticket has one hardware asset at most, and so there are no `ticket_configurations`; the API has no opportunities.
struct BMSTruth {
    let fleet: Fleet

    typealias Row = [String: Value]

    var all: Truth {
        [
            "companies": companies, "company_sites": sites, "contacts": contacts, "configurations": configurations,
            "tickets": tickets, "ticket_notes": notes, "time_entries": timeEntries, "agreements": agreements,
            "agreement_lines": lines, "products": products, "lookups": lookups,
        ]
    }

    private var companies: [String: Row] {
        keyed(fleet.companies) { company in
            var row: Row = [
                "name": .text(company.name), "identifier": .text(company.identifier),
                "is_active": .boolean(company.isActive), "website": text(company.website),
                "parent_external_id": id(company.parent, BMSID.account), "phone": text(company.phone),
            ]
            row.merge(TruthCells.address(company.address)) { first, _ in first }
            if company.kind != .former { row["kind"] = .text(company.kind.rawValue) }
            return (BMSID.account(company.number), row)
        }
    }

    private var sites: [String: Row] {
        let phones = Dictionary(fleet.companies.map { ($0.number, $0.phone) }) { $1 }
        return keyed(fleet.sites.filter { $0.company != nil }) { site in
            var row: Row = [
                "company_external_id": id(site.company, BMSID.account), "name": .text(site.name),
                "is_primary": .boolean(site.isPrimary),
                "phone": text(site.isPrimary ? site.company.flatMap { phones[$0] } ?? nil : site.phone),
            ]
            row.merge(TruthCells.address(site.address)) { first, _ in first }
            return (BMSID.location(site.number), row)
        }
    }

    private var contacts: [String: Row] {
        keyed(fleet.people.filter { $0.company != nil }) { person in
            (
                BMSID.contact(person.number),
                [
                    "company_external_id": id(person.company, BMSID.account), "first_name": .text(person.firstName),
                    "last_name": .text(person.lastName), "email": text(person.email), "phone": text(person.phone),
                    "job_title": text(person.jobTitle), "is_active": .boolean(person.isActive),
                ]
            )
        }
    }

    private var configurations: [String: Row] {
        keyed(fleet.configurations) { asset in
            let contact = asset.contact.flatMap(fleet.person).flatMap { $0.company == nil ? nil : $0.number }
            let site = asset.site.flatMap(fleet.site).flatMap { $0.company == nil ? nil : $0.number }
            return (
                BMSID.asset(asset.number),
                [
                    "company_external_id": id(asset.company, BMSID.account),
                    "company_site_external_id": id(site, BMSID.location),
                    "contact_external_id": id(contact, BMSID.contact), "name": .text(asset.name),
                    "kind_label": .text(asset.kind), "status_label": .text(asset.status),
                    "is_active": .boolean(asset.isActive), "serial_number": TruthCells.serial(asset.serial),
                    "manufacturer": text(asset.manufacturer), "model": text(asset.model),
                    "rmm_device_external_id": text(asset.agentID(fleet)), "purchased_on": date(asset.purchasedOn),
                    "warranty_ends_on": date(asset.warrantyEndsOn),
                ]
            )
        }
    }
}

/// How values are put.
extension BMSTruth {
    func text(_ text: String?) -> Value { Value(text: text) }

    func id(_ number: Int?, _ id: (Int) -> Int) -> Value { number.map { .text(String(id($0))) } ?? .null }

    func date(_ date: CalendarDate?) -> Value { date.map { .date($0) } ?? .null }

    func time(_ time: Timestamp?) -> Value { time.map { .timestamp($0) } ?? .null }

    func money(_ cents: Int) -> Value { .decimal("\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)") }

    func memberName(_ number: Int?) -> String? { number.flatMap(fleet.lookups.member)?.fullName }

    /// A row for each thing.
    func keyed<Thing>(_ things: [Thing], _ row: (Thing) -> (Int, Row)) -> [String: Row] {
        Dictionary(things.map { row($0) }.map { (String($0.0), $0.1) }) { _, last in last }
    }
}
