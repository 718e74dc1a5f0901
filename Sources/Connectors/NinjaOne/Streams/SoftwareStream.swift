import Inventory
import JSON

extension NinjaStreams {
    static let software = Stream(
        description: StreamDescription(
            name: "software", calls: ["/v2/queries/software"],
            entity: Software.entity.description, after: ["devices"], reading: .snapshot,
            deletion: .absence, endOfList: endOfReport, period: twiceADay, callsPerThousand: 50)
    ) { (reader, _, position) throws(ConnectorError) in
        try await reader.client.report(.software, at: position).page(id: softwareID, record: program)
    }

    /// Told by device, name and version: a product code may be null, and repeats across devices.
    private static func softwareID(_ row: JSONValue) -> String? {
        guard let device = row["deviceId"].cleaned, let name = row["name"].cleaned else { return nil }
        return id(device, name, row["version"].cleaned)
    }

    private static func id(_ device: String, _ name: String, _ version: String?) -> String {
        device + ":" + name + ":" + (version ?? "")
    }

    /// A row without a name is no program that anybody could look for, and is left out.
    private static func program(_ row: JSONValue) throws(UnusableRecord) -> SourceRecord? {
        let device = try row.required("deviceId")
        guard let name = row["name"].cleaned else { return nil }
        var software = Software()
        software.deviceExternalID = device
        software.name = name
        software.version = row["version"].cleaned
        software.publisher = row["publisher"].cleaned
        software.installedOn = Times.day(row["installDate"])
        software.sizeBytes = row["size"].positive
        return SourceRecord(software, externalID: id(device, name, software.version))
    }
}
