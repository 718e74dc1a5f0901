import Inventory
import JSON

extension VSAXStreams {
    static let software = Stream(
        description: StreamDescription(
            name: "software", calls: ["/api/v3/assets"],
            entity: Software.entity.description, after: ["devices"], reading: .snapshot,
            deletion: .absence, endOfList: endOfList, period: .hours(12), callsPerThousand: 11)
    ) { (reader, _, position) throws(ConnectorError) in
        try await reader.assets(at: position)
            .page(ofParts: { $0["InstalledSoftware"].array ?? [] }, key: programKey, record: program)
    }

    /// Told by name, publisher and version: there is no id. What stands twice is one; what has no name is no program
    /// that anybody could look for.
    private static func programKey(_ row: JSONValue) -> String? {
        row["Name"].cleaned.map { "\($0):\(row["Publisher"].cleaned ?? ""):\(row["Version"].cleaned ?? "")" }
    }

    private static func program(_ row: JSONValue, of asset: VSAXAsset, id: String) -> SourceRecord {
        var software = Software()
        software.deviceExternalID = asset.id
        software.name = row["Name"].cleaned
        software.publisher = row["Publisher"].cleaned
        software.version = row["Version"].cleaned
        return SourceRecord(software, externalID: id)
    }
}
