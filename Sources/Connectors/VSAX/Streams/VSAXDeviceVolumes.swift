import Inventory
import JSON

extension VSAXStreams {
    static let deviceVolumes = Stream(
        description: StreamDescription(
            name: "device_volumes", calls: ["/api/v3/assets"],
            entity: DeviceVolume.entity.description, after: ["devices"], reading: .snapshot,
            deletion: .absence, endOfList: endOfList, period: .hours(12), callsPerThousand: 11)
    ) { (reader, _, position) throws(ConnectorError) in
        try await reader.assets(at: position)
            .page(ofParts: { $0["Disks"].array ?? [] }, key: { $0["Name"].cleaned }, record: volume)
    }

    private static func volume(_ row: JSONValue, of asset: VSAXAsset, id: String) -> SourceRecord {
        var reader = RowReader(row)
        let disk = VSAXDisk(row)
        var volume = DeviceVolume()
        volume.deviceExternalID = asset.id
        volume.name = reader.text("Name")
        volume.capacityBytes = reader.take("TotalValue") { _ in disk.capacityBytes }
        volume.freeBytes = reader.take("FreePercentage") { _ in disk.freeBytes }
        return SourceRecord(volume, externalID: id, vendorFields: reader.rest())
    }
}

/// A disk's sizes: the whole is told in KiB, what is free in percent of it.
struct VSAXDisk {
    let capacityBytes: Int64?
    let freeBytes: Int64?

    init(_ row: JSONValue) {
        let capacity = row["TotalValue"].positive.flatMap { (kibibytes: Int64) -> Int64? in
            let (bytes, isOver) = kibibytes.multipliedReportingOverflow(by: 1024)
            return isOver ? nil : bytes
        }
        let percentage = row["FreePercentage"].double.flatMap { (0...100).contains($0) ? $0 : nil }
        capacityBytes = capacity
        freeBytes = capacity.flatMap { bytes in
            percentage.flatMap { Int64(exactly: (Double(bytes) * $0 / 100).rounded(.down)) }
        }
    }
}
