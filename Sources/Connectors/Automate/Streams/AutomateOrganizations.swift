import Inventory
import JSON

extension AutomateStreams {
    private static let clients = AutomateList("/Clients", key: "Id")

    static let organizations = Stream(
        description: StreamDescription(
            name: "organizations", calls: ["/cwa/api/v1/Clients", "/cwa/api/v1/DatabaseServerTime"],
            entity: Organization.entity.description, reading: .snapshot, deletion: .absence,
            endOfList: endOfList, period: .hours(1)),
        one: { (reader, id) throws(ConnectorError) in
            guard let answer = try await reader.one(clients, id) else { return nil }
            return try await page(answer, reader, .everything).single()
        }
    ) { (reader, request, position) throws(ConnectorError) in
        let size = reader.options.customFields.isEmpty ? AutomateClient.pageSize : AutomateExtraFields.pageSize
        let answer = try await reader.client.list(clients.pages(of: size), at: position)
        return try await page(answer, reader, request.scope)
    }

    private static func page(
        _ answer: AutomateRows, _ reader: AutomateReader, _ scope: ReadScope
    ) async throws(ConnectorError) -> Page {
        let (fields, cost) = try await AutomateExtraFields(allowed: reader.options.customFields)
            .fields(of: answer.rows.compactMap { $0["Id"].cleaned }, reader.client) {
                "/Clients/\(URLText.encoded($0))"
            }
        var page = try await reader.page(answer, clients, scope) { (row, _) throws(UnusableRecord) in
            try organization(row, fields)
        }
        page.add(cost)
        return page
    }

    /// Its places are a stream of their own, and bring credentials.
    private static func organization(
        _ row: JSONValue, _ fields: [String: String]
    ) throws(UnusableRecord) -> SourceRecord {
        let id = try row.required("Id")
        var reader = RowReader(row)
        var organization = Organization()
        organization.name = reader.text("Name")
        organization.description = reader.text("Comment")
        organization.phone = reader.text("PhoneNumber")
        organization.addressLine1 = reader.text("Address1")
        organization.addressLine2 = reader.text("Address2")
        organization.city = reader.text("City")
        organization.region = reader.text("State")
        organization.postalCode = reader.text("ZipCode")
        organization.country = reader.text("Country")
        organization.psaCompanyExternalID = reader.take("ExternalId") { $0.reference }
        return SourceRecord(
            organization, externalID: id, vendorFields: reader.rest(omitting: ["Id", "Locations", "ExtraFields"]),
            customFields: fields[id])
    }
}

extension Page {
    /// The one record of a page of one row.
    func single() throws(ConnectorError) -> SourceRecord? {
        if let bad = rejected.first { throw .malformedAnswer(bad.reason) }
        return records.first
    }
}
