/// A company's address or branch in a PSA.
public struct CompanySite: InventoryRecord, Hashable {
    public var companyExternalID: String?
    public var name: String?
    public var addressLine1: String?
    public var addressLine2: String?
    public var city: String?
    public var region: String?
    public var postalCode: String?
    public var country: String?
    public var phone: String?
    public var isPrimary: Bool?

    /// Nothing known yet.
    public init() {}

    public static let entity = Entity<CompanySite>(
        "company_sites", singular: "company_site", side: .psa, group: .companies,
        meaning: "An address or branch of a company in the PSA.",
        references: [
            Reference(idColumn: "company_id", externalColumn: "company_external_id", target: "companies")
        ],
        columns: [
            .key("company_external_id", "The company's id in the PSA.") { $0.companyExternalID },
            .text("name", "The site's name.") { $0.name },
            .text("address_line1", "Street and number.") { $0.addressLine1 },
            .text("address_line2", "The address's second line: floor, suite, building.") { $0.addressLine2 },
            .text("city", "City or town.") { $0.city },
            .text("region", "State, province or county, as the vendor writes it.") { $0.region },
            .text("postal_code", "Postal or ZIP code.") { $0.postalCode },
            .text("country", "Country, as the vendor writes it (a name or a code).") { $0.country },
            .text("phone", "The site's telephone number, as written.") { $0.phone },
            .boolean("is_primary", "Whether it is the company's main site.") { $0.isPrimary },
        ])
}
