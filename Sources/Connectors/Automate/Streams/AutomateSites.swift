import Inventory
import JSON

extension AutomateStreams {
    private static let locations = AutomateList(
        "/Locations", key: "Id",
        fields: [
            "Id", "LocationId", "Name", "Client", "Address1", "Address2", "City", "State", "ZipCode", "Country",
            "PhoneNumber", "FaxNumber", "Comments", "ProbeId", "ExternalId",
        ])

    static let sites = Stream(
        description: StreamDescription(
            name: "sites", calls: ["/cwa/api/v1/Locations"],
            entity: Site.entity.description, after: ["organizations"], reading: .snapshot,
            deletion: .absence, endOfList: endOfList, period: .hours(1)),
        one: { (reader, id) throws(ConnectorError) in
            guard let answer = try await reader.one(locations, id) else { return nil }
            return try await reader.page(answer, locations, .everything, map: site).single()
        }
    ) { (reader, request, position) throws(ConnectorError) in
        try await reader.list(locations, request, at: position, map: site)
    }

    private static let notStored = AutomateSecrets.locations.union([
        "Id", "LocationId", "Client", "Contact", "MaintenanceWindow",
    ])

    /// The list's rows have both ids, and they are one.
    private static func site(_ row: JSONValue, _: AutomateTimes) throws(UnusableRecord) -> SourceRecord? {
        let id = try row.required(row["Id"].isNull ? "LocationId" : "Id")
        var reader = RowReader(row)
        var site = Site()
        site.organizationExternalID = row["Client"]["Id"].reference
        site.name = reader.text("Name")
        site.addressLine1 = reader.text("Address1")
        site.addressLine2 = reader.text("Address2")
        site.city = reader.text("City")
        site.region = reader.text("State")
        site.postalCode = reader.text("ZipCode")
        site.country = reader.text("Country")
        return SourceRecord(site, externalID: id, vendorFields: reader.rest(omitting: notStored))
    }
}
