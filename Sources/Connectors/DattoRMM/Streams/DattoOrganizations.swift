import Inventory
import JSON

extension DattoStreams {
    static let organizations = Stream(
        description: StreamDescription(
            name: "organizations", calls: ["/api/v2/account/sites"],
            entity: Organization.entity.description, reading: .snapshot, deletion: .absence,
            endOfList: endOfList, volatileVendorFields: ["devicesStatus"], period: .hours(1)),
        one: { (reader, uid) throws(ConnectorError) in
            guard let answer = try await reader.client.one("/v2/site/\(URLText.encoded(uid))") else { return nil }
            return try DattoRecord.of(answer.json, organization)
        }
    ) { (reader, _, position) throws(ConnectorError) in
        try await reader.client.list("/v2/account/sites", "sites", at: position)
            .page(id: { $0["uid"].cleaned }, record: organization)
    }

    /// `proxySettings` holds somebody's password.
    private static func organization(_ row: JSONValue) throws(UnusableRecord) -> SourceRecord? {
        let uid = try row.required("uid")
        if DattoSites.isOfTheDeleted(uid: row["uid"], name: row["name"]) { return nil }
        var reader = RowReader(row)
        var organization = Organization()
        organization.name = reader.text("name")
        organization.description = reader.text("description")
        organization.psaCompanyExternalID = reader.text("autotaskCompanyId")
        return SourceRecord(
            organization, externalID: uid, vendorFields: reader.rest(omitting: ["uid", "accountUid", "proxySettings"]))
    }
}

/// One record out of a single answer.
enum DattoRecord {
    static func of(
        _ row: JSONValue, _ record: (JSONValue) throws(UnusableRecord) -> SourceRecord?
    ) throws(ConnectorError) -> SourceRecord? {
        do throws(UnusableRecord) {
            return try record(row)
        } catch {
            throw .malformedAnswer(error.reason)
        }
    }
}
