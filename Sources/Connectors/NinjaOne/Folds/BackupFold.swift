import Inventory
import JSON

/// One backup a device and plan, out of its jobs: the newest tells the state, the newest completed one the success.
/// Jobs come in no promised order.
struct BackupFold: ReportFold {
    private var plans: [String: Plan] = [:]
    private var order: [String] = []

    private struct Plan: Hashable {
        var device: String
        var newest: Job
        var completed: Job?
    }

    private struct Job: Hashable {
        var started: Timestamp?
        var ended: Timestamp?
        var status: String?
        var name: String?
        var organization: String?
        var bytes: Int64?
        var rest: String?

        /// A job without a start is older than any with one.
        func isNewer(than other: Job) -> Bool {
            (started?.microseconds ?? .min) >= (other.started?.microseconds ?? .min)
        }
    }

    mutating func take(_ row: JSONValue, from report: Int) throws(UnusableRecord) {
        let device = try row.required("deviceId")
        guard let plan = row["planGuid"].cleaned ?? row["planName"].cleaned else { throw UnusableRecord("no planGuid") }
        let job = Self.job(row)
        let key = "\(device):\(plan)"
        var known = plans[key] ?? Plan(device: device, newest: job)
        if job.isNewer(than: known.newest) { known.newest = job }
        if Self.statuses.value(job.status) == .success, known.completed.map(job.isNewer) ?? true {
            known.completed = job
        }
        plans[key] = known
    }

    mutating func finish() { order = plans.keys.sorted() }

    var count: Int { order.count }

    func record(_ place: Int) -> SourceRecord {
        let key = order[place]
        guard let plan = plans[key] else { return SourceRecord(Backup(), externalID: key) }
        var backup = Backup()
        backup.deviceExternalID = plan.device
        backup.organizationExternalID = plan.newest.organization
        backup.product = "NinjaOne Backup"
        backup.jobName = plan.newest.name
        backup.status = Self.statuses.value(plan.newest.status)
        backup.statusLabel = plan.newest.status
        backup.lastRunAt = plan.newest.started
        backup.lastSuccessAt = plan.completed?.ended ?? plan.completed?.started
        backup.protectedBytes = plan.completed?.bytes ?? plan.newest.bytes
        return SourceRecord(backup, externalID: key, vendorFields: plan.newest.rest)
    }

    private static func job(_ row: JSONValue) -> Job {
        var reader = RowReader(row)
        return Job(
            started: reader.epoch("jobStartTime"), ended: Times.epoch(row["jobEndTime"]),
            status: reader.text("jobStatus"),
            name: reader.text("planName"), organization: reader.text("organizationId"),
            bytes: reader.first(["totalActualStorageBytes", "totalStoredBytes"]) { $0.positive },
            rest: reader.rest(omitting: ["deviceId"]))
    }

    /// What a cancelled job means is not established.
    private static let statuses = Vocabulary<BackupStatus>(
        ["COMPLETED": .success, "FAILED": .failed, "RUNNING": .running, "PROCESSING": .running], otherwise: .unknown)
}
