import Inventory
import JSON

extension HaloStreams {
    static let contacts = Stream(
        description: StreamDescription(
            name: "contacts", calls: ["/api/Users"], entity: Contact.entity.description, reading: byLastUpdate,
            deletion: .absence, endOfList: endOfList, period: .minutes(30), callsPerThousand: 20)
    ) { (reader, request, position) async throws(ConnectorError) in
        try await reader.list(.users, request, at: position) { (json) throws(UnusableRecord) in
            try contact(json, reader.allowed)
        }
    }

    /// The "General User" of each site is nobody, should the list have it though it was asked not to.
    private static func contact(_ json: JSONValue, _ allowed: AllowedFields) throws(UnusableRecord) -> SourceRecord? {
        var row = HaloRow(json)
        guard json["name"].cleaned?.lowercased() != HaloPlaceholder.generalUser else { return nil }
        var contact = Contact()
        contact.companyExternalID = row.client()
        contact.firstName = row.text("firstname")
        contact.lastName = row.text("surname")
        if contact.firstName == nil, contact.lastName == nil { contact.lastName = row.text("name") }
        contact.email = row.text(anyOf: ["emailaddress", "email2", "email3"])
        contact.phone = row.text(anyOf: ["phonenumber", "mobilenumber", "mobilenumber2", "homenumber"])
        contact.jobTitle = jobTitle(&row)
        contact.isActive = row.flag("inactive").map { !$0 }
        return try row.record(contact, customFields: allowed)
    }

    /// Whether `title` is the form of address or the job is not established: a form of address is no job.
    private static func jobTitle(_ row: inout HaloRow) -> String? {
        let title = (row.json["title"].cleaned ?? "").lowercased()
        return forms.contains(title.filter(\.isLetter)) ? nil : row.text("title")
    }

    private static let forms: Set = [
        "", "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "madam", "rev",
    ]
}
