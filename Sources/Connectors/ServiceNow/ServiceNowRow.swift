import Inventory
import JSON

/// A row as `sysparm_display_value=all` gives it: of each column the stored value and the label that people see. Values
/// are texts all of them, `""` for none; a column that a rule hides is not there at all. Labels are in the user's
/// language, zone and format, and never read for what they mean.
struct ServiceNowRow: Sendable {
    let json: JSONValue

    /// The stored value, from any of the three forms in which the API gives it.
    private func value(_ column: String) -> JSONValue {
        let member = json[column]
        return member.object == nil ? member : member["value"]
    }

    func text(_ column: String) -> String? { value(column).cleaned }
    func label(_ column: String) -> String? { json[column]["display_value"].cleaned }
    /// The column may be seen, and holds nothing.
    func isEmpty(_ column: String) -> Bool { !json[column].isMissing && text(column) == nil }

    func flag(_ column: String) -> Bool? {
        switch text(column) {
        case "true", "1": true
        case "false", "0": false
        default: nil
        }
    }

    /// In UTC, whatever zone the user has.
    func moment(_ column: String) -> Timestamp? { Times.iso(value(column)) }
    func day(_ column: String) -> CalendarDate? { Times.day(value(column)) }
    func decimal(_ column: String) -> DecimalText? { text(column).flatMap { DecimalText($0) } }

    /// Seconds that are kept as so much time after 1970.
    func duration(_ column: String) -> Int64? {
        text(column).flatMap { Timestamp(iso8601: $0) }.map { $0.microseconds / 1_000_000 }
    }

    /// `USD` of `USD;699.99`.
    func currency(_ column: String) -> String? {
        let code = json[column]["currency_display_value"].cleaned?.split(separator: ";").first.map(String.init)
        return code?.utf8.count == 3 ? code : nil
    }

    /// A record's class: its real table, whichever one was asked.
    var table: String? { text("sys_class_name") }
    /// Where the domains are separated, whose the record is.
    var domain: String? { text("sys_domain").flatMap { $0 == "global" ? nil : $0 } }
    var createdAt: Timestamp? { moment("sys_created_on") }
    var updatedAt: Timestamp? { moment("sys_updated_on") }
}

extension ServiceNowRow {
    /// The finished record.
    /// - Parameters:
    ///   - id: where it is not the row's own.
    ///   - carried: the columns that ours hold whole.
    ///   - custom: the allowed columns of the customer's, where the entity keeps custom fields.
    func record<Record: InventoryRecord>(
        _ record: Record, id: String? = nil, carried: Set<String>, custom: [String] = []
    ) throws(UnusableRecord) -> SourceRecord {
        guard let own = id ?? text("sys_id") else { throw UnusableRecord("no sys_id") }
        return SourceRecord(
            record, externalID: own, sourceCreatedAt: createdAt, sourceUpdatedAt: updatedAt,
            vendorFields: ServiceNowVendorFields.text(self, carried: carried),
            customFields: JSONText.object(
                custom.compactMap { name in text(name).map { (name, JSONText.quoted($0)) } }))
    }

    func required(_ column: String) throws(UnusableRecord) -> String {
        guard let text = text(column) else { throw UnusableRecord("no \(column)") }
        return text
    }
}
