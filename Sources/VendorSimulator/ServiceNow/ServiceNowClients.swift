import Inventory

extension ServiceNow {
    /// Companies of all sorts in one table, and their places.
    enum Clients {
        private static let table = "core_company"

        static let companies = Source<Company>(
            .company, root: table, all: \.companies, find: { $0.company($1) }, classOf: { _ in table },
            changed: { company, _ in (company.createdAt, company.updatedAt) },
            columns: [
                Column("name", in: table) { company, _ in .text(company.name) },
                Column("parent", in: table, to: table) { .reference($1.company($0.parent)) },
                Column("customer", in: table) { company, _ in .flag(company.isCustomer) },
                Column("vendor", in: table) { company, _ in .flag(company.kind == .vendor) },
                Column("manufacturer", in: table) { _, _ in .flag(false) },
                Column("street", in: table) { company, _ in .text(company.address.street) },
                Column("city", in: table) { company, _ in .text(company.address.city) },
                Column("state", in: table) { company, _ in .text(company.address.region) },
                Column("zip", in: table) { company, _ in .text(company.address.postalCode) },
                Column("country", in: table) { company, _ in .text(company.address.country) },
                Column("phone", in: table) { company, _ in .text(company.phone) },
                Column("fax_phone", in: table) { _, _ in .empty },
                Column("website", in: table) { company, _ in .text(company.website) },
                Column("notes", in: table) { _, _ in .empty },
                Column("stock_symbol", in: table) { _, _ in .empty },
                Column("number", in: "customer_account") { company, _ in .text("ACCT\(company.number)") },
                Column("account_parent", in: "customer_account", to: table) { .reference($1.company($0.parent)) },
            ])

        static let locations = Source<Site>(
            .location, root: "cmn_location", all: { $0.sites.filter { $0.company != nil } },
            find: { fleet, number in fleet.site(number).flatMap { $0.company == nil ? nil : $0 } },
            classOf: { _ in "cmn_location" }, changed: { site, _ in (site.createdAt, site.updatedAt) },
            columns: [
                Column("name", in: "cmn_location") { site, _ in .text(site.name) },
                Column("full_name", in: "cmn_location") { site, _ in .text("\(site.address.country)/\(site.name)") },
                Column("street", in: "cmn_location") { site, _ in .text(site.address.street) },
                Column("city", in: "cmn_location") { site, _ in .text(site.address.city) },
                Column("state", in: "cmn_location") { site, _ in .text(site.address.region) },
                Column("zip", in: "cmn_location") { site, _ in .text(site.address.postalCode) },
                Column("country", in: "cmn_location") { site, _ in .text(site.address.country) },
                Column("phone", in: "cmn_location") { site, _ in .text(site.phone) },
                Column("company", in: "cmn_location", to: table) {
                    .reference($0.tellsCompany ? $1.company($0.company) : nil)
                },
                Column("time_zone", in: "cmn_location") { _, _ in .empty },
            ])
    }
}

extension Company {
    /// As ServiceNow marks those that are served.
    var isCustomer: Bool { kind == .customer }
}

extension Site {
    /// ServiceNow's places often name no company.
    var tellsCompany: Bool { number % 5 != 3 }
}

extension Address {
    /// Both lines in one column.
    var street: String { [line1, line2].compactMap { $0 }.joined(separator: "\n") }
}
