import Inventory
import JSON

extension NCentralStreams {
    /// A call of its own, since a fleet's titles are too many to be kept beside the rest of the record.
    static let software = Stream(
        description: StreamDescription(
            name: "software", calls: ["/api/devices/{id}/assets"],
            entity: Software.entity.description, after: ["devices"], reading: assetsReading,
            deletion: .absenceWithinParent, endOfList: endOfAssets, period: assetsPeriod, sweepPeriod: weekly,
            callsPerThousand: 1000)
    ) { (reader, request, position) throws(ConnectorError) in
        try await reader.eachDevice(request, at: position) { (device) async throws(ConnectorError) in
            let (record, cost) = try await reader.assets(of: device)
            var mapper = RecordMapper(bytes: cost.bytes)
            mapper.map(applications(record), id: { $0["displayname"].cleaned }) { program($0, of: device) }
            return Page(
                records: mapper.records, rejected: mapper.rejected, vendorDate: cost.vendorDate, calls: cost.calls,
                bytes: cost.bytes)
        }
    }

    /// The promised category has names alone. That `_extra` has versions and publishers too is inferred from the older
    /// API: its rows are taken, and those of the promised list that it does not have.
    private static func applications(_ assets: NCentralAssetRecord?) -> [JSONValue] {
        let full = (assets?.extraRows("application") ?? []).filter { $0["displayname"].cleaned != nil }
        let names = Set(full.compactMap { $0["displayname"].cleaned })
        let promised = (assets?.rows("application") ?? []).filter { row in
            row["displayname"].cleaned.map { !names.contains($0) } ?? false
        }
        return full + promised
    }

    /// Of the date's format nothing is established: only what can be nothing but a day is read.
    private static func program(_ row: JSONValue, of device: String) -> SourceRecord? {
        guard let name = row["displayname"].cleaned else { return nil }
        var software = Software()
        software.deviceExternalID = device
        software.name = name
        software.version = Placeholders.word(row["version"].text)
        software.publisher = Placeholders.word(row["publisher"].text)
        software.installedOn = Times.day(row["installationdate"])
        return SourceRecord(software, externalID: "\(device):\(name):\(software.version ?? "")")
    }
}
