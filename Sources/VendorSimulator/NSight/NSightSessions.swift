import Inventory

/// Sessions of the vendor's own backup: all of a device's life in one answer, in no order that is promised, entered
/// when they have ended.
enum NSightSessions {
    static func answer(_ request: NSightRequest) -> VendorAnswer {
        guard let device = request.device else { return request.invalid("deviceid") }
        let sessions = NSightSession.sessions(of: device, request.fleet)
        return .nSight(request.call) { xml in
            request.rows("session", sessions, number: \.id, to: &xml) { session, xml in
                xml.number("session_id", session.id)
                xml.text("type", session.isRestore ? "RESTORE" : "BACKUP")
                xml.number("storage_account_id", 139)
                xml.text("plugin", session.plugin)
                xml.text("start", NSightTime.text(session.startedAt))
                xml.text("end", NSightTime.text(session.endedAt))
                xml.number("selection_size", session.selectionBytes)
                xml.number("selection_item_count", 22)
                xml.number("size_change", 843_776)
                xml.number("processed_size", session.selectionBytes)
                xml.number("transferred_size", session.sentBytes)
                xml.number("error_count", session.status == "COMPLETED" ? 0 : 2)
                xml.text("status", session.status)
            }
        }
    }
}

struct NSightSession {
    let id: Int
    let plugin: String
    let isRestore: Bool
    let startedAt: Timestamp
    let endedAt: Timestamp
    let status: String
    let selectionBytes: Int
    let sentBytes: Int

    static func sessions(of device: Device, _ fleet: Fleet) -> [NSightSession] {
        let backups = fleet.backupJobs(of: device).compactMap { backup($0, fleet) }
        guard device.number % 4 == 0, let newest = backups.map(\.endedAt).max() else { return backups.reversed() }
        // Restored since: no backup.
        let restore = NSightSession(
            id: 9_000_000, plugin: backups[0].plugin, isRestore: true, startedAt: newest.plus(minutes: 10),
            endedAt: newest.plus(minutes: 20), status: "COMPLETED", selectionBytes: 1, sentBytes: 1)
        return [restore] + backups.reversed()
    }

    private static func backup(_ job: BackupJob, _ fleet: Fleet) -> NSightSession? {
        guard let ended = job.endedAt, ended <= fleet.now else { return nil }
        let status =
            switch job.status {
            case .completed: job.storedBytes % 7 == 0 ? "COMPLETED_WITH_ERRORS" : "COMPLETED"
            case .failed: "FAILED"
            case .cancelled, .running: "CANCELED"
            }
        return NSightSession(
            id: Int(job.startedAt.microseconds / 60_000_000), plugin: plugin(job.plan), isRestore: false,
            startedAt: NSightTime.second(job.startedAt), endedAt: NSightTime.second(ended), status: status,
            selectionBytes: job.plan.protectedBytes, sentBytes: job.storedBytes)
    }

    private static func plugin(_ plan: BackupPlan) -> String { plan.kind == .image ? "SYSTEM_STATE" : "FILE_SYSTEM" }
}
