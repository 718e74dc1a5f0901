import Inventory

extension AutotaskStreams {
    /// `lastModifiedDate` is when the record was changed; `lastActivityDate` moves when a contact is used, too.
    private static let list = AutotaskList(entity: .contacts, changed: "lastModifiedDate", created: "createDate")

    static let contacts = Stream(
        description: StreamDescription(
            name: "contacts", calls: calls(.contacts), entity: Contact.entity.description, reading: incremental(list),
            deletion: .absence,
            endOfList: endOfList, volatileVendorFields: ["lastActivityDate"], period: .minutes(30)),
        one: { (reader, id) async throws(ConnectorError) in
            try await reader.one(list, id) { (row) throws(UnusableRecord) in try contact(&row, reader.allowed) }
        }
    ) { (reader, request, position) async throws(ConnectorError) in
        try await reader.page(list, request, at: position) { (row) throws(UnusableRecord) in
            try contact(&row, reader.allowed)
        }
    }

    private static func contact(
        _ row: inout AutotaskRow, _ allowed: AllowedFields
    ) throws(UnusableRecord) -> SourceRecord {
        var contact = Contact()
        contact.companyExternalID = row.id("companyID")
        contact.firstName = row.text("firstName")
        contact.lastName = row.text("lastName")
        contact.email = row.first(["emailAddress", "emailAddress2", "emailAddress3"])
        contact.phone = row.first(["phone", "mobilePhone", "alternatePhone"])
        contact.jobTitle = row.text("title")
        // 0 or 1 here, a flag elsewhere (trap 8).
        contact.isActive = row.flag("isActive")
        return try row.record(contact, customFields: allowed)
    }
}
