import Inventory
import JSON

/// A record of the PSA, with the habits that all of them share: references as small objects, `_info` for the
/// record's own times, midnight for plain dates, null and missing meaning the same.
struct PSARow: Sendable {
    let json: JSONValue

    subscript(name: String) -> JSONValue { json[name] }

    func text(_ name: String) -> String? { json[name].cleaned }
    func flag(_ name: String) -> Bool? { json[name].bool }

    /// The id in a reference object. It may lead to a record that is gone or that we may not see.
    func reference(_ name: String) -> String? { Self.id(json[name]["id"]) }

    /// The name in a reference object.
    func name(of reference: String) -> String? { json[reference]["name"].cleaned }

    /// An id that stands in the record itself; 0 leads nowhere.
    func id(_ name: String) -> String? { Self.id(json[name]) }

    /// Years before 1900 are unknown, and 1900-01-01 is what a server of 2019 stored for times that it lost.
    func moment(_ name: String) -> Timestamp? { Times.iso(json[name]) }

    /// A plain date, which the PSA sends as midnight UTC.
    func date(_ name: String) -> CalendarDate? { Times.day(json[name]) }

    /// Money, quantities and hours: numbers, in places numbers as text.
    func decimal(_ name: String) -> DecimalText? { json[name].cleaned.flatMap { DecimalText($0) } }

    /// The ISO code; older servers have it under another name. `currencyIdentifier` is the tenant's own word.
    var currency: String? { json["currency"]["currencyCode"].cleaned ?? json["currency"]["isoCode"].cleaned }

    var createdAt: Timestamp? {
        Times.iso(json["_info"]["dateEntered"]) ?? moment("dateEntered") ?? moment("dateCreated")
    }
    var updatedAt: Timestamp? { Times.iso(json["_info"]["lastUpdated"]) }

    private static func id(_ value: JSONValue) -> String? { value.cleaned.flatMap { $0 == "0" ? nil : $0 } }
}

extension PSARow {
    /// The finished record.
    /// - Parameters:
    ///   - id: where it is not the row's own.
    ///   - carried: the members that the columns hold whole.
    ///   - withheld: those that are not to be stored.
    ///   - customFields: the allowed ones, where the entity keeps custom fields.
    func record<Record: InventoryRecord>(
        _ record: Record, id: String? = nil, isDeleted: Bool = false, carried: Set<String>,
        withheld: Set<String> = [], customFields: AllowedFields? = nil
    ) throws(UnusableRecord) -> SourceRecord {
        let own = if let id { id } else { try json.required("id") }
        return SourceRecord(
            record, externalID: own, sourceCreatedAt: createdAt, sourceUpdatedAt: updatedAt,
            isDeleted: isDeleted,
            vendorFields: PSAVendorFields.text(json, carried: carried.union(["id"]), withheld: withheld),
            customFields: customFields.flatMap { PSACustomFields.text(json, allowed: $0) })
    }
}
