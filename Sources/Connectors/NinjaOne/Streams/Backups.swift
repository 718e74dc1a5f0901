import Inventory

extension NinjaStreams {
    /// Of NinjaOne's own backup alone.
    static let backups = Stream(
        description: StreamDescription(
            name: "backups", calls: ["/v2/backup/jobs"],
            entity: Backup.entity.description, after: ["devices"], reading: .snapshot,
            deletion: .absence, endOfList: endOfReport, period: everyFewHours, callsPerThousand: 10)
    ) { (reader, _, position) throws(ConnectorError) in
        try await reader.backups.page(reader.client, at: position)
    }
}
