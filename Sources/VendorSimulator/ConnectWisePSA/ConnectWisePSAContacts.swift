import Inventory

extension ConnectWisePSA.Clients {
    typealias Field = ConnectWisePSA.Field
    typealias Member = ConnectWisePSA.Member
    typealias Setup = ConnectWisePSA.Setup

    static let contacts = ConnectWisePSA.Resource<Person>(
        .contact, id: ConnectWisePSA.ID.contact,
        fields: [
            Field("firstName") { .text($0.firstName) },
            Field("lastName") { .text($0.lastName) },
            Field("company") { person, scope in scope.company(person.company) },
            Field("site") { person, scope in scope.site(person.site) },
            Field("inactiveFlag") { .flag(!$0.isActive) },
            Field("title") { .text($0.jobTitle) },
            Field("portalSecurityLevel") { _ in .whole(6) },
            Field("disablePortalLoginFlag") { _ in .flag(true) },
            Field("defaultPhoneType") { $0.phone == nil ? .absent : .text("Direct") },
            Field("defaultPhoneNbr") { .text($0.phone) },
            Field("defaultFlag") { _ in .flag(false) },
            Field("communicationItems") { person, _ in
                let items = communication(person)
                return items.isEmpty ? .absent : .list(items)
            },
            Field("types") { _ in .list([]) },
            Field("customFields") { _ in .list([]) },
            Field("_info") { person, scope in scope.info(person.updatedAt, entered: person.createdAt) },
        ], things: { request in request.fleet.people.filter { $0.company != nil } })

    /// E-mail and telephone; some have a second address before the default one, or a default fax beside the rest.
    private static func communication(_ person: Person) -> [[Member]] {
        var items: [[Member]] = []
        if person.number % 5 == 0 { items.append(item(person, 3, "Fax", "+1 555 0\(700 + person.number % 100)", true)) }
        if let email = person.email {
            if person.number % 4 == 0 { items.append(item(person, 4, "Email", "old.\(email)", false)) }
            items.append(item(person, 1, "Email", email, true))
        }
        if let phone = person.phone { items.append(item(person, 2, "Phone", phone, true)) }
        return items
    }

    private static func item(_ person: Person, _ type: Int, _ kind: String, _ value: String, _ isDefault: Bool)
        -> [Member]
    {
        let name = Setup.communicationTypes[type - 1].name
        let domain = value.split(separator: "@").last.map { "@\($0)" }
        return [
            Member("id", .whole(person.number * 10 + type)),
            Member("type", .object([Member("id", .whole(type)), Member("name", .text(name))])),
            Member("value", .text(value)), Member("defaultFlag", .flag(isDefault)),
            Member("domain", kind == "Email" ? .text(domain) : .absent), Member("communicationType", .text(kind)),
        ]
    }
}
