/// A person at a company.
public struct Contact: InventoryRecord, Hashable {
    public var companyExternalID: String?
    public var firstName: String?
    public var lastName: String?
    public var email: String?
    public var phone: String?
    public var jobTitle: String?
    public var isActive: Bool?

    /// Nothing known yet.
    public init() {}

    public static let entity = Entity<Contact>(
        "contacts", singular: "contact", side: .psa, group: .contacts,
        meaning: "A person at a company, as the PSA knows them.",
        hasBrake: true, hasCustomFields: true,
        references: [
            Reference(idColumn: "company_id", externalColumn: "company_external_id", target: "companies")
        ],
        columns: [
            .key("company_external_id", "The company's id in the PSA.") { $0.companyExternalID },
            .text("first_name", "First name.") { $0.firstName },
            .key("last_name", "Last name.") { $0.lastName },
            .key("email", "Main e-mail address.") { $0.email },
            .text("phone", "Main telephone number, as written.") { $0.phone },
            .text("job_title", "What they do at the company.") { $0.jobTitle },
            .boolean("is_active", "Whether they are in use in the PSA.") { $0.isActive },
        ])
}
