import Inventory

extension ServiceNowStreams {
    /// Staff are users too: a contact is somebody of a customer. An account's contact names the account as company.
    static let users = ServiceNowTable(
        name: "sys_user",
        fields: [
            "user_name", "name", "first_name", "middle_name", "last_name", "title", "email", "phone", "mobile_phone",
            "home_phone", "company", "company.customer", "location", "department", "manager", "active", "locked_out",
            "vip", "time_zone", "last_login_time", "employee_number",
        ], condition: "company.customer=true", impossible: "company.customer=true^company.customer=false")

    static let contacts = Stream(
        description: StreamDescription(
            name: "contacts", calls: tables(["sys_user"], isAudited: true), entity: Contact.entity.description,
            reading: byUpdated, deletion: .flagged,
            endOfList: endOfList, volatileVendorFields: ["last_login_time"], period: .minutes(30)),
        one: { (reader, id) async throws(ConnectorError) in
            try await reader.one([users], id) { (_, _) throws(ConnectorError) in contactMapping(reader) }
        }
    ) { (reader, request, position) async throws(ConnectorError) in
        try await reader.list(
            users, request, at: position,
            gone: { SourceRecord(Contact(), externalID: $0, sourceUpdatedAt: $1, isDeleted: true) },
            map: contactMapping(reader))
    }

    private static func contactMapping(_ reader: ServiceNowReader) -> ServiceNowReader.Mapping {
        { (row) throws(UnusableRecord) in
            let isSomebodyElse = row.flag("company.customer") == false || row.isEmpty("company")
            return isSomebodyElse ? nil : try contact(row, reader.options.customColumns)
        }
    }

    private static func contact(_ row: ServiceNowRow, _ custom: [String]) throws(UnusableRecord) -> SourceRecord {
        var contact = Contact()
        contact.companyExternalID = row.text("company")
        contact.firstName = row.text("first_name")
        contact.lastName = row.text("last_name")
        contact.email = row.text("email")
        contact.phone = row.text("phone") ?? row.text("mobile_phone") ?? row.text("home_phone")
        contact.jobTitle = row.text("title")
        contact.isActive = row.flag("active")
        return try row.record(contact, carried: carried, custom: custom)
    }

    private static let carried: Set = [
        "first_name", "last_name", "email", "phone", "title", "active", "company", "company.customer",
    ]
}
