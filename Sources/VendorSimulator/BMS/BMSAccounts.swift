import Inventory

/// Accounts, which are the companies, with their locations in them, and the lighter lists of both.
enum BMSAccounts {
    static let endpoints = [
        BMSEndpoint(
            "crm/accounts/summary",
            BMSEndpoint.list(
                "accountname", "accountcode", "accounttypeid", "accounttypename", "isactive", "createdonfrom",
                "createdonto", "modifiedonfrom", "modifiedonto")
        ) { request in
            let (modified, created) = (request.since("modifiedonfrom"), request.since("createdonfrom"))
            let rows = request.fleet.companies.filter { company in
                request.takes(isActive: company.isActive)
                    && (modified.map { request.disturbance.stamp(company.updatedAt) >= $0 } ?? true)
                    && (created.map { company.createdAt >= $0 } ?? true)
            }
            return BMSList(request).page(rows, number: \.number) { write($0, request, to: &$1) }
        },
        // The document has no envelope here.
        BMSEndpoint("crm/accounts/summary/{}") { request in
            guard let company = company(request) else { return BMSAnswer.problem(404, "Not Found") }
            return .json { $0.object { write(company, request, to: &$0) } }
        },
        BMSEndpoint(
            "crm/accounts/lookup",
            BMSEndpoint.list("ids", "name", "withsecurityscope", "withinactiveaccounts")
        ) { request in
            let hasAll = request.filter("withinactiveaccounts") == "true"
            let rows = request.fleet.companies.filter { hasAll || $0.isActive }
            return BMSList(request, hasTotal: false).page(rows, number: \.number) { company, json in
                json.member("id", BMSID.account(company.number))
                json.member("name", company.name)
                json.member("tenantName", "Simulated")
                json.member("isActive", company.isActive)
            }
        },
    ]

    private static func company(_ request: BMSRequest) -> Company? {
        request.ids.last.flatMap { request.fleet.company($0 - BMSID.account(0)) }
    }

    /// The word for what a company is, and its id in the list of types.
    static func type(_ kind: Company.Kind) -> (id: Int, name: String) {
        switch kind {
        case .customer: (1, "Customer")
        case .prospect: (2, "Prospect")
        case .former: (3, "Former Customer")
        case .vendor: (4, "Vendor")
        case .partner: (5, "Partner")
        }
    }

    private static func write(_ company: Company, _ request: BMSRequest, to json: inout JSONWriter) {
        let type = type(company.kind)
        json.member("id", BMSID.account(company.number))
        json.member("createdBy", 1)
        json.member("createdOn", local: company.createdAt)
        json.member("modifiedBy", nil as Int?)
        json.member("modifiedOn", local: request.disturbance.stamp(company.updatedAt), digits: company.number % 8)
        json.member("parentId", company.parent.map(BMSID.account))
        json.member("accountCode", company.identifier)
        json.member("accountTypeId", type.id)
        json.member("accountType", type.name)
        json.member("accountName", company.name)
        json.member("businessType", nil as String?)
        json.member("accountManagerId", company.accountManager.map(BMSID.user))
        json.member("accountManagerUserName", company.accountManager.flatMap(request.fleet.lookups.member)?.identifier)
        json.member("currencyName", "US Dollar")
        json.member("creditLimit", cents: 0)
        json.member("website", company.website)
        json.member("description", nil as String?)
        json.member("isActive", company.isActive)
        json.member("isBilling", true)
        json.member("acquiredDate", nil as String?)
        json.member("tenantName", "Simulated")
        json.member(
            "locations",
            array: { json in
                for site in request.places.sites(of: company.number, request.fleet) {
                    json.object { location(site, of: company, to: &$0) }
                }
            })
    }

    /// The account itself has neither phone nor address: its main location's main address has them.
    private static func location(_ site: Site, of company: Company, to json: inout JSONWriter) {
        json.member("id", BMSID.location(site.number))
        json.member("createdOn", local: site.createdAt)
        json.member("modifiedOn", local: site.updatedAt)
        json.member("locationName", site.name)
        json.member("isMain", site.isPrimary)
        json.member("isActive", true)
        json.member("timeZoneId", 12)
        json.member(
            "addresses",
            array: { json in
                if site.number % 3 == 0 { billing(site, to: &json) }
                json.object { address(site, phone: site.isPrimary ? company.phone : site.phone, to: &$0) }
            })
    }

    private static func address(_ site: Site, phone: String?, to json: inout JSONWriter) {
        json.member("id", site.number * 2)
        json.member("address1", site.address.line1)
        json.member("address2", site.address.line2)
        json.member("city", site.address.city)
        json.member("state", site.address.region)
        json.member("zipCode", site.address.postalCode)
        json.member("countryId", 840)
        json.member("country", site.address.country)
        json.member("phone", phone)
        json.member("fax", nil as String?)
        json.member("emailAddress", nil as String?)
        json.member("isMain", true)
        json.member("isBilling", false)
    }

    /// Another address before the main one.
    private static func billing(_ site: Site, to json: inout JSONWriter) {
        json.object {
            $0.member("id", site.number * 2 + 1)
            $0.member("address1", "PO Box \(site.number)")
            $0.member("city", "Billington")
            $0.member("country", site.address.country)
            $0.member("phone", "+1 555 0000")
            $0.member("isMain", false)
            $0.member("isBilling", true)
        }
    }
}
