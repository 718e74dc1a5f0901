import Inventory
import JSON

extension AsioStreams {
    /// In bulk, no call a device. One device may be split over pages, and one program stand in it twice.
    static let software = Stream(
        description: StreamDescription(
            name: "software", calls: ["/api/platform/v2/device/endpoints/applications"],
            entity: Software.entity.description, after: ["devices"], reading: .snapshot,
            deletion: .absence, endOfList: endOfPages, period: twiceADay, callsPerThousand: 8)
    ) { (reader, _, position) throws(ConnectorError) in
        let list = AsioList(.inventory, .byBody("/api/platform/v2/device/endpoints/applications"))
        return try await reader.page(list, product: "the list of applications", at: position) { rows, mapper in
            for row in rows {
                guard let device = row.endpoint else {
                    mapper.map([row.json], id: { _ in nil }) { _ throws(UnusableRecord) in
                        throw UnusableRecord("no endpointID")
                    }
                    continue
                }
                mapper.map(row.json.member(ignoringCase: "applications").array ?? [], id: { _ in device }) {
                    program(of: device, $0)
                }
            }
        }
    }

    /// Told by device, name and version: it has no id. A row without a name is no program that anybody could look for.
    private static func program(of device: String, _ row: JSONValue) -> SourceRecord? {
        guard let name = row.member(ignoringCase: "name").cleaned else { return nil }
        var software = Software()
        software.deviceExternalID = device
        software.name = name
        software.version = row.member(ignoringCase: "version").cleaned
        software.publisher = row.member(ignoringCase: "publisher").cleaned
        return SourceRecord(software, externalID: device + ":" + name + ":" + (software.version ?? ""))
    }
}
