/// A place or sub-unit of an organisation, as an RMM knows it.
public struct Site: InventoryRecord, Hashable {
    public var organizationExternalID: String?
    public var name: String?
    public var addressLine1: String?
    public var addressLine2: String?
    public var city: String?
    public var region: String?
    public var postalCode: String?
    public var country: String?

    /// Nothing known yet.
    public init() {}

    public static let entity = Entity<Site>(
        "sites", singular: "site", side: .rmm, group: .organizations,
        meaning: "A location or sub-unit of an organisation in the RMM; devices belong to one.",
        hasBrake: true,
        references: [
            Reference(idColumn: "organization_id", externalColumn: "organization_external_id", target: "organizations")
        ],
        columns: [
            .key("organization_external_id", "The organisation's id in the RMM.") { $0.organizationExternalID },
            .text("name", "The site's name in the RMM.") { $0.name },
            .text("address_line1", "Street and number.") { $0.addressLine1 },
            .text("address_line2", "The address's second line: floor, suite, building.") { $0.addressLine2 },
            .text("city", "City or town.") { $0.city },
            .text("region", "State, province or county, as the vendor writes it.") { $0.region },
            .text("postal_code", "Postal or ZIP code.") { $0.postalCode },
            .text("country", "Country, as the vendor writes it (a name or a code).") { $0.country },
        ])
}
