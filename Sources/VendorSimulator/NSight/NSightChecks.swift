import Inventory

/// The checks of a device, those that pass too.
enum NSightChecks {
    static func answer(_ request: NSightRequest) -> VendorAnswer {
        guard let device = request.device else { return request.invalid("deviceid") }
        let checks = NSightCheck.checks(of: device, request.fleet)
        return request.items("check", checks, number: \.id) { check, xml in
            xml.number("checkid", check.id)
            xml.words("description", check.description)
            xml.number("check_type", check.type)
            xml.number("dsc_247", check.frequency)
            xml.number("statusid", check.status)
            xml.number("consecutive_fails", check.status == 1 ? 2 : 0)
            let day = check.ranAt.map { NSightTime.text($0) } ?? NSightTime.zero
            xml.text("date", String(day.prefix(10)))
            xml.text("time", String(day.suffix(8)))
            xml.text("utc_run", day)
            xml.number("sync_status", 0)
            xml.words("output", check.output)
        }
    }
}

struct NSightCheck {
    let id: Int
    let description: String
    let type: Int
    /// 1: all day, 2: once a day.
    let frequency: Int
    /// 0 not run, 1 failed, 5 passed.
    let status: Int
    let ranAt: Timestamp?
    let output: String?

    static let backupType = 1002

    /// A drive's space, a check for each condition that is raised, and on some devices a backup that is not the vendor's.
    static func checks(of device: Device, _ fleet: Fleet) -> [NSightCheck] {
        guard device.hasAgent else { return [] }
        let ran = NSightTime.second(fleet.readings(of: device).lastContact)
        let disk = NSightCheck(
            id: NSightID.backupCheck(device.number) + 100_000, description: "Disk space check - drive C:", type: 1008,
            frequency: 1, status: 5, ranAt: ran, output: "Total: 237 GB")
        return [disk] + backup(device, ran) + NSightFailure.failures(of: device, fleet.alerts).compactMap(\.check)
    }

    private static func backup(_ device: Device, _ ran: Timestamp) -> [NSightCheck] {
        guard device.number % 13 == 0 else { return [] }
        let hasRun = device.number % 2 == 0
        return [
            NSightCheck(
                id: NSightID.backupCheck(device.number), description: "Backup Check - Example Backup",
                type: backupType, frequency: 2, status: hasRun ? 5 : 0, ranAt: hasRun ? ran : nil, output: nil)
        ]
    }
}
