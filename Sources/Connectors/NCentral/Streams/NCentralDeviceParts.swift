import Inventory
import JSON

extension NCentralStreams {
    static let deviceVolumes = Stream(
        description: StreamDescription(
            name: "device_volumes", calls: ["/api/devices/{id}/assets"],
            entity: DeviceVolume.entity.description, after: ["device_assets"],
            reading: assetsReading, deletion: .absenceWithinParent, endOfList: endOfAssets, period: assetsPeriod,
            sweepPeriod: weekly, callsPerThousand: 1000)
    ) { (reader, request, position) throws(ConnectorError) in
        try await reader.eachDevice(request, at: position) { (device) async throws(ConnectorError) in
            try await reader.part(.volumes, of: device)
        }
    }

    static let deviceNetworkInterfaces = Stream(
        description: StreamDescription(
            name: "device_network_interfaces", calls: ["/api/devices/{id}/assets"],
            entity: DeviceNetworkInterface.entity.description,
            after: ["device_assets", "device_volumes"], reading: assetsReading, deletion: .absenceWithinParent,
            endOfList: endOfAssets, period: assetsPeriod, sweepPeriod: weekly, callsPerThousand: 1000)
    ) { (reader, request, position) throws(ConnectorError) in
        try await reader.eachDevice(request, at: position) { (device) async throws(ConnectorError) in
            try await reader.part(.interfaces, of: device)
        }
    }

    /// The size alone: free space is measured by monitors that each MSP names itself.
    static func volumes(_ assets: NCentralAssetRecord?, of device: String) -> Page {
        parts(assets?.rows("logicaldevice") ?? [], key: ["volumename", "_index"]) { row, key in
            var reader = RowReader(row)
            var volume = DeviceVolume()
            volume.deviceExternalID = device
            volume.name = reader.text("volumename")
            volume.capacityBytes = reader.take("maxcapacity") { $0.positiveWhole }
            return SourceRecord(
                volume, externalID: "\(device):\(key)", vendorFields: reader.rest(omitting: ["_index"]))
        }
    }

    static func interfaces(_ assets: NCentralAssetRecord?, of device: String) -> Page {
        parts(assets?.rows("networkadapter") ?? [], key: ["_index"]) { row, key in
            var reader = RowReader(row)
            var interface = DeviceNetworkInterface()
            interface.deviceExternalID = device
            interface.name = reader.text("description")
            interface.macAddress = reader.take("macaddress") {
                NetworkAddress.macs([$0.cleaned].compactMap(\.self))?.first
            }
            interface.ipAddresses = reader.take("ipaddress") { NetworkAddress.ips(addresses($0)) }
            return SourceRecord(
                interface, externalID: "\(device):\(key)", vendorFields: reader.rest(omitting: ["_index"]))
        }
    }

    /// One address a row is what was seen; several, with commas, would be read too.
    static func addresses(_ value: JSONValue) -> [String] {
        (value.cleaned ?? "").split { $0 == "," || $0 == ";" || $0.isWhitespace }.map(String.init)
    }

    /// A row alone has no index: then it is the first.
    private static func parts(
        _ rows: [JSONValue], key members: [String], _ record: (JSONValue, String) -> SourceRecord
    ) -> Page {
        var mapper = RecordMapper(bytes: .max)
        let key = { (row: JSONValue) in members.lazy.compactMap { row[$0].cleaned }.first ?? "0" }
        mapper.map(rows.map { NCentralScrubbed.document($0) }, id: key) { record($0, key($0)) }
        return Page(records: mapper.records, rejected: mapper.rejected)
    }
}

extension NCentralReader {
    /// A part of a device's asset record: what the stream before kept of it, else from the record itself.
    fileprivate func part(_ part: NCentralParts.Part, of device: String) async throws(ConnectorError) -> Page {
        if let kept = await parts.take(part, of: device) { return kept }
        let (record, cost) = try await assets(of: device)
        var page: Page
        switch part {
        case .volumes:
            page = NCentralStreams.volumes(record, of: device)
            await parts.keep([.interfaces: NCentralStreams.interfaces(record, of: device)], of: device)
        case .interfaces: page = NCentralStreams.interfaces(record, of: device)
        }
        page.vendorDate = cost.vendorDate
        page.add(cost)
        return page
    }
}
