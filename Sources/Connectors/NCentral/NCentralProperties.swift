import Inventory
import JSON

/// Custom properties, down to those that are allowed by name. A property that is meant for a password is never one of
/// them, whatever it is called.
enum NCentralProperties {
    /// The allowed ones as a JSON object; nil when none is left.
    static func picked(_ answer: JSONValue, _ allowed: AllowedFields) -> String? {
        let fields = (answer["data"].array ?? []).compactMap { row -> (key: String, json: String)? in
            guard let name = row["propertyName"].cleaned, allowed.allows(name), let value = value(row) else {
                return nil
            }
            return (name, JSONText.quoted(value))
        }
        return JSONText.object(fields)
    }

    /// Dates are milliseconds since the epoch, as a text.
    private static func value(_ row: JSONValue) -> String? {
        switch row["propertyType"].string?.uppercased() {
        case "PASSWORD": nil
        case "DATE": Times.epoch(row["value"])?.iso8601 ?? row["value"].cleaned
        default: row["value"].cleaned
        }
    }
}
