import Inventory
import JSON

/// A record of the vendor, with the habits that all of them share: ids as whole or decimal numbers, 0 for none, names
/// with stray blanks, times without a zone, and any member missing or null.
struct HaloRow {
    private var reader: RowReader

    init(_ json: JSONValue) { reader = RowReader(json) }

    var json: JSONValue { reader.row }

    /// An id as it prints, also where it came as `17.0` or as text; nil for 0 and for none.
    static func id(_ value: JSONValue) -> String? {
        if let number = value.integer { return number == 0 ? nil : String(number) }
        guard value.string != nil, let text = value.cleaned, Double(text) != 0 else { return nil }
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// The record's own id.
    func required(_ name: String = "id") throws(UnusableRecord) -> String {
        guard let id = Self.id(json[name]) else { throw UnusableRecord("no \(name)") }
        return id
    }

    mutating func id(_ name: String) -> String? { reader.take(name, Self.id) }
    /// The id of a client; the built-in one stands for none.
    mutating func client(_ name: String = "client_id") -> String? {
        reader.take(name) { Self.id($0).flatMap { $0 == HaloPlaceholder.client ? nil : $0 } }
    }
    mutating func text(_ name: String) -> String? { reader.text(name) }
    /// The first of several spellings that has something.
    mutating func text(anyOf names: [String]) -> String? { reader.first(names) { $0.cleaned } }
    mutating func flag(_ name: String) -> Bool? { reader.bool(name) }
    mutating func moment(_ name: String) -> Timestamp? { reader.take(name, HaloTimes.moment) }
    mutating func moment(anyOf names: [String]) -> Timestamp? { reader.first(names, HaloTimes.moment) }
    mutating func day(_ name: String) -> CalendarDate? { reader.take(name, HaloTimes.day) }
    /// Money, quantities and hours.
    mutating func decimal(_ name: String) -> DecimalText? {
        reader.take(name) { $0.cleaned.flatMap { DecimalText($0) } }
    }

    /// The finished record.
    /// - Parameters:
    ///   - id: where it is not the row's own.
    ///   - withheld: members that are not to be stored.
    ///   - customFields: where the entity keeps custom fields.
    func record<Record: InventoryRecord>(
        _ record: Record, id: String? = nil, createdAt: Timestamp? = nil, updatedAt: Timestamp? = nil,
        withheld: Set<String> = [], customFields: AllowedFields? = nil
    ) throws(UnusableRecord) -> SourceRecord {
        let own = if let id { id } else { try required() }
        return SourceRecord(
            record, externalID: own, sourceCreatedAt: createdAt, sourceUpdatedAt: updatedAt,
            vendorFields: reader.rest(
                omitting: withheld.union(Self.neverKept(json)).union(["id"]).union(HaloCustomFields.members)),
            customFields: customFields.flatMap { HaloCustomFields.text(json, allowed: $0) })
    }

    /// A record that could not be used, as a person may see it in quarantine.
    static func harmless(_ payload: String) -> String {
        guard let json = try? JSONValue.parse(Array(payload.utf8)) else { return "{}" }
        let omitted = neverKept(json).union(HaloCustomFields.members).union(["notes"])
        return JSONText.vendorFields(json, omitting: omitted) ?? "{}"
    }

    /// What is named after a secret, pictures, and objects of which nobody knows what they hold.
    private static func neverKept(_ json: JSONValue) -> Set<String> {
        let names = (json.object ?? []).map(\.key)
        return Set(
            names.filter { name in
                let lower = name.lowercased()
                return secrets.contains { lower.contains($0) } || pictures.contains(lower)
            })
    }

    private static let secrets = ["password", "passwd", "secret", "passphrase", "apikey", "api_key"]
    private static let pictures: Set = ["logo", "icon", "portal_logo", "agentphotopath"]
}

/// Ids that stand for nothing.
enum HaloPlaceholder {
    /// The built-in client "Unknown".
    static let client = "1"
    /// Nobody looks after it.
    static let agent = "1"
    /// The user of each site that is no person.
    static let generalUser = "general user"
}

/// Times are UTC and do not say so. A year up to 1980 means none.
enum HaloTimes {
    static func moment(_ value: JSONValue) -> Timestamp? {
        Times.iso(value).flatMap { isKnown($0.date) ? $0 : nil }
    }

    static func day(_ value: JSONValue) -> CalendarDate? { Times.day(value).flatMap { isKnown($0) ? $0 : nil } }

    private static func isKnown(_ day: CalendarDate) -> Bool { day.civil.year > 1980 }
}
