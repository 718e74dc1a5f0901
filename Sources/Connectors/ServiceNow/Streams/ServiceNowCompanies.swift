import Inventory

extension ServiceNowStreams {
    /// The table holds vendors and makers too.
    static let customers = ServiceNowTable(
        name: "core_company",
        fields: [
            "name", "customer", "vendor", "manufacturer", "partner", "parent", "street", "city", "state", "zip",
            "country", "phone", "fax_phone", "website", "latitude", "longitude", "contact", "stock_symbol", "notes",
        ], condition: "customer=true", impossible: "customer=true^customer=false")

    static let companies = Stream(
        description: StreamDescription(
            name: "companies", calls: tables(["core_company"], isAudited: true), entity: Company.entity.description,
            owns: companyColumns, reading: byUpdated,
            deletion: .flagged, endOfList: endOfList, period: .minutes(30)),
        one: { (reader, id) async throws(ConnectorError) in
            try await reader.one([customers], id) { (_, _) throws(ConnectorError) in companyMapping(reader) }
        }
    ) { (reader, request, position) async throws(ConnectorError) in
        try await reader.list(
            customers, request, at: position,
            gone: { SourceRecord(Company(), externalID: $0, sourceUpdatedAt: $1, isDeleted: true) },
            map: companyMapping(reader))
    }

    private static let companyColumns = Set(Company.entity.description.columns.map(\.name)).subtracting(["identifier"])

    private static func companyMapping(_ reader: ServiceNowReader) -> ServiceNowReader.Mapping {
        { (row) throws(UnusableRecord) in
            // The instance may not have understood the condition.
            row.flag("customer") == false ? nil : try company(row, reader.options.customColumns)
        }
    }

    private static func company(_ row: ServiceNowRow, _ custom: [String]) throws(UnusableRecord) -> SourceRecord {
        let address = ServiceNowAddress(row)
        var company = Company()
        company.name = row.text("name")
        company.kind = .customer
        company.website = row.text("website")
        company.phone = row.text("phone")
        company.addressLine1 = address.line1
        company.addressLine2 = address.line2
        company.city = row.text("city")
        company.region = row.text("state")
        company.postalCode = row.text("zip")
        company.country = row.text("country")
        company.parentExternalID = row.text("parent")
        return try row.record(
            company, carried: ServiceNowAddress.carried.union(["name", "website", "parent"]), custom: custom)
    }
}

/// The address columns that companies and places share.
struct ServiceNowAddress {
    let line1: String?
    let line2: String?

    static let carried: Set = ["street", "city", "state", "zip", "country", "phone"]

    /// A street of several lines is one column.
    init(_ row: ServiceNowRow) {
        let lines = (row.text("street") ?? "").split(whereSeparator: \.isNewline).compactMap {
            Cleaned.text(String($0))
        }
        line1 = lines.first
        line2 = lines.count > 1 ? lines.dropFirst().joined(separator: ", ") : nil
    }
}
