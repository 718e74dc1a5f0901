import JSON

/// What a tenant has defined for itself: custom fields, and the fields of its asset types. Both often hold passwords, so
/// they are kept by allowed names alone, and never where the vendor says that they are secret.
enum HaloCustomFields {
    /// The members that hold them.
    static let members: Set = ["customfields", "fields", "site_fields", "custombuttons"]

    /// The allowed ones, by name or by the label that people see.
    static func text(_ json: JSONValue, allowed: AllowedFields) -> String? {
        guard !allowed.isEmpty else { return nil }
        let all = ["customfields", "fields"].flatMap { json[$0].array ?? [] }
        return allowed.pick(all.filter { !isSecret($0) }.flatMap(named))
    }

    private static func named(_ field: JSONValue) -> [(key: String, value: JSONValue)] {
        let names = Set(["name", "label"].compactMap { field[$0].cleaned })
        return names.sorted().map { ($0, shown(field)) }
    }

    /// A choice is shown by its label; its value is a number.
    static func shown(_ field: JSONValue) -> JSONValue {
        field["display"].cleaned == nil ? field["value"] : field["display"]
    }

    private static func isSecret(_ field: JSONValue) -> Bool {
        field["isencrypted"].bool == true || field["value_is_password_id"].bool == true
    }
}
