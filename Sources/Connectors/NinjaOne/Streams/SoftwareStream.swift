import Inventory
import JSON

extension NinjaStreams {
    static let software = Stream(
        description: StreamDescription(
            name: "software", calls: ["/v2/queries/software"],
            entity: Software.entity.description, after: ["devices"], reading: .snapshot,
            deletion: .absence, endOfList: endOfReport, period: twiceADay, callsPerThousand: 50)
    ) { (reader, request, position) throws(ConnectorError) in
        try await reader.client.report(.software, at: position).page(programs, request, id: softwareID)
    }

    /// A row without a name is no program that anybody could look for, and is left out.
    static let programs = SetMapping(
        Software.entity.description, device: "deviceId", required: "name",
        [
            .text("name", of: "name"), .text("version", of: "version"), .text("publisher", of: "publisher"),
            .day("installed_on", of: "installDate"), .positive("size_bytes", of: "size"),
        ])

    /// Told by device, name and version: a product code may be null, and repeats across devices.
    @Sendable private static func softwareID(_ row: JSONValue) -> String? {
        guard let device = row["deviceId"].cleaned, let name = row["name"].cleaned else { return nil }
        return "\(device):\(name):\(row["version"].cleaned ?? "")"
    }
}
