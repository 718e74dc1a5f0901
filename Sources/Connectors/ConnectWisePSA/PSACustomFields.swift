import JSON

/// `customFields` and the old `userDefinedField1` to `10`: kept by allowed names alone, and never of type Password.
enum PSACustomFields {
    /// Whether a member of a record holds custom fields.
    static func holds(_ member: String) -> Bool { member == "customFields" || member.hasPrefix("userDefinedField") }

    static func text(_ json: JSONValue, allowed: AllowedFields) -> String? {
        guard !allowed.isEmpty else { return nil }
        let fields = (json["customFields"].array ?? []).filter { $0["type"].string?.lowercased() != "password" }
        let named = fields.compactMap { field in
            field["caption"].string.map { (key: $0, value: field["value"]) }
        }
        return allowed.pick(named + (json.object ?? []).filter { $0.key.hasPrefix("userDefinedField") })
    }
}
