public import JSON

/// The custom fields that a tenant has allowed by name (setting `custom_fields`, comma separated). They often hold
/// passwords, so any other is stored nowhere: leave the members that hold them out of `vendor_fields` too.
public struct AllowedFields: Sendable, Hashable {
    public let names: [String]

    public init(_ settings: [String: String]) {
        names = (settings["custom_fields"] ?? "").split(separator: ",").compactMap { Cleaned.text(String($0)) }
    }

    public var isEmpty: Bool { names.isEmpty }

    /// Whether a field may be stored. Letter case counts: a near miss must not let a secret in.
    public func allows(_ name: String) -> Bool { names.contains(name) }

    /// An object name to value, down to the allowed ones; nil when none is left.
    public func pick(_ fields: JSONValue) -> String? { pick(fields.object ?? []) }

    public func pick(_ fields: [(key: String, value: JSONValue)]) -> String? {
        JSONText.object(
            fields.filter { allows($0.key) && !$0.value.isNull }.map { ($0.key, $0.value.serialised()) })
    }
}
