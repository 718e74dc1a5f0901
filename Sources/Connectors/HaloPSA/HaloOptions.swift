/// A connection's own settings.
struct HaloOptions: Sendable, Hashable {
    /// The authorisation server (`https://acme.halopsa.com/auth`), where it is not the base URL's own.
    var authorisationURL: String?
    /// What a token is asked for with.
    var scope: String
    /// The RMM whose ids are taken where an asset has those of several.
    var rmmVendor: String?
    /// Names of asset fields, by what they are.
    var serialNumberFields: [String]
    var manufacturerFields: [String]
    var modelFields: [String]

    static let meanings = [
        "auth_url": """
        The authorisation server as Configuration > Integrations > Halo API shows it, where it is not the base URL \
        with /auth behind it.
        """,
        "scope": """
        The scopes to ask a token with, separated by blanks (all). An application without all may read with \
        read:tickets read:customers read:assets read:contracts read:items read:crm, but for statuses and agents.
        """,
        "rmm_vendor": "The RMM whose device ids are taken where an asset has those of several (as in ninjaone).",
        "serial_number_field":
            "The asset fields that hold the serial number, separated by commas (Serial Number, Serial No, Service Tag).",
        "manufacturer_field": "The asset fields that hold the maker, separated by commas (Manufacturer, Make).",
        "model_field": "The asset fields that hold the model, separated by commas (Model, Model Number).",
    ]

    init(_ settings: [String: String]) throws(ConnectorError) {
        scope = Cleaned.text(settings["scope"]) ?? "all"
        rmmVendor = Cleaned.text(settings["rmm_vendor"])
        serialNumberFields = Self.names(
            settings["serial_number_field"],
            usually: ["Serial Number", "Serial No", "Serial", "Service Tag"])
        manufacturerFields = Self.names(settings["manufacturer_field"], usually: ["Manufacturer", "Make"])
        modelFields = Self.names(settings["model_field"], usually: ["Model", "Model Number"])
        authorisationURL = Cleaned.text(settings["auth_url"])
        if let url = authorisationURL, !url.lowercased().hasPrefix("http") {
            throw .misconfigured("auth_url must be a whole address, as in https://acme.halopsa.com/auth")
        }
    }

    private static func names(_ setting: String?, usually names: [String]) -> [String] {
        let given = (setting ?? "").split(separator: ",").compactMap { Cleaned.text(String($0)) }
        return given.isEmpty ? names : given
    }
}
