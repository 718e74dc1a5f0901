import Inventory

/// Clients, their sites and their people.
enum HaloClients {
    static let endpoints: [String: HaloEndpoint.Answer] = [
        "client": clients, "client/{id}": client, "site": sites, "site/{id}": site,
        "users": users, "users/{id}": user,
    ]

    /// A client, or the built-in one that stands for none.
    struct Client: Sendable {
        let id: Int
        let company: Company?

        init(_ company: Company) { (id, self.company) = (HaloID.client(company.number), company) }
        private init() { (id, company) = (HaloID.unknownClient, nil) }

        static let unknown = Client()
        var isActive: Bool { company?.isActive ?? true }
        var name: String { company?.name ?? "Unknown" }
    }

    @Sendable private static func clients(_ request: HaloRequest) -> VendorAnswer {
        let search = request.parameter("search")?.lowercased()
        let companies = request.fleet.companies.filter { company in
            request.admits(isActive: company.isActive) && request.admits(changedAt: company.updatedAt)
                && search.map { company.name.lowercased().contains($0) } ?? true
        }
        // The built-in one is as old as the installation.
        let hasUnknown = search == nil && request.admits(changedAt: request.fleet.start.plus(days: -3000))
        let rows = (hasUnknown ? [Client.unknown] : []) + companies.map(Client.init)
        return HaloList(request: request, key: "clients").answer(rows, number: \.id) { client, json in
            write(client, request, &json)
        }
    }

    @Sendable private static func client(_ request: HaloRequest) -> VendorAnswer {
        let id = request.id ?? 0
        let company = request.fleet.company(id - HaloID.client(0)).map(Client.init)
        return request.one(id == HaloID.unknownClient ? .unknown : company, number: \.id) { client, json in
            write(client, request, &json)
            guard let company = client.company else { return }
            json.member("datecreated", time: company.createdAt, client.id)
            json.member("alastupdate", time: company.updatedAt, client.id)
            json.member("main_phonenumber", phone(company, request.fleet))
            json.member("ninjarmmid", 0)
            json.member("teamviewerpassword", "tv-s3cret-\(client.id)")
        }
    }

    private static func phone(_ company: Company, _ fleet: Fleet) -> String? {
        fleet.sites.first { $0.company == company.number && $0.isPrimary }?.phone
    }

    private static func write(_ client: Client, _ request: HaloRequest, _ json: inout JSONWriter) {
        json.member("id", client.id)
        json.member("name", client.name)
        json.member("toplevel_id", 2)
        json.member("toplevel_name", "Customers")
        json.member("inactive", !client.isActive)
        json.member("colour", "#2bd3c6")
        guard let company = client.company else { return }
        let site = request.fleet.sites.first { $0.company == company.number && $0.isPrimary }
        json.member("ref", company.identifier)
        json.member("main_site_id", site.map { HaloID.site($0.number) } ?? 0)
        json.member("main_site_name", site?.name ?? "")
        json.member("website", company.website ?? "")
        json.member("domain", company.domain)
        json.member("accountmanagertech", company.accountManager.map(HaloID.agent) ?? 0)
        json.member("customertype_new", company.kind.rawValue.withCapital)
        json.member("is_vip", company.number == 1)
        json.member("logo", "data:image/png;base64,iVBORw0KGgoAAAANSUhEUg==")
        json.member(
            "customfields",
            array: { json in
                json.field(11, "CFContractManager", type: 0, "Manager of \(company.identifier)")
                json.field(12, "CFDoorCode", type: 0, "#\(4000 + company.number)", isEncrypted: true)
            })
    }

    @Sendable private static func sites(_ request: HaloRequest) -> VendorAnswer {
        let sites = request.fleet.sites.filter { site in
            site.company != nil && request.admits(isActive: true) && request.admits(changedAt: site.updatedAt)
                && request.number("client_id").map { HaloID.client(site.company ?? 0) == $0 } ?? true
        }
        return HaloList(request: request, key: "sites").answer(sites, number: \.number) { site, json in
            write(site, hasAddress: request.asks("includeaddress"), request.fleet, &json)
        }
    }

