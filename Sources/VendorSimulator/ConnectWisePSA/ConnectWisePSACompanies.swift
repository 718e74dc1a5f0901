import Inventory

extension ConnectWisePSA {
    /// Companies, their sites and their people.
    enum Clients {
        static let companies = Resource<Company>(
            .company, id: ID.company,
            fields: [
                Field("identifier") { .text($0.identifier) },
                Field("name") { .text($0.name) },
                Field("status") { company, scope in scope.named(Setup.companyStatuses[company.isActive ? 0 : 1]) },
                Field("addressLine1") { .text($0.address.line1) },
                Field("addressLine2") { .text($0.address.line2) },
                Field("city") { .text($0.address.city) },
                Field("state") { .text($0.address.region) },
                Field("zip") { .text($0.address.postalCode) },
                Field("country") { company, scope in scope.place(1, company.address.country) },
                Field("phoneNumber") { .text($0.phone) },
                Field("website") { .text($0.website) },
                Field("territory") { _, scope in scope.named(Setup.locations[0]) },
                Field("defaultContact") { company, scope in
                    scope.contact(scope.fleet.people.first { $0.company == company.number }?.number)
                },
                Field("parentCompany") { company, scope in scope.company(company.parent) },
                Field("territoryManager") { company, scope in scope.member(company.accountManager) },
                Field("dateAcquired") { .time($0.createdAt) },
                Field("leadFlag") { .flag($0.kind == .prospect) },
                Field("isVendorFlag") { .flag($0.kind == .vendor) },
                Field("deletedFlag") { .flag($0.isDeletedInPSA) },
                Field("dateDeleted") { $0.isDeletedInPSA ? .time($0.updatedAt) : .absent },
                Field("deletedBy") { $0.isDeletedInPSA ? .text("apimember") : .absent },
                Field("mobileGuid") { company, scope in
                    .text(Identifiers.uuid(scope.fleet.seed, .company, company.number))
                },
                Field("currency") { _, _ in Scope.dollars },
                Field("types") { company, _ in
                    let type = Setup.companyType(company.kind)
                    return .list([[Member("id", .whole(type.number)), Member("name", .text(type.name))]])
                },
                Field("site") { company, scope in
                    scope.site(scope.fleet.sites.first { $0.company == company.number && $0.isPrimary }?.number)
                },
                Field("customFields") { .list(customFields($0)) },
                Field("_info") { company, scope in scope.info(company.updatedAt, entered: company.createdAt) },
            ], things: { $0.fleet.companies + $0.fleet.companiesDeletedInPSA })

        static let sites = Resource<Site>(
            .companySite, isForward: false, id: ID.site,
            fields: [
                Field("name") { .text($0.name) },
                Field("addressLine1") { .text($0.address.line1) },
                Field("addressLine2") { .text($0.address.line2) },
                Field("city") { .text($0.address.city) },
                Field("stateReference") { site, scope in scope.place(2, site.address.region) },
                Field("zip") { .text($0.address.postalCode) },
                Field("country") { site, scope in scope.place(1, site.address.country) },
                Field("phoneNumber") { .text($0.phone) },
                Field("primaryAddressFlag") { .flag($0.isPrimary) },
                Field("inactiveFlag") { _ in .flag(false) },
                Field("company") { site, scope in scope.company(site.company) },
                Field("_info") { site, scope in scope.info(site.updatedAt, entered: site.createdAt) },
            ],
            things: { request in
                guard let company = request.company else { return nil }
                return request.fleet.sites.filter { $0.company == company }
            })

        private static func customFields(_ company: Company) -> [[Member]] {
            [
                [
                    Member("id", .whole(7)), Member("caption", .text("Wi-Fi password")),
                    Member("type", .text("Password")), Member("entryMethod", .text("EntryField")),
                    Member("numberOfDecimals", .whole(0)), Member("value", .text("hunter\(company.number)")),
                ],
                [
                    Member("id", .whole(8)), Member("caption", .text("Seats")), Member("type", .text("Number")),
                    Member("entryMethod", .text("EntryField")), Member("numberOfDecimals", .whole(0)),
                    Member("value", .whole(company.number * 3)),
                ],
            ]
        }
    }
}

extension ConnectWisePSA.Request {
    /// The number of the company in the path, if there is one.
    fileprivate var company: Int? {
        let number = ConnectWisePSA.ID.companyNumber(ids.first ?? 0)
        let isThere = fleet.company(number) != nil || fleet.companiesDeletedInPSA.contains { $0.number == number }
        return isThere ? number : nil
    }
}

extension Fleet {
    /// Companies that were deleted before the world began: the PSA keeps and lists them, marked.
    var companiesDeletedInPSA: [Company] {
        (1...2).compactMap { index in
            guard let model = companies.last else { return nil }
            let then = start.plus(days: -40 * index)
            return Company(
                number: model.number + index, name: "Dissolved Ventures \(index)", identifier: "Dissolved\(index)",
                kind: .customer, isActive: true, website: nil, phone: nil, address: model.address, parent: nil,
                accountManager: nil, domain: "dissolved\(index).example", createdAt: then.plus(days: -900),
                updatedAt: then)
        }
    }
}

extension Company {
    var isDeletedInPSA: Bool { identifier.hasPrefix("Dissolved") }
}
