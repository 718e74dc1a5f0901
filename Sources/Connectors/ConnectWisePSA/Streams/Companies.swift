import Inventory
import JSON

extension PSAStreams {
    /// Deleted companies are listed like any other (`deletedFlag`), and come out of the list as deleted.
    static let companies = Stream(
        description: StreamDescription(
            name: "companies", calls: ["/{codebase}/apis/3.0/company/companies"],
            entity: Company.entity.description, reading: byLastUpdated, deletion: .flagged,
            endOfList: endOfList, period: .minutes(30)),
        one: { (reader, id) async throws(ConnectorError) in
            try await reader.one("/company/companies", id) { (row) throws(UnusableRecord) in
                try company(row, reader.allowed)
            }
        }
    ) { (reader, request, position) async throws(ConnectorError) in
        try await reader.list("/company/companies", request, at: position) { (row) throws(UnusableRecord) in
            try company(row, reader.allowed)
        }
    }

    private static func company(_ row: PSARow, _ allowed: AllowedFields) throws(UnusableRecord) -> SourceRecord {
        let isDeleted = row.flag("deletedFlag") == true
        let types = PSACompanyTypes(row.json)
        var company = Company()
        company.name = row.text("name")
        company.identifier = row.text("identifier")
        company.kind = types.kind
        company.kindLabel = types.label
        company.isActive = isDeleted ? false : PSACompanyTypes.isActive(status: row.name(of: "status"))
        company.website = row.text("website")
        company.phone = row.text("phoneNumber")
        company.addressLine1 = row.text("addressLine1")
        company.addressLine2 = row.text("addressLine2")
        company.city = row.text("city")
        company.region = row.text("state")
        company.postalCode = row.text("zip")
        company.country = row.name(of: "country")
        company.parentExternalID = row.reference("parentCompany")
        company.accountManagerName = row.name(of: "territoryManager")
        return try row.record(company, isDeleted: isDeleted, carried: carried, customFields: allowed)
    }

    private static let carried: Set = [
        "name", "identifier", "website", "phoneNumber", "addressLine1", "addressLine2", "city", "state", "zip",
        "deletedFlag",
    ]
}

/// What a company is, out of the names that the tenant gave its types and statuses.
struct PSACompanyTypes {
    let names: [String]
    private let isVendor: Bool

    init(_ json: JSONValue) {
        let listed = (json["types"].array ?? []).compactMap { $0["name"].cleaned }
        // Older versions have one type.
        names = listed.isEmpty ? [json["type"]["name"].cleaned].compactMap { $0 } : listed
        isVendor = json["isVendorFlag"].bool == true
    }

    var label: String? { names.isEmpty ? nil : names.joined(separator: ", ") }

    /// Of several types the one that says most of what the company is to the MSP.
    var kind: CompanyKind? {
        if names.isEmpty { return isVendor ? .vendor : nil }
        let kinds = Set(names.map(Self.kind))
        return Self.precedence.first(where: kinds.contains) ?? .other
    }

    private static let precedence: [CompanyKind] = [.internal, .customer, .former, .partner, .vendor, .prospect]

    /// By the words in a type's name; "Former Client" is no client.
    private static func kind(_ name: String) -> CompanyKind {
        let words = name.lowercased().split { !$0.isLetter }.map(String.init)
        return vocabulary.first { entry in words.contains { entry.words.contains($0) } }?.kind ?? .other
    }

    private static let vocabulary: [(kind: CompanyKind, words: Set<String>)] = [
        (.former, ["former", "past", "ex", "lost", "previous", "terminated", "cancelled", "canceled", "old"]),
        (.prospect, ["prospect", "prospects", "lead", "leads", "suspect", "prospective", "potential"]),
        (.internal, ["internal", "owner", "us"]),
        (.customer, ["customer", "customers", "client", "clients"]),
        (.partner, ["partner", "partners", "reseller", "referral"]),
        (.vendor, ["vendor", "vendors", "supplier", "suppliers", "manufacturer", "distributor"]),
    ]

    /// Statuses are the tenant's own; the sheet knows "Inactive" and "Not …" as those of a company out of use.
    static func isActive(status: String?) -> Bool? {
        guard let name = status?.lowercased() else { return nil }
        return !name.contains("inactive") && !name.hasPrefix("not ") && !name.hasPrefix("not-")
    }
}
