import Inventory
import JSON

extension NCentralStreams {
    /// A customer is an organisation. The levels above (system, service organisation) are the MSP's own: the customer's
    /// `parentId` stays in its vendor fields.
    static let organizations = Stream(
        description: StreamDescription(
            name: "organizations", calls: ["/api/customers"],
            entity: Organization.entity.description, reading: .snapshot, deletion: .absence,
            endOfList: endOfList, period: .hours(1)),
        one: { (reader, id) throws(ConnectorError) in
            let found = try await reader.client.one("/api/customers/\(URLText.encoded(id))", idMember: "customerId")
            guard let found, isCustomer(found.row) else { return nil }
            let (fields, _) = try await reader.properties("/api/org-units/\(URLText.encoded(id))")
            return try single(found.row) { (row) throws(UnusableRecord) in
                try organization(row, reader.options, customFields: fields)
            }
        }
    ) { (reader, _, position) throws(ConnectorError) in
        // A call each for their properties: then fewer of them a page.
        let size = reader.options.customFields.isEmpty ? NCentralClient.pageSize : 100
        let rows = try await reader.client.list("/api/customers", id: "customerId", at: position, size: size)
        let (fields, cost) = try await properties(of: rows.news, reader)
        var page = rows.page(id: { $0["customerId"].cleaned }) { (row) throws(UnusableRecord) in
            guard isCustomer(row) else { return nil }
            let id = row["customerId"].cleaned ?? ""
            return try organization(row, reader.options, customFields: fields[id])
        }
        page.add(cost)
        return page
    }

    private static func properties(
        of rows: [JSONValue], _ reader: NCentralReader
    ) async throws(ConnectorError) -> ([String: String], CallCost) {
        var all: [String: String] = [:]
        var cost = CallCost()
        if reader.options.customFields.isEmpty { return (all, cost) }
        for id in rows.filter(isCustomer).compactMap({ $0["customerId"].cleaned }) {
            let (fields, more) = try await reader.properties("/api/org-units/\(URLText.encoded(id))")
            all[id] = fields
            cost += more
        }
        return (all, cost)
    }

    /// Not one of the levels above, should a list show them.
    static func isCustomer(_ row: JSONValue) -> Bool {
        let isAbove = row["isSystem"].bool == true || row["isServiceOrg"].bool == true
        return !isAbove && !["SYSTEM", "SO"].contains(row["orgUnitType"].string?.uppercased())
    }

    private static func organization(
        _ row: JSONValue, _ options: NCentralOptions, customFields: String?
    ) throws(UnusableRecord) -> SourceRecord {
        let id = try row.required("customerId")
        var reader = RowReader(row)
        var organization = Organization()
        organization.name = reader.text("customerName")
        organization.phone = reader.word("phone")
        organization.addressLine1 = reader.word("street1")
        organization.addressLine2 = reader.word("street2")
        organization.city = reader.word("city")
        organization.region = reader.word("stateProv")
        organization.postalCode = reader.word("postalCode")
        organization.country = reader.word("country")
        organization.psaCompanyExternalID = options.psaCompanyField.flatMap { reader.word($0) }
        return SourceRecord(
            organization, externalID: id, vendorFields: reader.rest(omitting: ["customerId"]),
            customFields: customFields)
    }

    /// The record of one thing's own answer.
    static func single(
        _ row: JSONValue, _ record: (JSONValue) throws(UnusableRecord) -> SourceRecord
    ) throws(ConnectorError) -> SourceRecord {
        do throws(UnusableRecord) {
            return try record(row)
        } catch {
            throw .malformedAnswer(error.reason)
        }
    }
}
