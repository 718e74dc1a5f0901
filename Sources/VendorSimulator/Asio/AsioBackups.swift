import Inventory

/// The backup dashboard: what one company's devices have of backups.
extension AsioEndpoint {
    static let backups: [(String, AsioEndpoint)] = [
        (
            "api/backup-dashboard/companies/{}/instances",
            AsioEndpoint(AsioScope.backups) { request in
                let places = AsioPlaces(request.fleet)
                let devices = request.fleet.devices.filter {
                    places.company($0) == request.ids[0] && !$0.backups.isEmpty
                }
                switch AsioPage.of(devices, request) {
                case .failure(let refusal): return refusal.answer
                case .success(let page):
                    return page.answer(isList: false) { json in
                        json.object { json in
                            json.member(
                                "jobs",
                                array: { json in
                                    for device in page.devices { AsioBackups.jobs(of: device, request, to: &json) }
                                })
                        }
                    }
                }
            }
        )
    ]
}

enum AsioBackups {
    static let product = "x360Recover"

    /// A plan of a device with its newest run.
    static func newest(_ fleet: Fleet, _ device: Device) -> [BackupJob] {
        Dictionary(grouping: fleet.backupJobs(of: device), by: \.plan.uid).values
            .compactMap { $0.max { $0.startedAt < $1.startedAt } }.sorted { $0.plan.uid < $1.plan.uid }
    }

    static func word(_ status: BackupJob.Status) -> String {
        switch status {
        case .completed: "Success"
        case .failed: "Failure"
        case .running: "Running"
        case .cancelled: "Missed"
        }
    }

    static func jobs(of device: Device, _ request: AsioRequest, to json: inout JSONWriter) {
        for job in newest(request.fleet, device) {
            json.row(device.number, request.disturbance) { json in
                json.member("backupJobName", job.plan.name)
                json.member("endpointId", device.uid)
                json.member("vendorDeviceName", device.hostname)
                json.member("productName", product)
                json.member("dashboardBackupStatus", word(job.status))
                json.member("vendorBackupStatus", job.status.rawValue)
                json.member("startTimestamp", milliseconds(job.startedAt))
                json.member("lastBackupTimestamp", milliseconds(job.startedAt))
                if let ended = job.endedAt { json.member("endTimestamp", milliseconds(ended)) }
                json.member("summary", "Backup \(job.status.rawValue)")
            }
        }
    }

    private static func milliseconds(_ time: Timestamp) -> Int { Int(time.microseconds / 1000) }
}
