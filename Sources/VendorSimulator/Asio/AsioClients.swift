import Inventory

/// Companies and sites: whole lists, with no paging at all.
extension AsioEndpoint {
    static let clients: [(String, AsioEndpoint)] = [
        (
            "api/platform/v1/company/companies",
            AsioEndpoint(AsioScope.companies) { request in
                list(request, request.fleet.organizations) { AsioClients.company($0, request.fleet, to: &$1) }
            }
        ),
        (
            "api/platform/v1/company/companies/{}",
            AsioEndpoint(AsioScope.companies) { request in
                let fleet = request.fleet
                return one(fleet.organizations.first { AsioID.company($0, fleet) == request.ids[0] }) {
                    AsioClients.company($0, fleet, to: &$1)
                }
            }
        ),
        ("api/platform/v1/company/sites", AsioEndpoint(AsioScope.sites) { sites($0, company: nil) }),
        (
            "api/platform/v1/company/sites/{}",
            AsioEndpoint(AsioScope.sites) { request in
                let fleet = request.fleet
                return one(known(fleet).first { AsioID.site($0, fleet) == request.ids[0] }) {
                    AsioClients.site($0, fleet, to: &$1)
                }
            }
        ),
        (
            "api/platform/v1/company/companies/{}/sites",
            AsioEndpoint(AsioScope.sites) { sites($0, company: $0.ids[0]) }
        ),
    ]

    private static func known(_ fleet: Fleet) -> [Site] { fleet.sites.filter { $0.organization != nil } }

    private static func sites(_ request: AsioRequest, company: String?) -> VendorAnswer {
        let fleet = request.fleet
        let sites = known(fleet).filter { site in
            guard let company else { return true }
            return site.organization.flatMap(fleet.organization).map { AsioID.company($0, fleet) } == company
        }
        return list(request, sites) { AsioClients.site($0, fleet, to: &$1) }
    }

    private static func list<Thing: Numbered>(
        _ request: AsioRequest, _ things: [Thing], _ write: (Thing, inout JSONWriter) -> Void
    ) -> VendorAnswer {
        .json { json in
            json.array { json in
                for thing in request.disturbance.has(.emptyLists) ? [] : things
                where !request.disturbance.hides(row: thing.number) {
                    json.row(thing.number, request.disturbance) { write(thing, &$0) }
                }
            }
        }
    }

    static func one<Thing>(_ thing: Thing?, _ write: (Thing, inout JSONWriter) -> Void) -> VendorAnswer {
        guard let thing else { return AsioError.notFound }
        return .json { json in json.object { write(thing, &$0) } }
    }
}

/// What the vendor says of a client.
enum AsioClients {
    /// Its number at the PSA, where it has one.
    static func psaID(_ organization: Organization) -> String? {
        organization.company.map { String(ConnectWisePSA.ID.company($0)) }
    }

    static func company(_ organization: Organization, _ fleet: Fleet, to json: inout JSONWriter) {
        json.member("id", AsioID.company(organization, fleet))
        json.member("name", organization.name)
        if organization.number % 3 == 0 { json.member("friendlyName", "\(organization.name) (managed)") }
        if let details = organization.details { json.member("description", details) }
        if organization.number % 11 == 7 { json.member("inactiveDate", TimeText.iso(organization.createdAt)) }
        externalIDs(psaID(organization), number: organization.number, to: &json)
        guard !fleet.people.isEmpty else { return }
        let person = fleet.people[organization.number % fleet.people.count]
        json.member(
            "primaryContact",
            object: { json in
                json.member("id", person.uid)
                json.member("firstName", person.firstName)
                json.member("lastName", person.lastName)
            })
    }

    /// Ids in other products: the portal's own number, and the PSA's.
    private static func externalIDs(_ psa: String?, number: Int, to json: inout JSONWriter) {
        json.member(
            "externalIds",
            array: { json in
                json.object {
                    $0.member("externalId", String(50_000_000 + number))
                    $0.member("productId", "command")
                }
                guard let psa else { return }
                json.object {
                    $0.member("externalId", psa)
                    $0.member("productId", "psa")
                }
            })
    }

    static func site(_ site: Site, _ fleet: Fleet, to json: inout JSONWriter) {
        json.member("id", AsioID.site(site, fleet))
        json.member("name", site.name)
        json.member(
            "company",
            object: { json in
                guard let organization = site.organization.flatMap(fleet.organization) else { return }
                json.member("id", AsioID.company(organization, fleet))
                json.member("name", organization.name)
            })
        json.member("timeZone", "America/New_York")
        json.member("activeFlag", true)
        json.member("primaryFlag", site.isPrimary)
        json.member("physicalAddressFlag", true)
    }
}
