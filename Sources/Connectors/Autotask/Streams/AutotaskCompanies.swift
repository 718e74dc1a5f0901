import Inventory

extension AutotaskStreams {
    private static let list = AutotaskList(entity: .companies, changed: "lastActivityDate", created: "createDate")

    /// Companies out of use are listed like any other, and kept: their tickets and devices stay (trap 21).
    static let companies = Stream(
        description: StreamDescription(
            name: "companies", calls: calls(.companies, .resources, .countries, fields: .companies),
            entity: Company.entity.description, reading: incremental(list), deletion: .absence,
            endOfList: endOfList, period: .minutes(30)),
        one: { (reader, id) async throws(ConnectorError) in
            let names = try await AutotaskNames(reader.known)
            return try await reader.one(list, id) { (row) throws(UnusableRecord) in
                try company(&row, names, reader.allowed)
            }
        }
    ) { (reader, request, position) async throws(ConnectorError) in
        let names = try await AutotaskNames(reader.known)
        return try await reader.page(list, request, at: position) { (row) throws(UnusableRecord) in
            try company(&row, names, reader.allowed)
        }
    }

    private static func company(
        _ row: inout AutotaskRow, _ names: AutotaskNames, _ allowed: AllowedFields
    ) throws(UnusableRecord) -> SourceRecord {
        var company = Company()
        company.name = row.text("companyName")
        company.identifier = row.text("companyNumber")
        company.kindLabel = row.label("companyType")
        company.kind = row.value("id") == "0" ? .internal : AutotaskCompanyKind.of(company.kindLabel)
        company.isActive = row.flag("isActive")
        company.website = row.text("webAddress")
        company.phone = row.text("phone")
        company.addressLine1 = row.text("address1")
        company.addressLine2 = row.text("address2")
        company.city = row.text("city")
        company.region = row.text("state")
        company.postalCode = row.text("postalCode")
        company.country = row.value("countryID").flatMap { names.countries[$0] }
        company.parentExternalID = row.id("parentCompanyID")
        company.accountManagerName = row.value("ownerResourceID").flatMap { names.people[$0] }
        return try row.record(company, customFields: allowed)
    }
}

/// Names that companies and their places need.
struct AutotaskNames: Sendable {
    let people: [String: String]
    let countries: [String: String]

    init(_ known: AutotaskKnowledge) async throws(ConnectorError) {
        people = try await known.people()
        countries = try await known.countries()
    }
}

/// What a company is to the MSP, by the words in its type's name.
enum AutotaskCompanyKind {
    static func of(_ label: String?) -> CompanyKind? {
        guard let label else { return nil }
        let words = Set(label.lowercased().split { !$0.isLetter }.map(String.init))
        return vocabulary.first { !words.isDisjoint(with: $0.words) }?.kind ?? .other
    }

    private static let vocabulary: [(kind: CompanyKind, words: Set<String>)] = [
        (.former, ["dead", "cancellation", "cancelled", "canceled", "former", "lost", "past", "ex"]),
        (.prospect, ["lead", "leads", "prospect", "prospects", "suspect"]),
        (.internal, ["internal"]),
        (.customer, ["customer", "customers", "client", "clients"]),
        (.partner, ["partner", "partners", "reseller"]),
        (.vendor, ["vendor", "vendors", "supplier", "suppliers", "manufacturer", "distributor"]),
    ]
}
