/// A company as a PSA knows it: customers, prospects, vendors.
public struct Company: InventoryRecord, Hashable {
    public var name: String?
    public var identifier: String?
    public var kind: CompanyKind?
    public var kindLabel: String?
    public var isActive: Bool?
    public var website: String?
    public var phone: String?
    public var addressLine1: String?
    public var addressLine2: String?
    public var city: String?
    public var region: String?
    public var postalCode: String?
    public var country: String?
    public var parentExternalID: String?
    public var accountManagerName: String?

    /// Nothing known yet.
    public init() {}

    public static let entity = Entity<Company>(
        "companies", singular: "company", side: .psa, group: .companies,
        meaning: """
            A company as the PSA knows it: a customer, a prospect, a vendor. Its counterpart in the RMM is an \
            organization; organization_companies says which.
            """,
        hasBrake: true, hasCustomFields: true,
        references: [
            Reference(idColumn: "parent_id", externalColumn: "parent_external_id", target: "companies")
        ],
        columns: [
            .key("name", "The company's name.") { $0.name },
            .key("identifier", "The short code that people call it by in the PSA.") { $0.identifier },
            .choice("kind", "What the company is to the MSP.") { $0.kind },
            .text("kind_label", "The vendor's own word for kind.") { $0.kindLabel },
            .boolean("is_active", "Whether it is in use in the PSA.") { $0.isActive },
            .text("website", "Its web address.") { $0.website },
            .text("phone", "Main telephone number, as written.") { $0.phone },
            .text("address_line1", "Street and number.") { $0.addressLine1 },
            .text("address_line2", "The address's second line: floor, suite, building.") { $0.addressLine2 },
            .text("city", "City or town.") { $0.city },
            .text("region", "State, province or county, as the vendor writes it.") { $0.region },
            .text("postal_code", "Postal or ZIP code.") { $0.postalCode },
            .text("country", "Country, as the vendor writes it (a name or a code).") { $0.country },
            .key("parent_external_id", "The id in the PSA of the company above this one.") { $0.parentExternalID },
            .text("account_manager_name", "The MSP's person who looks after it.") { $0.accountManagerName },
        ])
}
