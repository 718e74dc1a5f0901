import Inventory
import JSON

/// What a row has beside our columns: of each the value, and the label where it says more. Custom columns are kept by
/// allowed names alone, elsewhere. Nothing is left of empty ones.
enum ServiceNowVendorFields {
    private static let system: Set<String> = ["sys_id", "sys_created_on", "sys_updated_on"]

    static func text(_ row: ServiceNowRow, carried: Set<String>) -> String? {
        JSONText.object(
            (row.json.object ?? []).compactMap { (name, member) in
                if system.contains(name) || ServiceNowOptions.isCustom(name) { return nil }
                if carried.contains(name), !isUnread(row, name) { return nil }
                return json(row, name, member).map { (name, $0) }
            })
    }

    /// A row that could not be used, as a person may see it.
    static func harmless(_ payload: String) -> String {
        guard let json = try? JSONValue.parse(Array(payload.utf8)) else { return "{}" }
        return text(ServiceNowRow(json: json), carried: []) ?? "{}"
    }

    /// A date that means none: our column is null, and what was sent stays here.
    private static func isUnread(_ row: ServiceNowRow, _ name: String) -> Bool {
        guard let text = row.text(name), isTime(text) else { return false }
        return row.moment(name) == nil
    }

    private static func json(_ row: ServiceNowRow, _ name: String, _ member: JSONValue) -> String? {
        if member.object != nil, member["value"].isMissing { return member.serialised() }
        guard let value = row.text(name) else { return nil }
        // A time's label is the same in the zone and format of whoever asks.
        guard let label = row.label(name), label != value, !isTime(value) else { return JSONText.quoted(value) }
        return JSONText.object([("value", JSONText.quoted(value)), ("display_value", JSONText.quoted(label))])
    }

    private static func isTime(_ text: String) -> Bool {
        (10...19).contains(text.utf8.count) && Timestamp(iso8601: text) != nil
    }
}
