import Inventory

extension Autotask {
    /// Companies, their places and their people.
    enum Clients {
        static let companies = Table<Company>(
            "Companies", .company,
            fields: [
                Field("id") { .whole(ID.company($0.number)) },
                Field("companyName") { .text($0.name) },
                Field("companyNumber") { .text($0.identifier) },
                // Their own company has no type.
                Field("companyType") { $0.number == 0 ? .null : .whole(Setup.companyType($0.kind)) },
                Field("companyCategoryID") { _ in .whole(Setup.companyCategories[0].number) },
                Field("isActive") { .flag($0.isActive) },
                Field("parentCompanyID") { .whole($0.parent.map(ID.company)) },
                Field("ownerResourceID") { .whole($0.accountManager.map(ID.resource)) },
                Field("address1") { .text($0.address.line1) },
                Field("address2") { .text($0.address.line2) },
                Field("city") { .text($0.address.city) },
                Field("state") { .text($0.address.region) },
                Field("postalCode") { .text($0.address.postalCode) },
                Field("countryID") { .whole(Setup.country($0.address.country)) },
                Field("phone") { .text($0.phone) },
                Field("webAddress") { .text($0.website) },
                Field("isSample") { _ in .flag(false) },
                Field("createDate") { .time($0.createdAt, $0.number) },
                Field("lastActivityDate") { company, scope in scope.stamp(company.updatedAt, company.number) },
                Field("lastTrackedModifiedDateTime") { .time($0.updatedAt, $0.number) },
                Field("userDefinedFields") { company in
                    .fields([
                        ("Tier", company.number % 4 == 0 ? nil : "Gold"), ("Wi-Fi password", "hunter\(company.number)"),
                        ("Vault", "*****"),
                    ])
                },
            ], rows: { scope in Rows(scope.fleet.companiesInAutotask) { ID.company($0.number) } })

        static let locations = Table<Site>(
            "CompanyLocations", .location,
            fields: [
                Field("id") { .whole(ID.location($0.number)) },
                Field("companyID") { .whole($0.company.map(ID.company)) },
                Field("name") { .text($0.name) },
                Field("address1") { .text($0.address.line1) },
                Field("address2") { .text($0.address.line2) },
                Field("city") { .text($0.address.city) },
                Field("state") { .text($0.address.region) },
                Field("postalCode") { .text($0.address.postalCode) },
                Field("countryID") { .whole(Setup.country($0.address.country)) },
                Field("phone") { .text($0.phone) },
                Field("isActive") { _ in .flag(true) },
                Field("isPrimary") { .flag($0.isPrimary) },
            ],
            rows: { scope in Rows(scope.fleet.sites.filter { $0.company != nil }) { ID.location($0.number) } })

        static let contacts = Table<Person>(
            "Contacts", .contact,
            fields: [
                Field("id") { .whole(ID.contact($0.number)) },
                Field("companyID") { .whole($0.company.map(ID.company)) },
                Field("companyLocationID") { person, scope in scope.location(person.site) },
                Field("firstName") { .text($0.firstName) },
                Field("lastName") { .text($0.lastName) },
                Field("title") { .text($0.jobTitle) },
                // A number here, where other entities have true and false.
                Field("isActive") { .whole($0.isActive ? 1 : 0) },
                Field("emailAddress") { .text($0.email) },
                Field("phone") { .text($0.phone) },
                Field("primaryContact") { _ in .flag(false) },
                Field("createDate") { .time($0.createdAt, $0.number) },
                Field("lastModifiedDate") { person, scope in scope.stamp(person.updatedAt, person.number) },
                // Moves when the contact is used as well.
                Field("lastActivityDate") { person, scope in scope.stamp(scope.now, person.number) },
                Field("userDefinedFields") { _ in .fields([]) },
            ],
            rows: { scope in Rows(scope.fleet.people.filter { $0.company != nil }) { ID.contact($0.number) } })

        /// Who is inactive is left out, unless the query asks about that.
        static let resources = Table<Lookups.Member>(
            "Resources", .resource,
            isGiven: { member, filter in member.isActive || filter.contains { $0.asksAbout("isActive") } },
            fields: [
                Field("id") { .whole(ID.resource($0.number)) },
                Field("firstName") { .text($0.firstName) },
                Field("lastName") { .text($0.lastName) },
                Field("email") { .text($0.email) },
                Field("userName") { .text($0.identifier) },
                Field("isActive") { .flag($0.isActive) },
                Field("licenseType") { _ in .whole(1) },
                Field("gender") { _ in .text("F") },
                Field("homePhone") { _ in .text("+1 555 0199") },
                Field("internalCost") { _ in .hundredths(41_50) },
            ], rows: { scope in Rows(scope.fleet.lookups.members) { ID.resource($0.number) } })

        static let countries = Table<Country>(
            "Countries", .country,
            fields: [
                Field("id") { .whole($0.number) }, Field("name") { .text($0.name) },
                Field("displayName") { .text($0.name) }, Field("countryCode") { .text($0.code) },
                Field("isActive") { _ in .flag(true) },
            ], rows: { _ in Rows(Setup.countries) { $0.number } })
    }
}

extension Autotask.Condition {
    /// Whether a field is named anywhere in it.
    func asksAbout(_ name: String) -> Bool { field == name || (items ?? []).contains { $0.asksAbout(name) } }
}

extension Autotask.Scope {
    /// A place that the PSA knows.
    func location(_ number: Int?) -> Autotask.Cell {
        guard let site = number.flatMap(fleet.site), site.company != nil else { return .null }
        return .whole(Autotask.ID.location(site.number))
    }

    /// A person that the PSA knows.
    func contact(_ number: Int?) -> Autotask.Cell {
        guard let person = number.flatMap(fleet.person), person.company != nil else { return .null }
        return .whole(Autotask.ID.contact(person.number))
    }
}
