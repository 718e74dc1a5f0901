import JSON

/// The lists that an entity's fields are picked from, of one tenant: records hold numbers, the lists hold the same as
/// texts, and old records may hold what is no longer listed (trap 9).
struct AutotaskPickLists: Sendable {
    struct Entry: Sendable, Hashable {
        var value: String
        var label: String?
        /// The place among the others: the number itself is no rank.
        var order: Int64?
        var parent: String?
        var isActive: Bool?
    }

    /// By field, in the vendor's order.
    let byField: [String: [Entry]]
    /// By field, the vendor's own rows.
    let rows: [String: [JSONValue]]

    static let unknown = AutotaskPickLists(.missing)

    init(_ fields: JSONValue) {
        var entries: [String: [Entry]] = [:]
        var rows: [String: [JSONValue]] = [:]
        for field in fields["fields"].array ?? [] {
            guard let name = field["name"].string, let values = field["picklistValues"].array, !values.isEmpty else {
                continue
            }
            rows[name] = values
            entries[name] = values.compactMap { Entry($0) }
        }
        (byField, self.rows) = (entries, rows)
    }

    func entry(_ field: String, _ value: String) -> Entry? { byField[field]?.first { $0.value == value } }
}

extension AutotaskPickLists.Entry {
    init?(_ row: JSONValue) {
        guard let value = row["value"].cleaned else { return nil }
        self.init(
            value: value, label: row["label"].cleaned, order: row["sortOrder"].integer,
            parent: row["parentValue"].cleaned, isActive: row["isActive"].bool)
    }
}
