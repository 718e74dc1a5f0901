import Inventory
import JSON

extension NSightStreams {
    /// What fails now: a row for each failing check and for each device that is silent. What is absent from the next whole
    /// answer has passed, or was cleared.
    static let alerts = Stream(
        description: StreamDescription(
            name: "alerts", calls: ["/api/?service=list_failing_checks", "/api/?service=list_outages"],
            entity: Alert.entity.description, after: ["devices"], reading: .snapshot,
            deletion: .resolvedByAbsence, endOfList: everyClient, volatileVendorFields: ["date", "time"],
            period: .minutes(30), callsPerThousand: 1400)
    ) { (reader, _, position) throws(ConnectorError) in
        // By client: for a large account in one, the vendor itself runs out of time (Traps, 9).
        try await reader.clients.walk(at: position, batch: 5) { (client, _) throws(ConnectorError) in
            try await alerts(of: client, reader)
        }
    }

    private static func alerts(
        of client: NSightClients.Client, _ reader: NSightReader
    ) async throws(ConnectorError) -> Page {
        if client.servers == 0, client.workstations == 0 { return Page() }
        let answer = try await reader.client.rows(.failingChecks, [("clientid", client.id)])
        var page = Page()
        page.add(answer.cost)
        for device in NSightFailures.devices(answer.rows, client.id) {
            let (outages, cost) = try await outages(of: device, reader)
            page.add(cost)
            page.append(device.page(outages, reader.options))
        }
        return page
    }

    /// When things began: told nowhere else. A device that is gone by now has no outages any more.
    private static func outages(
        of device: NSightFailures.FailingDevice, _ reader: NSightReader
    ) async throws(ConnectorError) -> ([JSONValue], CallCost) {
        do throws(ConnectorError) {
            let answer = try await reader.client.rows(.outages, [("deviceid", device.id)])
            return (answer.rows, answer.cost)
        } catch {
            guard case .notFound = error else { throw error }
            return ([], CallCost(calls: 1))
        }
    }
}

/// Failing checks as they come, by client, site and device.
enum NSightFailures {
    /// A device on which something fails.
    struct FailingDevice: Sendable {
        let id: String
        let client: String
        let kind: NSightKind
        let row: JSONValue
    }

    /// The ways in which a device itself can be silent.
    static let silences = ["offline", "overdue", "unreachable"]

    static func devices(_ clients: [JSONValue], _ client: String) -> [FailingDevice] {
        let sites = clients.flatMap { $0["site"].array ?? [] }
        return sites.flatMap { site in
            [("servers", NSightKind.server), ("workstations", .workstation)].flatMap { list, kind in
                (site[list][kind.rawValue].array ?? []).compactMap { row in
                    row["id"].cleaned.map { FailingDevice(id: $0, client: client, kind: kind, row: row) }
                }
            }
        }
        .filter { !$0.checks.isEmpty || !$0.silences.isEmpty }
    }
}

extension NSightFailures.FailingDevice {
    var checks: [JSONValue] { row["failed_checks"]["check"].array ?? [] }
    var silences: [String] { NSightFailures.silences.filter { !row[$0].isNull } }

    func page(_ outages: [JSONValue], _ options: NSightOptions) -> Page {
        let open = outages.filter { $0["state"].cleaned?.uppercased() == "OPEN" }
        var mapper = RecordMapper(bytes: 0)
        mapper.map(checks, id: { $0["checkid"].cleaned }) { (row) throws(UnusableRecord) in try check(row, open) }
        let silences = silences.map { silence($0, row[$0], open, options) }
        return Page(records: mapper.records + silences, rejected: mapper.rejected)
    }

    private func alert(_ condition: String?, _ message: String?, raisedAt: Timestamp?) -> Alert {
        var alert = Alert()
        alert.deviceExternalID = id
        alert.organizationExternalID = client
        alert.conditionName = condition
        alert.message = message
        alert.status = .open
        alert.raisedAt = raisedAt
        return alert
    }

    /// The date of a failing check is that of its last run, in the device's own time: it says not when it began to fail.
    private func check(_ row: JSONValue, _ open: [JSONValue]) throws(UnusableRecord) -> SourceRecord {
        let check = try row.required("checkid")
        let outage = open.first { $0["check_id"].cleaned == check }
        var reader = RowReader(row)
        var alert = alert(
            reader.text("description"), reader.text("formatted_output"),
            raisedAt: outage.flatMap { Times.iso($0["utc_start"]) })
        alert.category = reader.text("check_type")
        // No grade is told. Whether a check runs all day (1) may be, and is more than a daily one.
        alert.severity = row["dsc_247"].digits == 1 ? .major : .minor
        return SourceRecord(
            alert, externalID: "\(id):\(check)", sourceCreatedAt: alert.raisedAt,
            vendorFields: reader.rest(omitting: ["checkid"]))
    }

    private func silence(
        _ word: String, _ row: JSONValue, _ open: [JSONValue], _ options: NSightOptions
    ) -> SourceRecord {
        let outage = open.first { $0["reason"].cleaned == "DEVICE_OVERDUE" }
        var alert = alert(
            word, row["description"].cleaned,
            raisedAt: outage.flatMap { Times.iso($0["utc_start"]) } ?? began(row, options))
        alert.category = word
        alert.severity = kind == .server && word != "unreachable" ? .critical : .minor
        return SourceRecord(alert, externalID: "\(id):\(word)", sourceCreatedAt: alert.raisedAt)
    }

    private func began(_ row: JSONValue, _ options: NSightOptions) -> Timestamp? {
        guard let day = row["startdate"].cleaned else { return nil }
        return Timestamp(iso8601: "\(day) \(row["starttime"].cleaned ?? "")", localIn: options.zone)?.known
    }
}
