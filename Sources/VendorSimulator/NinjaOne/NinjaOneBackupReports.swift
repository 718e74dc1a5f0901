import Inventory

/// The vendor's own backup.
extension NinjaOneReport {
    static let backupReports: [NinjaOneReport] = [
        NinjaOneReport(
            "backup/jobs", ["df", "ddf", "sf", "ptf", "stf", "include"], pageSizes: 1...10_000, usualPageSize: 10_000
        ) { request, device in
            let jobs = request.fleet.backupJobs(of: device).filter { passes($0, request) }
            return Rows(jobs) { job, json in write(job, device, to: &json) }
        },
        NinjaOneReport("queries/backup/usage", ["includeDeletedDevices", "includeLastBackupJobTimes"]) {
            request, device in
            Rows(device.hasAgent ? [device] : []) { device, json in
                NinjaOneDeviceRow(request, device, isDetailed: false).write(to: &json, expanding: ["backupUsage"])
            }
        },
    ]

    static func word(_ status: BackupJob.Status) -> String {
        switch status {
        case .completed: "COMPLETED"
        case .failed: "FAILED"
        case .running: "RUNNING"
        case .cancelled: "CANCELED"
        }
    }

    private static func write(_ job: BackupJob, _ device: Device, to json: inout JSONWriter) {
        json.member("jobId", job.uid)
        json.member("jobStartTime", epoch: job.startedAt)
        json.member("jobEndTime", epoch: job.endedAt)
        json.member("jobStatus", word(job.status))
        json.member("planGuid", job.plan.uid)
        json.member("planName", job.plan.name)
        json.member("planType", job.plan.kind == .image ? "IMAGE" : "FILE_FOLDER")
        json.member("totalActualStorageBytes", job.storedBytes)
        json.member("organizationId", NinjaOneID.organization(device.organization))
        json.member("locationId", present: device.site.map(NinjaOneID.location))
        json.member("deviceId", NinjaOneID.device(device.number))
    }

    /// Status, plan type and start time, as far as the sheet shows their filters.
    private static func passes(_ job: BackupJob, _ request: NinjaOneRequest) -> Bool {
        let call = request.call
        if let filter = call.parameter("sf"), !words(filter).contains(word(job.status)) { return false }
        let type = job.plan.kind == .image ? "IMAGE" : "FILE_FOLDER"
        if let filter = call.parameter("ptf"), !words(filter).contains(type) { return false }
        guard let filter = call.parameter("stf") else { return true }
        let times = words(filter).filter { $0.first == "2" }.map { String($0.prefix(19)) }
        let started = String(TimeText.iso(job.startedAt).prefix(19))
        if let first = times.first, started < first { return false }
        if times.count > 1, started > times[1] { return false }
        return true
    }

    private static func words(_ filter: String) -> [String] {
        filter.split { "=(), ".contains($0) }.map(String.init)
    }
}
