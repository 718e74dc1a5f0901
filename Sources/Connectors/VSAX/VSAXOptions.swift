/// A connection's own settings.
struct VSAXOptions: Sendable, Hashable {
    let customFields: AllowedFields
    /// Devices a page of assets.
    let assetsPageSize: Int
    let readsAntivirus: Bool

    static let meanings = [
        "custom_fields": "Names of custom fields (of organisations and devices) that may be stored, comma separated.",
        "assets_page_size": """
        Devices asked for at once with all their software, 1 to 100 (the default); fewer where the server is too slow.
        """,
        "managed_antivirus": """
        false leaves the antivirus that VSA X manages unread, which costs a call for each device: for accounts without it.
        """,
    ]

    init(_ settings: [String: String]) throws(ConnectorError) {
        customFields = AllowedFields(settings)
        let size = settings["assets_page_size"] ?? "100"
        guard let number = Int(size), (1...VSAXClient.pageSize).contains(number) else {
            throw .misconfigured("assets_page_size must be 1 to \(VSAXClient.pageSize), not '\(Shortened.text(size))'")
        }
        assetsPageSize = number
        switch settings["managed_antivirus"] ?? "true" {
        case "true": readsAntivirus = true
        case "false": readsAntivirus = false
        case let other: throw .misconfigured("managed_antivirus must be true or false, not '\(Shortened.text(other))'")
        }
    }
}
