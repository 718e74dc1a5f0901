/// Organisations, sites and groups as the vendor writes them.
enum VSAXClients {
    static let organizations = VSAXList<Organization>(
        things: { $0.fleet.organizations }, number: { $0.number },
        fields: [
            "Id": { one, _ in .number(VSAXID.organization(one.number)) }, "Name": { one, _ in .text(one.name) },
            "PsaMappingId": { one, _ in one.company.map { .number(VSAXID.company($0)) } ?? .null },
        ]
    ) { one, _, json in organization(one, to: &json) }

    static let sites = VSAXList<Site>(
        things: { request in request.fleet.sites.filter { $0.organization != nil } }, number: { $0.number },
        fields: ["Id": { one, _ in .number(VSAXID.site(one.number)) }, "Name": { one, _ in .text(one.name) }]
    ) { one, request, json in site(one, request.fleet, to: &json) }

    static let groups = VSAXList<Site>(
        things: { request in request.fleet.sites.filter { $0.organization != nil } }, number: { $0.number },
        fields: ["Id": { one, _ in .number(VSAXID.group(one.number)) }, "Name": { one, _ in .text(group(one)) }]
    ) { one, request, json in
        json.member("Id", VSAXID.group(one.number))
        json.member("Name", group(one))
        json.member("ParentSiteId", VSAXID.site(one.number))
        json.member("ParentSiteName", one.name)
        json.member("ParentOrganizationId", one.organization.map(VSAXID.organization))
        json.member("ParentOrganizationName", one.organization.flatMap(request.fleet.organization)?.name)
        json.member("Notes", nil as String?)
        json.member("HasCustomFields", false)
        json.member("PsaMappingId", nil as Int?)
        json.member("PsaMappingType", nil as String?)
    }

    static func organization(_ one: Organization, to json: inout JSONWriter) {
        json.member("Id", VSAXID.organization(one.number))
        json.member("Name", one.name)
        json.member("HasCustomFields", VSAXCustomFields.contract(one) != nil)
        json.member("PsaMappingId", one.company.map(VSAXID.company))
        json.member("PsaMappingType", one.company == nil ? nil : "ConnectWise")
    }

    static func site(_ one: Site, _ fleet: Fleet, to json: inout JSONWriter) {
        json.member("Id", VSAXID.site(one.number))
        json.member("Name", one.name)
        json.member("ParentId", one.organization.map(VSAXID.organization))
        json.member("ParentName", one.organization.flatMap(fleet.organization)?.name)
        json.member("HasCustomFields", false)
        json.member("PsaMappingId", nil as Int?)
        json.member("PsaIntegrationType", nil as String?)
        guard hasContact(one) else { return }
        json.object("ContactInformation") { json in
            json.member("Phone", one.phone)
            json.member("Fax", "")
            json.member("Email", "")
            json.member("ContactName", "Reception")
            json.member("CountryCode", one.address.country)
            json.member("City", one.address.city)
            json.member("Address1", one.address.line1)
            json.member("Address2", one.address.line2 ?? "")
            json.member("Zip", one.address.postalCode)
        }
    }

    /// The object may be absent.
    static func hasContact(_ site: Site) -> Bool { site.number % 5 != 0 }

    static func group(_ site: Site) -> String { site.number % 4 == 0 ? "Servers - DMZ" : "Workstations" }
}
