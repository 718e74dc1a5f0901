import Inventory
import JSON

extension AsioStreams {
    static let sites = Stream(
        description: StreamDescription(
            name: "sites", calls: ["/api/platform/v1/company/sites"],
            entity: Site.entity.description, after: ["organizations"], reading: .snapshot,
            deletion: .absence, endOfList: endOfList, period: everyFewHours),
        one: { (reader, id) throws(ConnectorError) in
            guard let answer = try await reader.client.one("\(sitesPath)/\(URLText.encoded(id))") else { return nil }
            return try AsioRows([answer.json], answer.cost).one(record: site)
        }
    ) { (reader, _, _) throws(ConnectorError) in
        try await reader.client.list(sitesPath).page(id: { $0.member(ignoringCase: "id").cleaned }, record: site)
    }

    private static let sitesPath = "/api/platform/v1/company/sites"

    /// The address's inner names are not established: those that are likely are taken, and all else is kept as sent.
    private static func site(_ row: JSONValue) throws(UnusableRecord) -> SourceRecord? {
        var reader = RowReader(row, ignoresCase: true)
        guard let id = reader.text("id") else { throw UnusableRecord("no id") }
        var site = Site()
        site.name = reader.first(["name", "friendlyName"]) { $0.cleaned }
        site.organizationExternalID = reader.first(["company.id", "companyId"]) { $0.cleaned }
        site.addressLine1 = address(&reader, ["addressLine1", "line1", "address1", "street"])
        site.addressLine2 = address(&reader, ["addressLine2", "line2", "address2"])
        site.city = address(&reader, ["city"])
        site.region = address(&reader, ["state", "region", "stateProvince", "province"])
        site.postalCode = address(&reader, ["zip", "zipCode", "postalCode"])
        site.country = address(&reader, ["country", "countryName", "country.name", "countryCode"])
        return SourceRecord(site, externalID: id, vendorFields: reader.rest())
    }

    private static func address(_ reader: inout RowReader, _ names: [String]) -> String? {
        reader.first(names.map { "primaryAddress.\($0)" }) { $0.cleaned }
    }
}
