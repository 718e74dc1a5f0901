import Inventory

/// What is put beside a device when asked for by name (`expand`).
struct NinjaOneReferences {
    let row: NinjaOneDeviceRow

    func write(_ names: Set<String>, to json: inout JSONWriter) {
        let device = row.device
        if names.contains("organization"), let organization = row.fleet.organization(device.organization) {
            json.member("organization", object: { NinjaOneClients.brief(organization, to: &$0) })
        }
        if names.contains("location"), let site = device.site.flatMap(row.fleet.site) {
            json.member("location", object: { NinjaOneClients.location(site, withOrganization: false, to: &$0) })
        }
        if names.contains("role") {
            json.member("role", object: { NinjaOneLookups.role(NinjaOneClass.role(device), to: &$0) })
        }
        if names.contains("warranty"), let warranty = device.warranty {
            json.member(
                "warranty",
                object: {
                    $0.member("startDate", epoch: midnight(warranty.startsOn))
                    $0.member("endDate", epoch: midnight(warranty.endsOn))
                })
        }
        if names.contains("assignedOwner"), let person = device.owner.flatMap(row.fleet.person) {
            json.member("assignedOwner", object: { NinjaOneLookups.endUser(person, to: &$0) })
        }
        if names.contains("backupUsage") { json.member("backupUsage", object: { usage(to: &$0) }) }
    }

    private func midnight(_ day: CalendarDate) -> Timestamp {
        Timestamp(microseconds: Int64(day.days) * 86_400_000_000)
    }

    private func usage(to json: inout JSONWriter) {
        let jobs = row.fleet.backupJobs(of: row.device)
        let stored = jobs.reduce(0) { $0 + $1.storedBytes }
        json.member("revisionsCurrentSize", stored / 2)
        json.member("revisionsPreviousSize", stored / 2)
        json.member("revisionsDeletedSize", 0)
        json.member("revisionsTotalSize", stored)
        json.member("localImageV2Size", 0)
        json.member("localTotalSize", 0)
        json.member("cloudImageV2Size", stored)
        json.member("cloudTotalSize", stored)
        json.member("lastSuccessfulBackupJob", epoch: jobs.filter { $0.status == .completed }.map(\.startedAt).max())
        json.member("lastFailedBackupJob", epoch: jobs.filter { $0.status == .failed }.map(\.startedAt).max())
    }
}
