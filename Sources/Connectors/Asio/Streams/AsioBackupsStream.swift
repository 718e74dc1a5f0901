import Inventory
import JSON

extension AsioStreams {
    /// Of partners that use the backup dashboard. The list's name differs: the first array is taken.
    static let backups = Stream(
        description: StreamDescription(
            name: "backups", calls: ["/api/backup-dashboard/companies/{id}/instances"],
            entity: Backup.entity.description, after: ["devices"], reading: .snapshot,
            deletion: .absence, endOfList: endOfPages, period: everyFewHours, callsPerThousand: 30)
    ) { (reader, _, position) throws(ConnectorError) in
        let list = AsioList(
            .backups, .byPath { "/api/backup-dashboard/companies/\(URLText.encoded($0))/instances" })
        return try await reader.page(list, product: "the backup dashboard", at: position) { rows, mapper in
            for row in rows {
                mapper.map([row.json], id: { _ in row.endpoint }, keep: newer) { _ throws(UnusableRecord) in
                    try backup(row)
                }
            }
        }
    }

    /// Of several runs of one job, the newest tells how it stands.
    private static func newer(_ old: SourceRecord, _ new: SourceRecord) -> SourceRecord {
        guard let before = old.sourceUpdatedAt, let after = new.sourceUpdatedAt else { return new }
        return after < before ? old : new
    }

    private static func backup(_ row: AsioRow) throws(UnusableRecord) -> SourceRecord {
        var members = RowReader(row.json, ignoresCase: true)
        guard let owner = row.endpoint ?? members.member("vendorDeviceName").cleaned else {
            throw UnusableRecord("no endpointId and no vendorDeviceName")
        }
        var backup = Backup()
        backup.deviceExternalID = row.endpoint
        backup.organizationExternalID = row.company
        backup.product = members.text("productName")
        backup.jobName = members.text("backupJobName")
        backup.status = members.value("dashboardBackupStatus", AsioWords.backup)
        backup.statusLabel = members.text("dashboardBackupStatus")
        backup.lastRunAt = members.first(["lastBackupTimestamp", "startTimestamp", "endTimestamp"], AsioTimes.any)
        if backup.status == .success { backup.lastSuccessAt = backup.lastRunAt }
        backup.message = members.text("summary")
        let key = [owner, backup.product, backup.jobName].compactMap(\.self).joined(separator: ":")
        return SourceRecord(
            backup, externalID: key, sourceUpdatedAt: backup.lastRunAt,
            vendorFields: members.rest(omitting: ["endpointId", "companyID"]))
    }
}
