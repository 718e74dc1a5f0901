import Inventory
import JSON

/// A record of BMS, with the habits that all of them share: names in any case, zone-less dates, ids of 0 that lead
/// nowhere, and flags that are now true and now 1.
struct BMSRow {
    private var reader: RowReader
    let times: BMSTimes

    init(_ json: JSONValue, _ times: BMSTimes) {
        reader = RowReader(json, ignoresCase: true)
        self.times = times
    }

    /// The row itself.
    var json: JSONValue { reader.row }

    /// The member as it is; not counted as carried.
    func member(_ name: String) -> JSONValue { reader.member(name) }

    mutating func text(_ name: String) -> String? { reader.text(name) }
    mutating func word(_ name: String) -> String? { reader.word(name) }
    mutating func serial(_ name: String) -> String? { reader.serial(name) }
    mutating func id(_ name: String) -> String? { reader.take(name) { $0.cleaned.flatMap { $0 == "0" ? nil : $0 } } }
    mutating func flag(_ name: String) -> Bool? { reader.take(name) { $0.flag } }
    mutating func decimal(_ name: String) -> DecimalText? {
        reader.take(name) { $0.cleaned.flatMap { DecimalText($0) } }
    }
    mutating func moment(_ name: String) -> Timestamp? { reader.take(name) { [times] in times.moment($0) } }
    /// The day as it is written, whatever the zone.
    mutating func day(_ name: String) -> CalendarDate? { reader.take(name, Times.day) }

    /// Text that may be HTML: as a person reads it, and as it is where it differs.
    mutating func html(_ name: String) -> (plain: String?, html: String?) {
        guard let sent = reader.text(name) else { return (nil, nil) }
        let plain = HTMLText.plain(sent)
        return (Cleaned.text(plain), plain == sent ? nil : sent)
    }

    /// The finished record; what no column carries is kept.
    /// - Parameters:
    ///   - moved: times beside `ModifiedOn` that say when it was changed last.
    ///   - omitting: what must not be stored, or is elsewhere.
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
            vendorFields: reader.rest(omitting: omitting.union(["id"]), adding: adding), customFields: customFields)
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
