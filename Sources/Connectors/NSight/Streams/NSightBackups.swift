import Inventory
import JSON

extension NSightStreams {
    /// The vendor's own backup, a row a device and plugin, and checks of other backup products, a row a check.
    ///
    /// The history of backup checks is not read: it shows days before a check's first run as passed (Traps, 13). A check
    /// itself says whether it has run, when, and how that went.
    static let backups = Stream(
        description: StreamDescription(
            name: "backups", calls: ["/api/?service=list_mob_sessions", "/api/?service=list_checks"],
            entity: Backup.entity.description, after: ["devices"],
            reading: .perParent(entity: "devices", turn: .moved(column: "last_seen_at", rest: .hours(10))),
            deletion: .absenceWithinParent, endOfList: everyDevice, period: .hours(4), sweepPeriod: .days(30),
            callsPerThousand: 1100)
    ) { (reader, request, position) throws(ConnectorError) in
        try await reader.perDevice(request, at: position) { (device) throws(ConnectorError) in
            try await page(of: device, reader)
        }
    }

    private static func page(of device: String, _ reader: NSightReader) async throws(ConnectorError) -> Page {
        let (known, cost) = try await reader.roster.device(device)
        var page = Page()
        page.add(cost)
        if known?.backsUp != false {
            let sessions = try await reader.client.rows(.sessions, [("deviceid", device)])
            page.append(NSightSessions.page(sessions, device, client: known?.client))
        }
        if known?.hasChecks != false {
            let checks = try await reader.client.rows(.checks, [("deviceid", device)])
            page.append(NSightBackupChecks.page(checks, device, client: known?.client))
        }
        return page
    }
}

/// Sessions of Backup & Recovery (`mob`: managed online backup, not mobile devices; Traps, 12): all of a device's life,
/// in no promised order. Restored is not backed up.
enum NSightSessions {
    static func page(_ answer: NSightAnswer, _ device: String, client: String?) -> Page {
        let runs = answer.rows.filter { $0["type"].cleaned?.uppercased() == "BACKUP" }
        let byPlugin = Dictionary(grouping: runs) { $0["plugin"].cleaned ?? "" }
        var page = Page(vendorDate: answer.cost.vendorDate, calls: answer.cost.calls, bytes: answer.cost.bytes)
        for (plugin, runs) in byPlugin.sorted(by: { $0.key < $1.key }) {
            guard let newest = runs.max(by: { isBefore($0, $1) }) else { continue }
            if plugin.isEmpty {
                page.rejected.append(
                    RecordMapper.rejection(of: newest, id: newest["session_id"].cleaned, reason: "no plugin"))
            } else {
                page.records.append(record(newest, of: runs, "\(device):\(plugin)", device, client))
            }
        }
        return page
    }

    private static func isBefore(_ a: JSONValue, _ b: JSONValue) -> Bool {
        (started(a), a["session_id"].digits ?? 0) < (started(b), b["session_id"].digits ?? 0)
    }

    private static func started(_ row: JSONValue) -> Int64 { Times.iso(row["start"])?.microseconds ?? .min }

    /// Times are UTC, sizes bytes; a size's change has no sign and is left to the vendor's fields.
    private static func record(
        _ newest: JSONValue, of runs: [JSONValue], _ id: String, _ device: String, _ client: String?
    ) -> SourceRecord {
        var reader = RowReader(newest)
        var backup = Backup()
        backup.deviceExternalID = device
        backup.organizationExternalID = client
        backup.product = "N-able Backup & Recovery"
        backup.jobName = reader.text("plugin")
        backup.status = reader.value("status", statuses)
        backup.statusLabel = reader.text("status")
        backup.lastRunAt = reader.take("end", Times.iso)
        backup.lastSuccessAt = runs.filter { $0["status"].cleaned?.uppercased() == "COMPLETED" }
            .compactMap { Times.iso($0["end"]) }.max()
        backup.protectedBytes = reader.take("selection_size") { $0.positiveDigits }
        return SourceRecord(backup, externalID: id, vendorFields: reader.rest(omitting: ["type"]))
    }

    /// What became of a session that was cancelled, interrupted or never started is not said.
    private static let statuses = Vocabulary<BackupStatus>(
        ["COMPLETED": .success, "COMPLETED_WITH_ERRORS": .warning, "FAILED": .failed], otherwise: .unknown)
}

/// Monitoring checks of a backup, whatever its product.
enum NSightBackupChecks {
    private static let type: Int64 = 1002

    static func page(_ answer: NSightAnswer, _ device: String, client: String?) -> Page {
        answer.page(id: { $0["checkid"].cleaned }) { row throws(UnusableRecord) in
            guard row["check_type"].digits == type else { return nil }
            let id = try row.required("checkid")
            var reader = RowReader(row)
            var backup = Backup()
            backup.deviceExternalID = device
            backup.organizationExternalID = client
            backup.jobName = reader.text("description")
            backup.status = reader.value("statusid", statuses)
            backup.statusLabel = reader.text("statusid")
            backup.lastRunAt = reader.take("utc_run", Times.iso)
            backup.lastSuccessAt = backup.status == .success ? backup.lastRunAt : nil
            backup.message = reader.text("output")
            return SourceRecord(
                backup, externalID: "\(device):check:\(id)", vendorFields: reader.rest(omitting: notStored))
        }
    }

    /// Each run's own, in the device's local time.
    private static let notStored: Set<String> = ["checkid", "date", "time", "sync_status"]

    private static let statuses = Vocabulary<BackupStatus>(
        ["0": .neverRan, "1": .failed, "5": .success], otherwise: .unknown)
}
