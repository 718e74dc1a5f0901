import Inventory
import JSON

extension NinjaStreams {
    static let alerts = Stream(
        description: StreamDescription(
            name: "alerts", calls: ["/v2/alerts"],
            entity: Alert.entity.description, after: ["devices"], reading: .snapshot,
            deletion: .resolvedByAbsence, endOfList: "The one answer is the whole list of open alerts (Alerts).",
            period: everyFewMinutes)
    ) { (reader, _, _) throws(ConnectorError) in
        try await reader.client.whole("/v2/alerts").page(id: { $0["uid"].cleaned }, record: alert)
    }

    /// The device is in a stream of its own; what is inlined of it is left out.
    private static func alert(_ row: JSONValue) throws(UnusableRecord) -> SourceRecord? {
        let uid = try row.required("uid")
        var reader = RowReader(row)
        var alert = Alert()
        alert.deviceExternalID = reader.text("deviceId")
        alert.organizationExternalID = row["device"]["organizationId"].cleaned
        severity(&reader, &alert)
        alert.category = reader.text("sourceType")
        alert.conditionName = reader.first(["conditionName", "sourceName"]) { $0.cleaned }
        alert.message = reader.first(["message", "subject"]) { $0.cleaned }
        alert.status = .open
        alert.raisedAt = reader.epoch("createTime")
        alert.ticketExternalID = reader.take("psaTicketId") { $0.cleaned ?? $0["id"].cleaned }
        return SourceRecord(
            alert, externalID: uid, sourceCreatedAt: alert.raisedAt, sourceUpdatedAt: reader.epoch("updateTime"),
            vendorFields: reader.rest(omitting: ["uid", "device"]))
    }

    /// Older instances send no severity; there it stays unknown.
    private static func severity(_ reader: inout RowReader, _ alert: inout Alert) {
        alert.severity = reader.value("severity", severities)
        alert.severityLabel = reader.text("severity")
    }

    private static let severities = Vocabulary<AlertSeverity>([
        "CRITICAL": .critical, "MAJOR": .major, "MODERATE": .moderate, "MINOR": .minor, "NONE": .info,
    ])
}
