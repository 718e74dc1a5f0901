import Inventory
import JSON

extension AutomateStreams {
    private static let openAlerts = AutomateList("/Alerts", key: "AlertId")

    /// The list has what is open now: nothing is ever told to be cleared, it is not there any more.
    static let alerts = Stream(
        description: StreamDescription(
            name: "alerts", calls: ["/cwa/api/v1/Alerts"],
            entity: Alert.entity.description, after: ["devices", "network_devices"],
            reading: .snapshot, deletion: .resolvedByAbsence, endOfList: endOfList, period: .minutes(5))
    ) { (reader, request, position) throws(ConnectorError) in
        do throws(ConnectorError) {
            return try await reader.list(openAlerts, request, at: position, map: alert)
        } catch {
            guard case .notFound(let words) = error else { throw error }
            throw .notAvailable("this server's release has no list of alerts, as 25.0 has one (\(words))")
        }
    }

    /// Ids are numbers here, and what is inlined of devices and clients stands in streams of its own.
    private static func alert(_ row: JSONValue, _ times: AutomateTimes) throws(UnusableRecord) -> SourceRecord? {
        let id = try row.required("AlertId")
        var reader = RowReader(row)
        var alert = Alert()
        alert.deviceExternalID =
            row["Computer"]["Id"].reference ?? row["Device"]["Id"].reference.map { networkDevice($0) }
        alert.organizationExternalID = row["Client"]["Id"].reference
        alert.severity = AutomateWords.alertSeverity.value(row["Severity"]["Name"].text)
        alert.severityLabel = reader.text("Severity.Name")
        alert.category = reader.text("Source")
        alert.conditionName = reader.text("Monitor.Name")
        alert.message = reader.text("Message")
        alert.status = .open
        alert.raisedAt = reader.take("AlertDate", times.moment)
        let notStored: Set = ["AlertId", "AlertAge", "Computer", "Device", "Client", "Location"]
        return SourceRecord(
            alert, externalID: id, sourceCreatedAt: alert.raisedAt, vendorFields: reader.rest(omitting: notStored))
    }
}
