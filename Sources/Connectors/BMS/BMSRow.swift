import Inventory
import JSON

/// A record of BMS, with the habits that all of them share: names in any case, zone-less dates, ids of 0 that lead
/// nowhere, and flags that are now true and now 1. It remembers what was read, so that the rest can be kept.
struct BMSRow {
    let json: JSONValue
    let times: BMSTimes
    private let members: [(key: String, value: JSONValue)]
    /// Where each member stands, by its name in small letters.
    private let places: [String: Int]
    /// Names in small letters whose values stand in columns.
    private var carried: Set<String> = []

    init(_ json: JSONValue, _ times: BMSTimes) {
        self.json = json
        self.times = times
        members = json.object ?? []
        places = Dictionary(members.indices.map { [members] in (members[$0].key.lowercased(), $0) }) { $1 }
    }

    /// The member as it is; not counted as carried.
    func member(_ name: String) -> JSONValue { places[name.lowercased()].map { members[$0].value } ?? .missing }

    /// Reads a member, and counts it as carried when there was something.
    private mutating func take<Value>(_ name: String, _ read: (JSONValue) -> Value?) -> Value? {
        let value = read(member(name))
        if value != nil { carried.insert(name.lowercased()) }
        return value
    }

    mutating func text(_ name: String) -> String? { take(name) { $0.cleaned } }
    mutating func word(_ name: String) -> String? { take(name) { Placeholders.word($0.text) } }
    mutating func serial(_ name: String) -> String? { take(name) { Placeholders.serial($0.text) } }
    mutating func id(_ name: String) -> String? { take(name) { $0.cleaned.flatMap { $0 == "0" ? nil : $0 } } }
    mutating func flag(_ name: String) -> Bool? { take(name) { $0.flag } }
    mutating func decimal(_ name: String) -> DecimalText? { take(name) { $0.cleaned.flatMap { DecimalText($0) } } }
    mutating func moment(_ name: String) -> Timestamp? { take(name, times.moment) }
    /// The day as it is written, whatever the zone.
    mutating func day(_ name: String) -> CalendarDate? { take(name, Times.day) }

    /// Text that may be HTML: as a person reads it, and as it is where it differs.
    mutating func html(_ name: String) -> (plain: String?, html: String?) {
        guard let sent = text(name) else { return (nil, nil) }
        let plain = HTMLText.plain(sent)
        return (Cleaned.text(plain), plain == sent ? nil : sent)
    }

    /// The finished record; what no column carries is kept.
    /// - Parameters:
    ///   - moved: times beside `ModifiedOn` that say when it was changed last.
    ///   - omitting: names in small letters of what must not be stored, or is elsewhere.
    mutating func record<Record: InventoryRecord>(
        _ record: Record, id: String? = nil, moved: [String] = [], omitting: Set<String> = [],
        adding: [(key: String, json: String)] = [], customFields: String? = nil
    ) throws(UnusableRecord) -> SourceRecord {
        let own = if let id { id } else { try requiredID() }
        let createdAt = moment("createdOn")
        let modifiedAt = moment("modifiedOn")
        let updatedAt = (moved.map { times.moment(member($0)) } + [modifiedAt]).compactMap(\.self).max()
        return SourceRecord(
            record, externalID: own, sourceCreatedAt: createdAt, sourceUpdatedAt: updatedAt,
            vendorFields: JSONText.object(rest(omitting) + adding), customFields: customFields)
    }

    private func rest(_ omitting: Set<String>) -> [(key: String, json: String)] {
        members.compactMap { member in
            let name = member.key.lowercased()
            guard !member.value.isNull, name != "id", !carried.contains(name), !omitting.contains(name) else {
                return nil
            }
            return (member.key, member.value.serialised())
        }
    }

    /// A record that keeps no more than it is told to.
    mutating func plainRecord<Record: InventoryRecord>(
        _ record: Record, vendorFields: String?
    ) throws(UnusableRecord) -> SourceRecord {
        SourceRecord(record, externalID: try requiredID(), vendorFields: vendorFields)
    }

    private func requiredID() throws(UnusableRecord) -> String {
        let member = member("id")
        guard let id = member.cleaned, id != "0" else {
            throw UnusableRecord(member.isNull ? "no id" : "id is not an id")
        }
        return id
    }
}

extension Set<String> {
    /// Names as they are compared with a row's.
    static func names(_ names: String...) -> Set<String> { Set(names.map { $0.lowercased() }) }
}
