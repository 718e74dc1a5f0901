public import Inventory

/// One run of a backup.
public struct BackupJob: Sendable, Hashable {
    public let uid: String
    public let plan: BackupPlan
    public let status: Status
    public let startedAt: Timestamp
    public let endedAt: Timestamp?
    public let storedBytes: Int

    public enum Status: String, Sendable, Hashable { case completed, failed, running, cancelled }
}

extension Fleet {
    /// The last ten nights' backups of a device, newest first. Worked out from the day, not stored.
    public func backupJobs(of device: Device) -> [BackupJob] {
        let today = TimeText.date(now)
        return device.backups.enumerated().flatMap { index, plan in
            (0..<10).map { job(device, plan, index, night: today.plus(days: -$0)) }
        }
    }

    private func job(_ device: Device, _ plan: BackupPlan, _ index: Int, night: CalendarDate) -> BackupJob {
        let key = Int(night.days) * 4 + index
        let drawn = SplitMix64.hash(seed, .backupJob, device.number, key)
        let midnight = Timestamp(microseconds: Int64(night.days) * 86_400_000_000)
        let started = midnight.plus(minutes: Int((drawn >> 8) % 200))
        let status: BackupJob.Status
        switch drawn % 40 {
        case 0..<34: status = .completed
        case 34..<38: status = .failed
        case 38: status = .cancelled
        default: status = night == TimeText.date(now) ? .running : .completed
        }
        return BackupJob(
            uid: Identifiers.uuid(seed, .backupJob, device.number, key), plan: plan, status: status, startedAt: started,
            endedAt: status == .running ? nil : started.plus(minutes: 5 + Int((drawn >> 16) % 90)),
            storedBytes: status == .completed ? plan.protectedBytes / 20 + Int((drawn >> 24) % 9_999_999) : 0)
    }
}
