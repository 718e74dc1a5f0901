import Foundation
import Inventory
import JSON

extension NCentralStreams {
    /// The devices' columns that come from the asset record.
    static let assetColumns: Set<String> = [
        "os_version", "os_build", "architecture", "manufacturer", "model", "serial_number", "is_virtual", "cpu_model",
        "cpu_cores", "memory_bytes", "storage_bytes", "ip_addresses", "mac_addresses", "last_boot_at",
    ]

    /// `_extra` may change in shape and holds readings (services, the last log-in), as `device` does.
    static let deviceAssets = Stream(
        description: StreamDescription(
            name: "device_assets", calls: ["/api/devices/{id}/assets", "/api/server-info/time"],
            entity: Device.entity.description, owns: assetColumns, isPrimary: false,
            after: ["devices"], reading: assetsReading, deletion: .never, endOfList: endOfAssets,
            volatileVendorFields: ["device", "_extra"], period: assetsPeriod, sweepPeriod: weekly,
            callsPerThousand: 1000, fillsCustomFields: true)
    ) { (reader, request, position) throws(ConnectorError) in
        try await reader.eachDevice(request, at: position) { (device) async throws(ConnectorError) in
            let (zone, zoneCost) = try await reader.clock.zone()
            let (record, cost) = try await reader.assets(of: device)
            let (fields, fieldsCost) = try await reader.properties("/api/devices/\(URLText.encoded(device))")
            await reader.parts.keep(
                [.volumes: volumes(record, of: device), .interfaces: interfaces(record, of: device)], of: device)
            var page = Page(
                records: [AssetColumns.record(record, of: device, zone, customFields: fields)],
                vendorDate: cost.vendorDate)
            for more in [zoneCost, cost, fieldsCost] { page.add(more) }
            return page
        }
    }
}

/// What an asset record says of the device itself. Without a record every column that only it fills is unknown.
private enum AssetColumns {
    /// Categories that are rows of other streams.
    private static let elsewhere: Set<String> = ["application", "networkadapter", "logicaldevice"]

    static func record(
        _ assets: NCentralAssetRecord?, of id: String, _ zone: TimeZone?, customFields: String?
    ) -> SourceRecord {
        guard let assets else { return SourceRecord(Device(), externalID: id, customFields: customFields) }
        var reader = RowReader(NCentralScrubbed.document(assets.categories, omitting: elsewhere))
        var device = Device()
        system(&reader, &device, zone)
        machine(&reader, &device)
        device.cpuCores = cores(&reader, assets)
        device.storageBytes = storage(assets)
        network(assets, &device)
        let others = Set(elsewhere.map { "_extra.\($0)" })
        return SourceRecord(
            device, externalID: id, vendorFields: reader.rest(omitting: others), customFields: customFields)
    }

    private static func system(_ reader: inout RowReader, _ device: inout Device, _ zone: TimeZone?) {
        let name = reader.asset("os", "reportedos") { $0.cleaned } ?? reader.asset("os", "supportedos") { $0.cleaned }
        device.osVersion = reader.asset("os", "version") { Placeholders.word($0.text) }
        // On Windows the version's third part is the build.
        if name?.lowercased().contains("windows") == true {
            device.osBuild = device.osVersion?.split(separator: ".").dropFirst(2).first.map(String.init)
        }
        device.architecture = reader.asset("os", "osarchitecture") { Placeholders.word($0.text) }
        device.lastBootAt = reader.asset("os", "lastbootuptime") { NCentralTimes.local($0, in: zone) }
    }

    private static func machine(_ reader: inout RowReader, _ device: inout Device) {
        device.manufacturer = reader.asset("computersystem", "manufacturer") { Placeholders.word($0.text) }
        device.model = reader.asset("computersystem", "model") { Placeholders.word($0.text) }
        // "None" is common on virtual machines, which would all be one.
        device.serialNumber = reader.asset("computersystem", "serialnumber") { Placeholders.serial($0.text) }
        device.memoryBytes = reader.asset("computersystem", "totalphysicalmemory") { $0.positiveWhole }
        device.isVirtual = NCentralWords.isVirtual(manufacturer: device.manufacturer, model: device.model)
        device.cpuModel = reader.asset("processor", "name") { Placeholders.word($0.text) }
    }

    /// As told: whether one row counts the cores of all sockets is not established. Several rows are added up.
    private static func cores(_ reader: inout RowReader, _ assets: NCentralAssetRecord) -> Int64? {
        let rows = assets.rows("processor")
        guard rows.count > 1 else { return reader.asset("processor", "numberofcores") { $0.positiveWhole } }
        let cores = rows.compactMap { $0["numberofcores"].positiveWhole }
        return cores.isEmpty ? nil : cores.reduce(0, +)
    }

    private static func storage(_ assets: NCentralAssetRecord) -> Int64? {
        let sizes = assets.rows("logicaldevice").compactMap { $0["maxcapacity"].positiveWhole }
        guard !sizes.isEmpty else { return nil }
        return sizes.reduce(0) { sum, size in
            let (total, isOver) = sum.addingReportingOverflow(size)
            return isOver ? .max : total
        }
    }

    private static func network(_ assets: NCentralAssetRecord, _ device: inout Device) {
        let adapters = assets.rows("networkadapter")
        device.ipAddresses = NetworkAddress.ips(adapters.flatMap { NCentralStreams.addresses($0["ipaddress"]) })
        device.macAddresses = NetworkAddress.macs(adapters.compactMap { $0["macaddress"].cleaned })
    }
}

extension RowReader {
    /// A member of a category: of the promised one, else of `_extra`; of several rows the first that has something.
    fileprivate mutating func asset<Value>(
        _ category: String, _ name: String, _ read: (JSONValue) -> Value?
    ) -> Value? {
        for path in [category, "_extra.\(category)"] {
            if let value = take("\(path).\(name)", read) { return value }
            for row in member(path)["list"].array ?? [] { if let value = read(row[name]) { return value } }
        }
        return nil
    }
}
