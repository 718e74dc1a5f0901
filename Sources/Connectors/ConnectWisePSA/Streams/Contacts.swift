import Inventory
import JSON

extension PSAStreams {
    static let contacts = Stream(
        description: StreamDescription(
            name: "contacts", calls: ["/{codebase}/apis/3.0/company/contacts"],
            entity: Contact.entity.description, reading: byLastUpdated,
            deletion: .absence, endOfList: endOfList, period: .minutes(30)),
        one: { (reader, id) async throws(ConnectorError) in
            try await reader.one("/company/contacts", id) { (row) throws(UnusableRecord) in
                try contact(row, reader.allowed)
            }
        }
    ) { (reader, request, position) async throws(ConnectorError) in
        try await reader.list("/company/contacts", request, at: position) { (row) throws(UnusableRecord) in
            try contact(row, reader.allowed)
        }
    }

    /// A contact may lack a company.
    private static func contact(_ row: PSARow, _ allowed: AllowedFields) throws(UnusableRecord) -> SourceRecord {
        var contact = Contact()
        contact.companyExternalID = row.reference("company")
        contact.firstName = row.text("firstName")
        contact.lastName = row.text("lastName")
        contact.email = communication("Email", row.json)
        contact.phone = communication("Phone", row.json) ?? defaultPhone(row)
        contact.jobTitle = row.text("title")
        contact.isActive = row.flag("inactiveFlag").map { !$0 }
        return try row.record(contact, carried: carried, customFields: allowed)
    }

    /// The default item of its own kind (a default fax may stand beside it), else the first.
    private static func communication(_ kind: String, _ json: JSONValue) -> String? {
        let items = (json["communicationItems"].array ?? []).filter {
            $0["communicationType"].string?.lowercased() == kind.lowercased() && $0["value"].cleaned != nil
        }
        return (items.first { $0["defaultFlag"].bool == true } ?? items.first)?["value"].cleaned
    }

    /// The list of items may be missing.
    private static func defaultPhone(_ row: PSARow) -> String? {
        let kind = row.text("defaultPhoneType")?.lowercased() ?? ""
        return kind.contains("fax") || kind.contains("mail") ? nil : row.text("defaultPhoneNbr")
    }

    private static let carried: Set = ["firstName", "lastName", "title", "inactiveFlag"]
}
