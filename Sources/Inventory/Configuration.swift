/// A thing that a PSA keeps for a company: a machine, a licence, a service.
public struct Configuration: InventoryRecord, Hashable {
    public var companyExternalID: String?
    public var companySiteExternalID: String?
    public var contactExternalID: String?
    public var name: String?
    public var kindLabel: String?
    public var statusLabel: String?
    public var isActive: Bool?
    public var serialNumber: String?
    public var manufacturer: String?
    public var model: String?
    public var rmmVendor: String?
    public var rmmDeviceExternalID: String?
    public var installedOn: CalendarDate?
    public var purchasedOn: CalendarDate?
    public var warrantyEndsOn: CalendarDate?

    /// Nothing known yet.
    public init() {}

    public static let entity = Entity<Configuration>(
        "configurations", singular: "configuration", side: .psa, group: .configurations,
        meaning: """
            A configuration item (asset) that the PSA keeps for a company; device_configurations says which RMM \
            device it is.
            """,
        hasBrake: true, hasCustomFields: true,
        references: [
            Reference(idColumn: "company_id", externalColumn: "company_external_id", target: "companies"),
            Reference(idColumn: "company_site_id", externalColumn: "company_site_external_id", target: "company_sites"),
            Reference(idColumn: "contact_id", externalColumn: "contact_external_id", target: "contacts"),
        ],
        columns: [
            .key("company_external_id", "The company's id in the PSA.") { $0.companyExternalID },
            .key("company_site_external_id", "The site's id in the PSA.") { $0.companySiteExternalID },
            .key("contact_external_id", "The contact's id in the PSA.") { $0.contactExternalID },
            .key("name", "The item's name, often a hostname.") { $0.name },
            .text("kind_label", "The PSA's type of item, in its own words.") { $0.kindLabel },
            .text("status_label", "The PSA's status of the item, in its own words.") { $0.statusLabel },
            .boolean("is_active", "Whether it is in use in the PSA.") { $0.isActive },
            .key("serial_number", "The maker's serial number.") { $0.serialNumber },
            .text("manufacturer", "Who made it.") { $0.manufacturer },
            .text("model", "The maker's model name.") { $0.model },
            .text(
                "rmm_vendor", "The RMM that the PSA says it comes from, as a vendor's name of ours (\"ninjaone\")."
            ) { $0.rmmVendor },
            .key(
                "rmm_device_external_id", "The RMM's id of the device: joins to devices.external_id."
            ) { $0.rmmDeviceExternalID },
            .date("installed_on", "The day it was put into use.") { $0.installedOn },
            .date("purchased_on", "The day it was bought.") { $0.purchasedOn },
            .date("warranty_ends_on", "The last day of its warranty.") { $0.warrantyEndsOn },
        ])
}
