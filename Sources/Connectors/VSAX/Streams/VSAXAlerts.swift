import Inventory
import JSON

extension VSAXStreams {
    /// The whole list of notifications. One that a proven list no longer holds was cleared, or is too old: nothing else
    /// says so.
    static let alerts = Stream(
        description: StreamDescription(
            name: "alerts", calls: ["/api/v3/notifications"],
            entity: Alert.entity.description, owns: ownAlertColumns, after: ["devices"],
            reading: .snapshot, deletion: .resolvedByAbsence, endOfList: endOfList, period: .minutes(5),
            callsPerThousand: 11)
    ) { (reader, _, position) throws(ConnectorError) in
        try await reader.client.list("/notifications", by: "Id", at: position)
            .page(id: "Id") { row throws(UnusableRecord) in try alert(row) }
    }

    /// Whom a notification is about stands in none of the lists: a call for each new one.
    static let alertDetails = Stream(
        description: StreamDescription(
            name: "alert_details", calls: ["/api/v3/notifications/{id}"],
            entity: Alert.entity.description, owns: ["device_external_id"], isPrimary: false,
            after: ["alerts"], reading: .perParent(entity: "alerts"), deletion: .never,
            endOfList: "The one answer for a notification, or 404 where it was cleared meanwhile (Alerts).",
            period: .minutes(5), sweepPeriod: .days(30), callsPerThousand: 1000)
    ) { (reader, request, position) async throws(ConnectorError) in
        try await ParentWalker.fleet.page(request, at: position) { (id, _) async throws(ConnectorError) in
            guard let row = try await reader.client.one("/notifications", id) else { return Page(calls: 1) }
            return Page(
                records: [details(row.json, of: id)], vendorDate: row.cost.vendorDate, calls: row.cost.calls,
                bytes: row.cost.bytes)
        }
    }

    private static let ownAlertColumns = Set(Alert.entity.columns.map(\.name)).subtracting(["device_external_id"])

    private static func alert(_ row: JSONValue) throws(UnusableRecord) -> SourceRecord {
        let id = try row.required("Id")
        var reader = RowReader(row)
        var alert = Alert()
        alert.severity = reader.value("Priority", VSAXWords.severity)
        alert.severityLabel = reader.text("Priority")
        alert.message = reader.text("Message")
        alert.status = .open
        alert.raisedAt = reader.take("DateTime", VSAXTimes.moment)
        return SourceRecord(
            alert, externalID: id, sourceCreatedAt: alert.raisedAt, vendorFields: reader.rest(omitting: ["Id"]))
    }

    /// `Read` says that somebody has looked, not that it is over.
    private static func details(_ row: JSONValue, of id: String) -> SourceRecord {
        var alert = Alert()
        alert.deviceExternalID = row["ComputerIdentifier"].cleaned
        let fields = row["Read"].isNull ? [] : [(key: "Read", json: row["Read"].serialised())]
        return SourceRecord(alert, externalID: id, vendorFields: JSONText.object(fields))
    }
}
