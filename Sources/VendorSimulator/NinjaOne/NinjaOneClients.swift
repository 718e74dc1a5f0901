import Inventory

/// Organisations and locations as the vendor writes them.
enum NinjaOneClients {
    static func brief(_ organization: Organization, to json: inout JSONWriter) {
        json.member("name", organization.name)
        json.member("description", organization.details ?? "")
        json.member("userData", object: { _ in })
        json.member("nodeApprovalMode", organization.approval.rawValue.uppercased())
        json.member("id", NinjaOneID.organization(organization.number))
    }

    static func detailed(_ organization: Organization, _ fleet: Fleet, to json: inout JSONWriter) {
        brief(organization, to: &json)
        json.member(
            "locations",
            array: { json in
                for site in fleet.sites where site.organization == organization.number {
                    json.object { location(site, withOrganization: false, to: &$0) }
                }
            })
        json.member(
            "policies",
            array: { json in
                for role in 1...NinjaOneClass.roles.count {
                    json.object {
                        $0.member("nodeRoleId", role)
                        $0.member("policyId", 40 + role)
                    }
                }
            })
        json.member("settings", object: { _ in })
    }

    static func location(_ site: Site, withOrganization: Bool, to json: inout JSONWriter) {
        json.member("name", site.name)
        json.member("address", address(site))
        json.member("description", nil as String?)
        json.member("userData", object: { _ in })
        json.member("id", NinjaOneID.location(site.number))
        if withOrganization, let organization = site.organization {
            json.member("organizationId", NinjaOneID.organization(organization))
        }
    }

    /// One line of text; some locations have none.
    static func address(_ site: Site) -> String? {
        if site.number % 7 == 0 { return nil }
        return "\(site.address.line1), \(site.address.city), \(site.address.postalCode)"
    }
}
