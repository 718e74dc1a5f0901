import Inventory

/// The tree: system, service organisation, customers, sites. Ids are texts here, and numbers everywhere else.
extension NCentralEndpoint {
    static let organisations = [
        NCentralEndpoint("service-orgs", atOnce: 5) { request in
            list("soId", \.number) { NCentralOrganisation.service(to: &$1, $0) }
                .answer(request, [NCentralNode(number: NCentralID.serviceOrganisation)])
        },
        NCentralEndpoint("service-orgs/{id}", atOnce: 5) { request in
            guard request.id == NCentralID.serviceOrganisation else { return NCentralError.missing("Org unit") }
            return .json { json in json.object { NCentralOrganisation.service(to: &$0, NCentralNode(number: 50)) } }
        },
        NCentralEndpoint("customers", atOnce: 5) { request in
            let fleet = request.fleet
            return list("customerId", { NCentralID.customer($0.number) }) {
                NCentralOrganisation.customer($0, fleet, to: &$1)
            }.answer(request, fleet.organizations)
        },
        NCentralEndpoint("customers/{id}", atOnce: 5) { request in
            let fleet = request.fleet
            guard let customer = fleet.organization(NCentralID.customerNumber(request.id)) else {
                return NCentralError.missing("Customer")
            }
            return .json { json in json.object { NCentralOrganisation.customer(customer, fleet, to: &$0) } }
        },
        NCentralEndpoint("sites", atOnce: 5) { request in
            list("siteId", { NCentralID.site($0.number) }) { NCentralOrganisation.site($0, to: &$1) }
                .answer(request, request.fleet.sites.filter { $0.organization != nil })
        },
        NCentralEndpoint("sites/{id}", atOnce: 5) { request in
            guard let site = request.fleet.site(NCentralID.siteNumber(request.id)), site.organization != nil else {
                return NCentralError.missing("Site")
            }
            return .json { json in json.object { NCentralOrganisation.site(site, to: &$0) } }
        },
        NCentralEndpoint("org-units/{id}/custom-properties", atOnce: 5) { request in
            let known = request.fleet.organization(NCentralID.customerNumber(request.id)) != nil
            return known ? NCentralProperties.answer(request.id) : NCentralError.missing("Org unit")
        },
    ]

    private static func list<Thing: Numbered>(
        _ member: String, _ id: @escaping (Thing) -> Int, _ write: @escaping (Thing, inout JSONWriter) -> Void
    ) -> NCentralList<Thing> {
        NCentralList(idMember: member, envelope: .list, id: id, write: write)
    }
}

/// The MSP's own level.
struct NCentralNode: Numbered {
    let number: Int
}

/// Org units as the vendor writes them.
enum NCentralOrganisation {
    static let serviceName = "Simulated MSP"

    static func service(to json: inout JSONWriter, _ node: NCentralNode) {
        json.member("soId", String(node.number))
        json.member("soName", serviceName)
        json.member("orgUnitType", "SO")
        json.member("parentId", String(NCentralID.system))
        contact(nil, nil, to: &json)
        json.member("generation", 1)
        json.member("isSystem", false)
        json.member("isServiceOrg", true)
    }

    static func customer(_ customer: Organization, _ fleet: Fleet, to json: inout JSONWriter) {
        let company = customer.company.flatMap(fleet.company)
        json.member("customerId", String(NCentralID.customer(customer.number)))
        json.member("customerName", customer.name)
        json.member("orgUnitType", "CUSTOMER")
        json.member("parentId", String(NCentralID.serviceOrganisation))
        json.member("externalId", externalID(customer))
        json.member("externalId2", "")
        contact(company?.phone, company?.address, to: &json)
        json.member("county", nil as String?)
        json.member("generation", 2)
        json.member("isSystem", false)
        json.member("isServiceOrg", false)
    }

    static func site(_ site: Site, to json: inout JSONWriter) {
        json.member("siteId", String(NCentralID.site(site.number)))
        json.member("siteName", site.name)
        json.member("orgUnitType", "SITE")
        json.member("parentId", String(NCentralID.customer(site.organization ?? 0)))
        json.member("externalId", nil as String?)
        json.member("externalId2", nil as String?)
        contact(site.phone, site.address, to: &json)
        json.member("generation", 3)
        json.member("descendantCount", 0)
        json.member("isSystem", false)
        json.member("isServiceOrg", false)
    }

    /// The MSP's own key of the customer, where it has written one.
    static func externalID(_ customer: Organization) -> String {
        customer.company.map { $0 % 3 == 0 ? "" : "PSA-\(4700 + $0)" } ?? ""
    }

    /// Where there is nothing, some fields are null and some are empty.
    private static func contact(_ phone: String?, _ address: Address?, to json: inout JSONWriter) {
        json.member("contactFirstName", nil as String?)
        json.member("contactEmail", "")
        json.member("phone", phone ?? "")
        json.member("street1", address?.line1)
        json.member("street2", address?.line2 ?? "")
        json.member("city", address?.city)
        json.member("stateProv", address?.region)
        json.member("country", address.flatMap { country($0.country) })
        json.member("postalCode", address?.postalCode ?? "")
    }

    /// ISO 3166 alpha-2.
    static func country(_ name: String) -> String? {
        [
            "United States": "US", "United Kingdom": "GB", "Germany": "DE", "France": "FR", "Denmark": "DK",
            "Canada": "CA", "Australia": "AU",
        ][name]
    }
}
