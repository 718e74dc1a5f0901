/// A connection's own settings.
struct NCentralOptions: Sendable, Hashable {
    let customFields: AllowedFields
    /// The customers' member that holds the PSA's id of the company; nil where none does.
    let psaCompanyField: String?
    /// A device that checked in this long ago, or later, is online.
    let onlineMinutes: Int64
    /// A customer's issues are without those of its sites, which are then asked for too.
    let asksSitesForIssues: Bool

    static let meanings = [
        "custom_fields": """
        Names of custom properties (of customers and devices) that may be stored, comma separated. Each takes a call a \
        device and a customer. Properties of the type PASSWORD are never stored.
        """,
        "psa_company_field": """
        The customers' field that holds the PSA's id of the company, for matching: externalId (unless given), \
        externalId2, or none.
        """,
        "issues_of_sites": """
        With true, sites are asked for their active issues as well as customers: for a server whose customers do not show \
        the issues of their sites.
        """,
        "online_minutes": """
        N-central does not say whether a device is online: one that checked in within so many minutes is (10 unless \
        given).
        """,
    ]

    init(_ settings: [String: String]) {
        customFields = AllowedFields(settings)
        let field = Cleaned.text(settings["psa_company_field"]) ?? "externalId"
        psaCompanyField = ["externalId", "externalId2"].contains(field) ? field : nil
        onlineMinutes =
            settings["online_minutes"].flatMap { Int64($0) }.flatMap { (1...1440).contains($0) ? $0 : nil } ?? 10
        asksSitesForIssues = settings["issues_of_sites"] == "true"
    }
}
