import Connectors

/// Vendors and their settings as a person names them on the command line.
enum Vendors {
    static func vendor(_ id: String) throws -> Vendor {
        guard let connector = Registry.connector(for: id) else {
            let known = Registry.connectors.map { $0.vendor.id }.sorted().joined(separator: ", ")
            throw CallError("there is no vendor '\(id)'; choose one of \(known)")
        }
        return connector.vendor
    }

    /// What every connection takes, whatever its vendor.
    static let common: [String: String] = [
        "calls_per_minute": "How many calls a minute the account may be asked at most.",
        "concurrent_calls": "How many calls at once.",
        "timezone": "The zone of dates that the vendor sends without one.",
        "tls_pin":
            "sha256//<base64> of the server's public key, where it is not to be trusted by its certificate alone.",
        "custom_fields": "The names of the custom fields that may be stored, comma separated; others are not.",
    ]

    static func settings(_ arguments: [String], of vendor: Vendor) throws -> [String: String] {
        var settings: [String: String] = [:]
        for argument in arguments {
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2 else { throw CallError("--setting takes key=value, not '\(argument)'") }
            guard common[parts[0]] != nil || vendor.settings[parts[0]] != nil else {
                let known = (Array(common.keys) + Array(vendor.settings.keys)).sorted().joined(separator: ", ")
                throw CallError("\(vendor.name) has no setting '\(parts[0])'; it takes \(known)")
            }
            settings[parts[0]] = parts[1]
        }
        if let choice = vendor.credentialChoice, let value = settings[choice.setting], !choice.values.contains(value) {
            let known = choice.values.joined(separator: ", ")
            throw CallError("\(choice.setting) must be one of \(known), not '\(value)'")
        }
        for name in ["calls_per_minute", "concurrent_calls", BudgetDescription.hourly] {
            if let text = settings[name], Int(text).map({ $0 > 0 }) != true {
                throw CallError("\(name) must be a whole number above 0, not '\(text)'")
            }
        }
        return settings
    }
}
