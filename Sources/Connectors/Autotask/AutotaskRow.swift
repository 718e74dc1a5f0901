import Inventory
import JSON

/// A record, with the habits that all entities share: references as bare numbers, numbers for what is picked from a
/// list, times in UTC with a zone or without, midnight for plain days, null for nothing.
struct AutotaskRow {
    let list: AutotaskList
    let lists: AutotaskPickLists
    /// By the vendor's clock.
    let today: CalendarDate
    private var reader: RowReader

    init(_ json: JSONValue, _ list: AutotaskList, _ lists: AutotaskPickLists, today: CalendarDate) {
        (self.list, self.lists, self.today) = (list, lists, today)
        reader = RowReader(json)
    }

    var json: JSONValue { reader.row }

    mutating func text(_ name: String) -> String? { reader.text(name) }
    mutating func first(_ names: [String]) -> String? { reader.first(names) { $0.cleaned } }
    mutating func word(_ name: String) -> String? { reader.word(name) }
    mutating func serial(_ name: String) -> String? { reader.serial(name) }
    mutating func flag(_ name: String) -> Bool? { reader.take(name) { $0.flag } }
    mutating func moment(_ name: String) -> Timestamp? { reader.take(name, Times.iso) }
    /// A plain day, as it is written and never shifted (trap 13).
    mutating func day(_ name: String) -> CalendarDate? { reader.take(name, Times.day) }
    mutating func decimal(_ name: String) -> DecimalText? {
        reader.take(name) { $0.cleaned.flatMap { DecimalText($0) } }
    }

    /// The number of another record. 0 is one: company 0 is the MSP itself (trap 7).
    mutating func id(_ name: String) -> String? { reader.take(name) { $0.integer.map { String($0) } ?? $0.cleaned } }

    /// What a number stands for in the pick list of its field; the number itself stays in `vendor_fields`.
    func label(_ name: String) -> String? { entry(name)?.label }

    func entry(_ name: String) -> AutotaskPickLists.Entry? { value(name).flatMap { lists.entry(name, $0) } }

    /// A number as its text, to be looked up.
    func value(_ name: String) -> String? { json[name].cleaned }
}

extension AutotaskRow {
    /// The finished record.
    /// - Parameters:
    ///   - kind: stands before the id where it is unique within a kind only (trap 10).
    ///   - withheld: members that are not to be stored.
    ///   - customFields: the allowed ones, where the entity keeps custom fields.
    mutating func record<Record: InventoryRecord>(
        _ record: Record, kind: String? = nil, withheld: Set<String> = [], customFields: AllowedFields? = nil
    ) throws(UnusableRecord) -> SourceRecord {
        _ = id("id")
        let own = try json.required("id")
        let created = list.created.flatMap { moment($0) }
        let updated = list.changed.flatMap { moment($0) }
        return SourceRecord(
            record, externalID: kind.map { "\($0):\(own)" } ?? own, sourceCreatedAt: created,
            sourceUpdatedAt: updated,
            vendorFields: reader.rest(omitting: AutotaskSecrets.neverKept.union(withheld)),
            customFields: customFields.flatMap { AutotaskSecrets.customFields(json, allowed: $0) })
    }
}

/// What must not be stored: custom fields, which are kept by allowed names alone, notes on devices, where technicians
/// write passwords, and what the vendor says to ignore.
enum AutotaskSecrets {
    static let neverKept: Set = ["userDefinedFields", "soapParentPropertyId"]
    static let ofDevices: Set = ["notes"]

    /// The allowed ones. What our level may not see comes as asterisks, whether there is a value or not, and is left out
    /// (trap 15).
    static func customFields(_ row: JSONValue, allowed: AllowedFields) -> String? {
        let fields = (row["userDefinedFields"].array ?? []).filter { !isMask($0["value"].string) }
        return allowed.pick(
            fields.compactMap { field in field["name"].string.map { (key: $0, value: field["value"]) } })
    }

    private static func isMask(_ text: String?) -> Bool {
        text.map { !$0.isEmpty && $0.allSatisfy { $0 == "*" } } ?? false
    }

    /// A record that could not be used, as a person may see it in quarantine.
    static func harmless(_ payload: String) -> String {
        guard let json = try? JSONValue.parse(Array(payload.utf8)), json.object != nil else { return "{}" }
        return json.serialised(omitting: neverKept.union(ofDevices))
    }
}
