/// A connection's own settings.
struct AsioOptions: Sendable, Hashable {
    let customFields: AllowedFields
    /// Which of a company's `externalIds` is the PSA's.
    let psaProduct: String
    /// The words that the vendor has changed before.
    let listResourceType: String
    let stateResourceType: String

    /// The word for devices in the same lists.
    var deviceResourceType: String { listResourceType == "companies" ? "endpoints" : "endpoint" }

    static let meanings = [
        "custom_fields": """
        Names of companies' custom fields that may be stored, comma separated. With any, each company costs a call. \
        Custom fields of devices are not read: they would cost a call a device.
        """,
        "psa_product_id": """
        The productId among a company's externalIds under which its id in the PSA stands (psa, unless set); it fills \
        psa_company_external_id.
        """,
        "list_resource_type": """
        The word for companies in lists of devices, software and patches (company, unless set): the vendor has changed \
        such words before, and then the calls fail with 400.
        """,
        "state_resource_type": """
        The word for companies in the calls for heartbeats and users (companies, unless set): the vendor has changed it \
        twice, and then the calls fail with 400 or 403.
        """,
    ]

    init(_ settings: [String: String]) {
        customFields = AllowedFields(settings)
        psaProduct = Cleaned.text(settings["psa_product_id"]) ?? "psa"
        listResourceType = Cleaned.text(settings["list_resource_type"]) ?? "company"
        stateResourceType = Cleaned.text(settings["state_resource_type"]) ?? "companies"
    }
}
