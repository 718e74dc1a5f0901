/// A connection's own settings.
struct PSAOptions: Sendable, Hashable {
    /// The RMM whose device ids stand in configurations' `deviceIdentifier`; the PSA does not say.
    var rmmVendor: String?
    var readsProjectTickets: Bool

    static let meanings = [
        "codebase":
            "The path before /apis/3.0 (v4_6_release), where the server does not tell it by /login/companyinfo.",
        "rmm_vendor": "The RMM that keeps the configurations' deviceIdentifier (as in ninjaone); the PSA does not say.",
        "project_tickets": "false leaves project tickets unread, for an API member without rights to projects.",
    ]

    init(_ settings: [String: String]) throws(ConnectorError) {
        rmmVendor = Cleaned.text(settings["rmm_vendor"])
        switch settings["project_tickets"] ?? "true" {
        case "true": readsProjectTickets = true
        case "false": readsProjectTickets = false
        case let other: throw .misconfigured("project_tickets must be true or false, not '\(other)'")
        }
    }
}
