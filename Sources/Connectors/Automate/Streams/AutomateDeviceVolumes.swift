import Inventory
import JSON

extension AutomateStreams {
    private static let stamps = ["DateLastInventoried"]

    /// Drives are volumes here, not disks. One that is missing is told of still, and is gone.
    static let deviceVolumes = Stream(
        description: StreamDescription(
            name: "device_volumes", calls: ["/cwa/api/v1/Computers/Drives"],
            entity: DeviceVolume.entity.description, after: ["devices"],
            reading: .incremental(field: stamps[0], precision: .seconds(1), isInclusive: true), deletion: .flagged,
            endOfList: endOfList, volatileVendorFields: ["DateLastInventoried"], period: .hours(6),
            callsPerThousand: 3)
    ) { (reader, request, position) throws(ConnectorError) in
        try await reader.list(AutomateComputerParts.drives, request, at: position, stamps: stamps, map: volume)
    }

    private static func volume(_ row: JSONValue, _: AutomateTimes) throws(UnusableRecord) -> SourceRecord? {
        let id = try row.required("DriveId")
        var reader = RowReader(row)
        var volume = DeviceVolume()
        volume.deviceExternalID = try row.required("ComputerId")
        volume.name = reader.first(["Letter", "VolumeName"]) { $0.cleaned }
        volume.fileSystem = reader.text("FileSystem")
        volume.capacityBytes = reader.take("Size") { AutomateUnits.megabytes($0) }
        volume.freeBytes = reader.take("FreeSpace") { AutomateUnits.megabytes($0, isZeroKnown: true) }
        return SourceRecord(
            volume, externalID: id, isDeleted: row["IsMissing"].bool == true,
            vendorFields: reader.rest(omitting: ["DriveId", "ComputerId"]))
    }
}
