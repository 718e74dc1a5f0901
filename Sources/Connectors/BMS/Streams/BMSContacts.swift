import Inventory
import JSON

extension BMSStreams {
    static let contacts = Stream(
        description: StreamDescription(
            name: "contacts", calls: [userInfo, contactsPath], entity: Contact.entity.description,
            reading: byModifiedOn, deletion: .absence,
            endOfList: endByTotal, period: .minutes(30), callsPerThousand: 12),
        one: { (reader, id) async throws(ConnectorError) in
            try await reader.one(contactsPath, id) { (row) throws(UnusableRecord) in try contact(&row) }
        }
    ) { (reader, request, position) async throws(ConnectorError) in
        try await reader.list(request, at: position, queries: { inAndOutOfUse(contactsPath, since: $0) }) {
            (row) throws(UnusableRecord) in try contact(&row)
        }
    }

    private static let contactsPath = "/v2/crm/contacts/summary"

    private static func contact(_ row: inout BMSRow) throws(UnusableRecord) -> SourceRecord {
        var contact = Contact()
        contact.companyExternalID = row.id("accountId")
        contact.firstName = row.text("firstName")
        contact.lastName = row.text("lastName")
        contact.email = usual(row.member("emails"), "emailAddress")
        contact.phone = usual(row.member("phones"), "phone", unless: "fax")
        contact.jobTitle = row.text("jobTitle")
        contact.isActive = row.flag("isActive")
        return try row.record(contact, omitting: ["accountname", "locationname"])
    }

    /// The default entry, else the first.
    private static func usual(_ list: JSONValue, _ member: String, unless kind: String? = nil) -> String? {
        let all = (list.array ?? []).filter { entry in
            let type = entry.member(ignoringCase: "\(member)Type").cleaned?.lowercased() ?? ""
            return entry.member(ignoringCase: member).cleaned != nil && kind.map { !type.contains($0) } ?? true
        }
        let chosen = all.first { $0.member(ignoringCase: "isDefault").flag == true } ?? all.first
        return chosen?.member(ignoringCase: member).cleaned
    }
}
