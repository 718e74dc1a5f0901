import Inventory
import JSON

extension NinjaStreams {
    static let deviceVolumes = Stream(
        description: StreamDescription(
            name: "device_volumes", calls: ["/v2/queries/volumes"],
            entity: DeviceVolume.entity.description, after: ["devices"], reading: .snapshot,
            deletion: .absence, endOfList: endOfReport, volatileVendorFields: ["timestamp"], period: twiceADay,
            callsPerThousand: 3)
    ) { (reader, _, position) throws(ConnectorError) in
        try await reader.client.report(.volumes, at: position)
            .page(id: { partID($0, volumeKeys) }) { row throws(UnusableRecord) in
                guard let id = partID(row, volumeKeys) else { throw UnusableRecord("no deviceId or no name") }
                return volume(row, id: id)
            }
    }

    static let deviceNetworkInterfaces = Stream(
        description: StreamDescription(
            name: "device_network_interfaces", calls: ["/v2/queries/network-interfaces"],
            entity: DeviceNetworkInterface.entity.description, after: ["devices"],
            reading: .snapshot, deletion: .absence, endOfList: endOfReport, period: twiceADay, callsPerThousand: 5)
    ) { (reader, _, position) throws(ConnectorError) in
        try await reader.client.report(.networkInterfaces, at: position)
            .page(id: { partID($0, interfaceKeys) }) { row throws(UnusableRecord) in
                guard let id = partID(row, interfaceKeys) else { throw UnusableRecord("no deviceId or no interface") }
                return interface(row, id: id)
            }
    }

    static let deviceAntivirus = Stream(
        description: StreamDescription(
            name: "device_antivirus", calls: ["/v2/queries/antivirus-status"],
            entity: DeviceAntivirus.entity.description, after: ["devices"],
            reading: .snapshot, deletion: .absence, endOfList: endOfReport, period: twiceADay, callsPerThousand: 1)
    ) { (reader, _, position) throws(ConnectorError) in
        try await reader.client.report(.antivirus, at: position)
            .page(id: { partID($0, ["productName"]) }) { row throws(UnusableRecord) in
                guard let id = partID(row, ["productName"]) else { throw UnusableRecord("no deviceId or no product") }
                return antivirus(row, id: id)
            }
    }

    /// What a volume is told by, as far as it has it: the sheet names no key.
    private static let volumeKeys = ["name", "driveLetter", "serialNumber", "label"]
    /// The sheet's key, and what stands in for it.
    private static let interfaceKeys = ["interfaceIndex", "interfaceName", "adapterName"]

    /// A part is told by its device and a key of its own, which repeats across devices.
    private static func partID(_ row: JSONValue, _ keys: [String]) -> String? {
        guard let device = row["deviceId"].cleaned, let key = keys.lazy.compactMap({ row[$0].cleaned }).first
        else { return nil }
        return "\(device):\(key)"
    }

    private static func volume(_ row: JSONValue, id: String) -> SourceRecord {
        var reader = RowReader(row)
        var volume = DeviceVolume()
        volume.deviceExternalID = reader.text("deviceId")
        volume.name = reader.first(["name", "driveLetter", "label"]) { $0.cleaned }
        volume.fileSystem = reader.text("fileSystem")
        volume.capacityBytes = reader.positive("capacity")
        volume.freeBytes = reader.take("freeSpace") { $0.integer.flatMap { $0 >= 0 ? $0 : nil } }
        return SourceRecord(volume, externalID: id, vendorFields: reader.rest())
    }

    private static func interface(_ row: JSONValue, id: String) -> SourceRecord {
        var reader = RowReader(row)
        var interface = DeviceNetworkInterface()
        interface.deviceExternalID = reader.text("deviceId")
        interface.name = reader.first(["interfaceName", "adapterName"]) { $0.cleaned }
        let macs = reader.member("macAddress")
        interface.macAddress =
            macs.array == nil
            ? reader.take("macAddress") { $0.string.flatMap(NetworkAddress.mac) } : reader.macs("macAddress")?.first
        interface.ipAddresses = reader.ips("ipAddress")
        interface.isVirtual = virtualKinds.value(reader.member("interfaceType").text)
        return SourceRecord(interface, externalID: id, vendorFields: reader.rest())
    }

    private static func antivirus(_ row: JSONValue, id: String) -> SourceRecord {
        var reader = RowReader(row)
        let found = AntivirusRow(row)
        var antivirus = DeviceAntivirus()
        antivirus.deviceExternalID = reader.text("deviceId")
        antivirus.product = reader.text("productName")
        antivirus.version = reader.text("version")
        antivirus.status = found.status
        antivirus.statusLabel = found.label
        return SourceRecord(antivirus, externalID: id, vendorFields: reader.rest(omitting: ["timestamp"]))
    }

    /// Of the interface types, which are not enumerated, those that are virtual beyond doubt.
    private static let virtualKinds = Vocabulary<Bool>([
        "TUNNEL": true, "LOOPBACK": true, "SOFTWARE_LOOPBACK": true, "VIRTUAL": true,
    ])
}
