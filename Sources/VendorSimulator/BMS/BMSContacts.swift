import Inventory

/// People at accounts.
enum BMSContacts {
    static let endpoints = [
        BMSEndpoint(
            "crm/contacts/summary",
            BMSEndpoint.list(
                "accountid", "accountname", "firstname", "lastname", "phone", "email", "isactive", "createdonfrom",
                "createdonto", "modifiedonfrom", "modifiedonto")
        ) { request in
            let (modified, created) = (request.since("modifiedonfrom"), request.since("createdonfrom"))
            let rows = request.fleet.people.filter { person in
                person.company != nil && request.takes(isActive: person.isActive)
                    && (modified.map { request.disturbance.stamp(person.updatedAt) >= $0 } ?? true)
                    && (created.map { person.createdAt >= $0 } ?? true)
            }
            return BMSList(request).page(rows, number: \.number) { write($0, request, to: &$1) }
        },
        BMSEndpoint("crm/contacts/summary/{}") { request in
            guard let number = request.ids.last.map({ $0 - BMSID.contact(0) }),
                let person = request.fleet.person(number), person.company != nil
            else { return BMSAnswer.problem(404, "Not Found") }
            return .json { $0.object { write(person, request, to: &$0) } }
        },
    ]

    private static func write(_ person: Person, _ request: BMSRequest, to json: inout JSONWriter) {
        json.member("id", BMSID.contact(person.number))
        json.member("createdOn", local: person.createdAt)
        json.member("modifiedOn", local: request.disturbance.stamp(person.updatedAt), digits: person.number % 8)
        json.member("accountId", person.company.map(BMSID.account))
        json.member("accountName", person.company.flatMap(request.fleet.company)?.name)
        json.member("locationId", nil as Int?)
        json.member("locationName", nil as String?)
        json.member("firstName", person.firstName)
        json.member("lastName", person.lastName)
        json.member("jobTitle", person.jobTitle)
        json.member("isPoc", person.number % 10 == 0)
        json.member("isActive", person.isActive)
        json.member("effectiveDate", nil as String?)
        json.member("isBillable", true)
        json.member("emails", array: { emails(person, to: &$0) })
        json.member("phones", array: { phones(person, to: &$0) })
        json.member("canRecieveInvoices", false)
    }

    private static func emails(_ person: Person, to json: inout JSONWriter) {
        guard let email = person.email else { return }
        if person.number % 4 == 0 { entry("old.\(email)", isDefault: false, "emailAddress", to: &json) }
        entry(email, isDefault: true, "emailAddress", to: &json)
    }

    private static func phones(_ person: Person, to json: inout JSONWriter) {
        if let phone = person.phone { entry(phone, isDefault: true, "phone", to: &json) }
    }

    private static func entry(_ text: String, isDefault: Bool, _ key: StaticString, to json: inout JSONWriter) {
        json.object {
            $0.member("id", text.utf8.count)
            $0.member(key, text)
            $0.member("isDefault", isDefault)
        }
    }
}
