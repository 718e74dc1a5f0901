import Inventory
import JSON

extension BMSStreams {
    /// The locations that ride inside are the sites, a stream of their own.
    static let companies = Stream(
        description: StreamDescription(
            name: "companies", calls: [userInfo, accountsPath], entity: Company.entity.description,
            reading: byModifiedOn, deletion: .absence,
            endOfList: endByTotal, period: .minutes(30), callsPerThousand: 12),
        one: { (reader, id) async throws(ConnectorError) in
            try await reader.one(accountsPath, id) { (row) throws(UnusableRecord) in try company(&row) }
        }
    ) { (reader, request, position) async throws(ConnectorError) in
        try await reader.list(request, at: position, queries: { inAndOutOfUse(accountsPath, since: $0) }) {
            (row) throws(UnusableRecord) in try company(&row)
        }
    }

    static let accountsPath = "/v2/crm/accounts/summary"

    private static func company(_ row: inout BMSRow) throws(UnusableRecord) -> SourceRecord {
        var company = Company()
        company.name = row.text("accountName")
        company.identifier = row.text("accountCode")
        company.kindLabel = row.text("accountType")
        company.kind = company.kindLabel.map(BMSWords.companyKind)
        company.isActive = row.flag("isActive")
        company.website = row.text("website")
        company.parentExternalID = row.id("parentId")
        company.accountManagerName = row.text("accountManagerUserName")
        // An account has neither phone nor address of its own.
        let location = BMSAddress.main(row.member("locations"))
        let address = BMSAddress(location, row.times)
        company.phone = address.phone
        company.addressLine1 = address.line1
        company.addressLine2 = address.line2
        company.city = address.city
        company.region = address.region
        company.postalCode = address.postalCode
        company.country = address.country
        return try row.record(company, omitting: ["locations", "tenantname"])
    }
}

/// The main address of a location.
struct BMSAddress {
    let phone, line1, line2, city, region, postalCode, country: String?

    init(_ location: JSONValue, _ times: BMSTimes) {
        var row = BMSRow(Self.main(location.member(ignoringCase: "addresses")), times)
        phone = row.text("phone")
        line1 = row.text("address1")
        line2 = row.text("address2")
        city = row.text("city")
        region = row.text("state")
        postalCode = row.text("zipCode")
        country = row.text("country")
    }

    /// Of several the one that says that it is the main one, else the first.
    static func main(_ list: JSONValue) -> JSONValue {
        let all = list.array ?? []
        return all.first { $0.member(ignoringCase: "isMain").flag == true } ?? all.first ?? .missing
    }
}
