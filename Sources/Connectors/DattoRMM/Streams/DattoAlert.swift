import Inventory
import JSON

/// An alert. It has no title (trap 10): what it says is its diagnostics, else what is known of its context.
enum DattoAlert {
    static func record(_ row: JSONValue, isResolved: Bool) throws(UnusableRecord) -> SourceRecord {
        let uid = try row.required("alertUid")
        var reader = RowReader(row)
        var alert = Alert()
        alert.deviceExternalID = reader.text("alertSourceInfo.deviceUid")
        alert.organizationExternalID = reader.text("alertSourceInfo.siteUid")
        alert.severity = reader.value("priority", DattoWords.priorities)
        alert.severityLabel = reader.text("priority")
        alert.category = reader.text("alertContext.@class")
        alert.message = reader.text("diagnostics") ?? message(row["alertContext"])
        alert.status = isResolved ? .resolved : .open
        alert.raisedAt = reader.take("timestamp", DattoTimes.moment)
        alert.resolvedAt = isResolved ? reader.take("resolvedOn", DattoTimes.moment) : nil
        alert.ticketExternalID = reader.text("ticketNumber")
        return SourceRecord(
            alert, externalID: uid, sourceCreatedAt: alert.raisedAt,
            vendorFields: reader.rest(omitting: ["alertUid", "resolved"]))
    }

    /// Members that say something to a person, in the order in which they are said. Two clients disagree about which
    /// there are: what is not named here stays in `vendor_fields`.
    private static let telling = [
        "description", "errorMessage", "info", "serviceName", "processName", "packageName", "productName", "diskName",
        "path", "status", "result", "actionType", "condition", "type", "percentage", "sample", "freeSpace",
        "totalVolume", "unitOfMeasure", "threshold", "version",
    ]

    private static func message(_ context: JSONValue) -> String? {
        let parts = telling.compactMap { name in context[name].cleaned.map { "\(name) \($0)" } }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }
}
