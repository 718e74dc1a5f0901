/// A customer as an RMM knows it.
public struct Organization: InventoryRecord, Hashable {
    public var name: String?
    public var description: String?
    public var parentExternalID: String?
    public var phone: String?
    public var addressLine1: String?
    public var addressLine2: String?
    public var city: String?
    public var region: String?
    public var postalCode: String?
    public var country: String?
    public var psaCompanyExternalID: String?

    /// Nothing known yet.
    public init() {}

    public static let entity = Entity<Organization>(
        "organizations", singular: "organization", side: .rmm, group: .organizations,
        meaning: """
            A customer of the MSP as the RMM knows it: the owner of sites and devices. Its counterpart in the PSA is \
            a company; organization_companies says which.
            """,
        hasBrake: true, hasCustomFields: true,
        references: [
            Reference(idColumn: "parent_id", externalColumn: "parent_external_id", target: "organizations")
        ],
        columns: [
            .key("name", "The organisation's name in the RMM.") { $0.name },
            .text("description", "What technicians wrote about it.") { $0.description },
            .key(
                "parent_external_id", "The id in the RMM of the organisation above this one, where the RMM nests them."
            ) { $0.parentExternalID },
            .text("phone", "Main telephone number, as written.") { $0.phone },
            .text("address_line1", "Street and number.") { $0.addressLine1 },
            .text("address_line2", "The address's second line: floor, suite, building.") { $0.addressLine2 },
            .text("city", "City or town.") { $0.city },
            .text("region", "State, province or county, as the vendor writes it.") { $0.region },
            .text("postal_code", "Postal or ZIP code.") { $0.postalCode },
            .text("country", "Country, as the vendor writes it (a name or a code).") { $0.country },
            .key(
                "psa_company_external_id",
                """
                The PSA's id of this customer, where the RMM stores it: joins to companies.external_id.
                """
            ) { $0.psaCompanyExternalID },
        ])
}
