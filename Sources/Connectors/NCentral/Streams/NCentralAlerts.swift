import Inventory
import JSON

extension NCentralStreams {
    /// Customer by customer: a customer's answer has its sites' issues too (inferred from the older API). Where a server
    /// does otherwise, a setting has the sites asked as well: issues are told apart by device and monitor, so that reading
    /// one twice does no harm.
    static let alerts = Stream(
        description: StreamDescription(
            name: "alerts", calls: ["/api/customers", "/api/org-units/{id}/active-issues"],
            entity: Alert.entity.description, owns: issueColumns, after: ["organizations", "devices"],
            reading: .snapshot,
            deletion: .resolvedByAbsence,
            endOfList: "Every customer's list of active issues was read to its end, by pages as all lists (Alerts).",
            volatileVendorFields: ["_extra"], period: .minutes(10), callsPerThousand: 25)
    ) { (reader, request, position) throws(ConnectorError) in
        let (units, cost) = try await reader.units.all(isStart: position == nil)
        var walk = ReadRequest(scope: .everything) { after, limit in
            Array(units.ids.drop { id in after.map { id <= $0 } ?? false }.prefix(limit))
        }
        walk.skipsFailing = request.skipsFailing
        var page = try await issuesWalk.page(walk, at: position) { (unit, within) async throws(ConnectorError) in
            try await issues(reader, of: unit, customer: units.customers[unit] ?? unit, at: within)
        }
        page.provesWhole = page.provesWhole && units.isWhole
        page.add(cost)
        return page
    }

    /// All but what ``alertDetails`` finds out.
    private static let issueColumns = Set(Alert.entity.columns.map(\.name)).subtracting(["message"])

    private static func issues(
        _ reader: NCentralReader, of unit: String, customer: String, at within: ReadPosition?
    ) async throws(ConnectorError) -> Page {
        let path = "/api/org-units/\(URLText.encoded(unit))/active-issues"
        let rows = try await reader.client.list(path, id: "taskId", at: within)
        if rows.step.next == nil, !rows.step.isProven {
            throw .unavailable("the active issues of org unit \(unit) do not add up to their number")
        }
        return rows.page(id: { alertID($0) }) { (row) throws(UnusableRecord) in try alert(row, of: customer) }
    }

    private static func alertID(_ row: JSONValue) -> String? {
        guard let device = row["deviceId"].cleaned, let task = row["taskId"].cleaned else { return nil }
        return "\(device):\(task)"
    }

    /// There is no id, no message and no time of change. `orgUnitId` is the site where the device has one: the
    /// organisation is the customer that was asked for. A monitor that fails again has a later `transitionTime`.
    private static func alert(_ row: JSONValue, of customer: String) throws(UnusableRecord) -> SourceRecord {
        let id = "\(try row.required("deviceId")):\(try row.required("taskId"))"
        var reader = RowReader(NCentralScrubbed.document(row))
        var alert = Alert()
        alert.deviceExternalID = reader.text("deviceId")
        alert.organizationExternalID = customer
        let state = reader.take("notificationState") {
            $0.text.flatMap { Int64($0) }.flatMap { NCentralWords.severities[$0] }
        }
        alert.severity = state?.severity
        alert.severityLabel = state?.label ?? reader.text("notificationState")
        alert.category = reader.text("serviceType")
        alert.conditionName = reader.text("serviceName")
        alert.status = .open
        alert.raisedAt = reader.take("_extra.transitionTime", Times.iso)
        return SourceRecord(alert, externalID: id, vendorFields: reader.rest(omitting: ["taskId"]))
    }
}
