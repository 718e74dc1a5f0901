import Inventory
import JSON

extension VSAXStreams {
    /// The antivirus that VSA X manages: a call a device, and 404 where there is none. Of another product the assets
    /// tell whether it is on, and no name.
    static let deviceAntivirus = Stream(
        description: StreamDescription(
            name: "device_antivirus", calls: ["/api/v3/devices/{id}/antivirus"],
            entity: DeviceAntivirus.entity.description, after: ["devices", "device_assets"],
            reading: .perParent(entity: "devices", turn: .moved(column: "last_seen_at", rest: .hours(24))),
            deletion: .absenceWithinParent,
            endOfList: "The one answer for a device, or 404 where it has no managed antivirus (Antivirus).",
            period: .hours(4), sweepPeriod: .days(30), callsPerThousand: 1000)
    ) { (reader, request, position) async throws(ConnectorError) in
        guard reader.options.readsAntivirus else { return Page(provesWhole: request.scope == .everything) }
        return try await ParentWalker.fleet.page(request, at: position) { (device, _) async throws(ConnectorError) in
            guard let row = try await reader.client.one("/devices", device, "/antivirus") else { return Page(calls: 1) }
            return Page(
                records: [antivirus(row.json, of: device)], vendorDate: row.cost.vendorDate, calls: row.cost.calls,
                bytes: row.cost.bytes)
        }
    }

    /// What its product is called is told nowhere. What it does at the moment is no property of it.
    private static func antivirus(_ row: JSONValue, of device: String) -> SourceRecord {
        var reader = RowReader(row)
        let words = [reader.text("ProtectionStatus"), reader.text("DefinitionsStatus")]
        var antivirus = DeviceAntivirus()
        antivirus.deviceExternalID = device
        antivirus.status = VSAXWords.managed(protection: words[0], definitions: words[1])
        antivirus.statusLabel = words.allSatisfy { $0 == nil } ? nil : words.compactMap(\.self).joined(separator: " / ")
        return SourceRecord(
            antivirus, externalID: device, vendorFields: reader.rest(omitting: ["ScanStatus", "UpdateStatus"]))
    }
}