    @Sendable private static func site(_ request: HaloRequest) -> VendorAnswer {
        let site = request.id.flatMap { request.fleet.site($0 - HaloID.site(0)) }
        return request.one(site?.company == nil ? nil : site, number: \.number) { site, json in
            write(site, hasAddress: true, request.fleet, &json)
            json.member("datecreated", time: site.createdAt, site.number)
            json.member("slastupdate", time: site.updatedAt, site.number)
        }
    }

    private static func write(_ site: Site, hasAddress: Bool, _ fleet: Fleet, _ json: inout JSONWriter) {
        let client = site.company.flatMap(fleet.company)
        json.member("id", HaloID.site(site.number))
        json.member("name", site.name)
        json.member("client_id", decimal: HaloID.client(site.company ?? 0))
        json.member("client_name", client?.name)
        json.member("clientsite_name", "\(client?.name ?? "")/\(site.name)")
        json.member("inactive", false)
        json.member("phonenumber", site.phone ?? "")
        json.member("timezone", "GMT Standard Time")
        json.member("isstocklocation", false)
        json.member("country_code_name", site.address.country)
        guard hasAddress else { return }
        json.member("delivery_address_line1", site.address.line1)
        json.member("delivery_address_line2", site.address.line2)
        json.member("delivery_address_line3", site.address.city)
        json.member("delivery_address_line4", site.address.region)
        json.member("delivery_address_line5", site.address.postalCode)
    }

    @Sendable private static func users(_ request: HaloRequest) -> VendorAnswer {
        let people = request.fleet.people.filter { person in
            person.company != nil && request.admits(isActive: person.isActive)
                && request.admits(changedAt: person.updatedAt)
        }
        // One at each site is nobody.
        let general = request.asks("exclude_generaluser") ? [] : request.fleet.sites.filter { $0.company != nil }
        let rows = people.map(User.person) + general.map(User.general)
        return HaloList(request: request, key: "users").answer(rows, number: \.id) { user, json in
            write(user, request.fleet, &json)
        }
    }

    @Sendable private static func user(_ request: HaloRequest) -> VendorAnswer {
        let person = request.id.flatMap { request.fleet.person($0 - HaloID.user(0)) }
        let user = person.flatMap { $0.company == nil ? nil : User.person($0) }
        return request.one(user, number: \.id) { user, json in
            write(user, request.fleet, &json)
            guard case .person(let person) = user else { return }
            json.member("datecreated", time: person.createdAt, person.number)
            json.member("ulastupdate", time: person.updatedAt, person.number)
        }
    }

    private enum User: Sendable {
        case person(Person)
        case general(Site)

        var id: Int {
            switch self {
            case .person(let person): HaloID.user(person.number)
            case .general(let site): 1_000_000 + site.number
            }
        }
    }

    private static func write(_ user: User, _ fleet: Fleet, _ json: inout JSONWriter) {
        json.member("id", user.id)
        switch user {
        case .general(let site):
            json.member("name", "General User")
            json.member("site_id_int", HaloID.site(site.number))
            json.member("client_id", HaloID.client(site.company ?? 0))
            json.member("inactive", false)
        case .person(let person):
            let site = person.site.flatMap(fleet.site)
            json.member("name", "\(person.firstName) \(person.lastName)")
            json.member("firstname", person.firstName)
            json.member("surname", person.lastName)
            json.member("title", person.jobTitle ?? "")
            json.member("emailaddress", person.email)
            json.member("phonenumber", person.phone ?? "")
            json.member("mobilenumber", "")
            json.member("site_id", decimal: site.map { HaloID.site($0.number) } ?? 0)
            json.member("site_id_int", site.map { HaloID.site($0.number) } ?? 0)
            json.member("client_id", HaloID.client(person.company ?? 0))
            json.member("client_name", person.company.flatMap(fleet.company)?.name)
            json.member("site_name", site?.name ?? "")
            json.member("inactive", !person.isActive)
            json.member("linked_agent_id", 0)
            json.member("login", person.login)
        }
    }
}

extension JSONWriter {
    /// A custom field with a value that is a text.
    mutating func field(_ id: Int, _ name: String, type: Int, _ value: String, isEncrypted: Bool = false) {
        object {
            $0.member("id", id)
            $0.member("name", name)
            $0.member("label", String(name.dropFirst(2)))
            $0.member("type", type)
            $0.member("value", value)
            $0.member("display", value)
            $0.member("isencrypted", isEncrypted)
        }
    }
}
