import Foundation
import Inventory
import JSON

/// A connection's own settings.
struct NSightOptions: Sendable {
    /// Of the times that have none: asset scans, and since when a device is silent (Traps, 6).
    let zone: TimeZone
    /// By the name of the element that holds it, the custom field as the tenant has allowed it.
    let customFields: [String: String]

    static let meanings = [
        "custom_fields": """
        Names of asset custom fields that may be stored, comma separated, as N-sight shows them (its answers write \
        them without spaces and the like, which is allowed for).
        """,
        "timezone": """
        The zone of the times that N-sight states without one (asset scans, since when a device is silent), as in \
        Europe/London. UTC unless set.
        """,
    ]

    init(_ settings: [String: String]) throws(ConnectorError) {
        let name = Cleaned.text(settings["timezone"]) ?? "UTC"
        guard let zone = TimeZone(identifier: name) else {
            throw .misconfigured("timezone must be a zone's name as in Europe/London, not '\(Shortened.text(name))'")
        }
        self.zone = zone
        let allowed = AllowedFields(settings).names.map { (Self.elementName($0), $0) }
        customFields = Dictionary(allowed) { first, _ in first }
    }

    /// A custom field's label without what XML has no place for in a name (Traps, 11).
    private static func elementName(_ label: String) -> String {
        String(label.filter { $0.isLetter || $0.isNumber || "_-.".contains($0) })
    }

    /// Of a row, the custom fields that are allowed, by the tenant's own names; nil when there are none.
    func picked(of row: JSONValue) -> String? {
        JSONText.object(
            (row.object ?? []).compactMap { member in
                guard let name = customFields[member.key], let text = member.value.cleaned else { return nil }
                return (name, JSONText.quoted(text))
            })
    }

    /// A time without a zone.
    func local(_ value: JSONValue) -> Timestamp? {
        value.cleaned.flatMap { Timestamp(iso8601: $0, localIn: zone) }?.known
    }
}
