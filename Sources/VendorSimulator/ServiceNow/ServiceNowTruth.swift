import Inventory

/// What ServiceNow's records should become, worked out from the sheet and the model alone, for a connection that reads
/// incidents as tickets (the usual).
///
/// Truth notes. These columns are left out, because the documents leave room:
/// - everywhere: `vendor_fields`, `custom_fields`, and `…_label` columns that are not named below;
/// - addresses: both lines where `street` holds two (the sheet says nothing of its form);
/// - `tickets`: `due_at` (`due_date` or `sla_due`), `sla_label` (a table of its own), `agreement` of incidents;
/// - `ticket_notes`: `body` of formatted entries with markup, line ends or runs of spaces in them;
/// - `time_entries`: `started_at` and `ended_at` (a day alone is kept), `company_external_id`;
/// - `configurations`: `rmm_vendor`; `kind_label` (class, category or form);
/// - `agreements`: `kind_label` (class or model), cycle and monthly amount but for monthly ones (words not told);
/// - `agreement_lines`: what is included or left of an entitlement;
/// - `lookups`: all kinds but queues, members, work types, and incidents' states and priorities.
struct ServiceNowTruth {
    let fleet: Fleet
    /// Whether cases of customer service are tickets too.
    var hasCases = false

    typealias Row = [String: Value]

    var all: Truth {
        [
            "companies": companies, "company_sites": sites, "contacts": contacts, "configurations": configurations,
            "tickets": tickets, "ticket_configurations": ticketConfigurations, "ticket_notes": notes,
            "time_entries": timeEntries, "agreements": agreements, "agreement_lines": lines, "lookups": lookups,
        ]
    }

    /// The table holds vendors and others too: those are none.
    private var companies: [String: Row] {
        keyed(fleet.companies.filter(\.isCustomer), .company) { company in
            var row: Row = [
                "name": .text(company.name), "kind": .text("customer"), "website": text(company.website),
                "phone": text(company.phone), "parent_external_id": id(company.parent, .company),
            ]
            row.merge(address(company.address)) { first, _ in first }
            return row
        }
    }

    private var sites: [String: Row] {
        keyed(fleet.sites.filter { $0.company != nil }, .location) { site in
            var row: Row = [
                "company_external_id": site.tellsCompany ? id(site.company, .company) : .null,
                "name": .text(site.name), "phone": text(site.phone),
            ]
            row.merge(address(site.address)) { first, _ in first }
            return row
        }
    }

    /// Staff, and people of those who are no customers, are no contacts.
    private var contacts: [String: Row] {
        let people = fleet.people.filter { $0.company.flatMap(fleet.company)?.isCustomer == true }
        let rows = people.map { person in
            (
                key(.user, ServiceNow.Users.number(ofPerson: person.number)),
                [
                    "company_external_id": id(person.company, .company), "first_name": .text(person.firstName),
                    "last_name": .text(person.lastName), "email": text(person.email), "phone": text(person.phone),
                    "job_title": text(person.jobTitle), "is_active": .boolean(person.isActive),
                ] as Row
            )
        }
        return Dictionary(rows) { $1 }
    }

    private var configurations: [String: Row] {
        keyed(fleet.configurations, .configuration) { item in
            [
                "company_external_id": id(item.company, .company),
                "company_site_external_id": id(knownSite(item.site), .location),
                "contact_external_id": person(item.contact), "name": .text(item.name),
                "status_label": .text(ServiceNow.Items.status(item).label), "is_active": .boolean(item.isActive),
                "serial_number": serial(item.serial), "manufacturer": text(item.manufacturer),
                "model": text(item.model), "rmm_device_external_id": text(item.deviceIdentifier),
                "installed_on": date(item.installedOn), "purchased_on": date(item.purchasedOn),
                "warranty_ends_on": date(item.warrantyEndsOn),
            ]
        }
    }

    private func address(_ address: Address) -> Row {
        var row: Row = [
            "city": .text(address.city), "region": .text(address.region), "postal_code": .text(address.postalCode),
            "country": .text(address.country),
        ]
        if address.line2 == nil { row["address_line1"] = .text(address.line1) }
        return row
    }

    /// Placeholders and blanks are none.
    private func serial(_ serial: String?) -> Value {
        ["To be filled by O.E.M.", "Default string"].contains(serial) ? .null : text(serial)
    }
}

/// How values are put.
extension ServiceNowTruth {
    func text(_ text: String?) -> Value { Value(text: text) }
    func key(_ kind: ServiceNow.Kind, _ number: Int) -> String { ServiceNow.id(kind, number, fleet.seed) }
    func id(_ number: Int?, _ kind: ServiceNow.Kind) -> Value { number.map { .text(key(kind, $0)) } ?? .null }
    func date(_ date: CalendarDate?) -> Value { date.map { .date($0) } ?? .null }
    func time(_ time: Timestamp?) -> Value { time.map { .timestamp($0.wholeSecond) } ?? .null }

    /// As `numeric(14,2)` prints it.
    func money(_ cents: Int) -> Value { .decimal("\(cents / 100).\(String(cents % 100 + 100).dropFirst())") }

    /// A person that the vendor knows.
    func person(_ number: Int?) -> Value {
        guard let number, fleet.person(number)?.company != nil else { return .null }
        return id(ServiceNow.Users.number(ofPerson: number), .user)
    }

    /// A place that the vendor knows.
    func knownSite(_ number: Int?) -> Int? {
        number.flatMap(fleet.site).flatMap { $0.company == nil ? nil : $0.number }
    }

    func memberName(_ number: Int?) -> String? { number.flatMap(fleet.lookups.member)?.fullName }

    /// A row for each thing.
    func keyed<Thing: Numbered>(
        _ things: [Thing], _ kind: ServiceNow.Kind, _ row: (Thing) -> Row
    ) -> [String: Row] {
        Dictionary(things.map { (key(kind, $0.number), row($0)) }) { $1 }
    }
}
