import Inventory
import JSON

/// What one call a device tells (`list_device_asset_details`), and which stream it fills.
enum NSightAssetPart: String, Sendable, CaseIterable {
    case software
    case volumes = "device_volumes"
    case interfaces = "device_network_interfaces"
    case hardware = "device_hardware"

    func page(of answer: NSightAnswer, device: String) -> Page {
        switch self {
        case .software: answer.page(id: { NSightSoftware.id($0, device) }) { NSightSoftware.record($0, device) }
        case .volumes:
            parts(answer, type: 10) { (row) throws(UnusableRecord) in try NSightHardware.volume(row, device) }
        case .interfaces:
            parts(answer, type: 1) { (row) throws(UnusableRecord) in try NSightHardware.interface(row, device) }
        case .hardware: Page(records: [NSightHardware.device(answer.root, device)])
        }
    }

    /// The pieces of hardware of one type; one that was taken out is listed for some days more.
    private func parts(
        _ answer: NSightAnswer, type: Int64, _ record: (JSONValue) throws(UnusableRecord) -> SourceRecord?
    ) -> Page {
        let items = NSightHardware.items(answer.root).filter { $0["type"].digits == type }
        var mapper = RecordMapper(bytes: answer.cost.bytes)
        mapper.map(items, id: { $0["hardwareid"].cleaned }, record: record)
        return Page(records: mapper.records, rejected: mapper.rejected)
    }
}

extension NSightStreams {
    static let software = asset(
        .software,
        StreamDescription(
            name: "software", calls: ["/api/?service=list_device_asset_details"],
            entity: Software.entity.description, after: ["devices"], reading: whenScanned,
            deletion: .absenceWithinParent, endOfList: everyDevice, period: .hours(4), sweepPeriod: .days(30),
            callsPerThousand: 1000))

    static let deviceVolumes = asset(
        .volumes,
        StreamDescription(
            name: "device_volumes", calls: ["/api/?service=list_device_asset_details"],
            entity: DeviceVolume.entity.description, after: ["software"], reading: whenScanned,
            deletion: .absenceWithinParent, endOfList: everyDevice, period: .hours(4), sweepPeriod: .days(30),
            callsPerThousand: 10))

    static let deviceNetworkInterfaces = asset(
        .interfaces,
        StreamDescription(
            name: "device_network_interfaces", calls: ["/api/?service=list_device_asset_details"],
            entity: DeviceNetworkInterface.entity.description, after: ["software"],
            reading: whenScanned, deletion: .absenceWithinParent, endOfList: everyDevice, period: .hours(4),
            sweepPeriod: .days(30),
            callsPerThousand: 10))

    static let deviceHardware = asset(
        .hardware,
        StreamDescription(
            name: "device_hardware", calls: ["/api/?service=list_device_asset_details"],
            entity: Device.entity.description, owns: hardwareColumns, isPrimary: false,
            after: ["software"], reading: whenScanned, deletion: .never, endOfList: everyDevice,
            volatileVendorFields: ["scantime"], period: .hours(4), sweepPeriod: .days(30), callsPerThousand: 10))

    /// A device's assets can only be others after another scan, and scans are a day apart.
    private static let whenScanned = Reading.perParent(
        entity: "devices", turn: .moved(column: "last_audited_at", rest: .hours(20)))

    private static func asset(_ part: NSightAssetPart, _ description: StreamDescription) -> Stream {
        Stream(description: description) { (reader, request, position) throws(ConnectorError) in
            try await reader.perDevice(request, at: position) { (device) throws(ConnectorError) in
                try await page(part, of: device, reader)
            }
        }
    }

    /// A part of a device's assets: as another stream left it, or out of a call whose other parts are left for others. The
    /// software is left for nobody: it is too much, and its stream comes first.
    private static func page(
        _ part: NSightAssetPart, of device: String, _ reader: NSightReader
    ) async throws(ConnectorError) -> Page {
        if let left = await reader.leftovers.take(for: part.rawValue, of: device) { return left }
        let (answer, cost) = try await assets(of: device, reader)
        for other in NSightAssetPart.allCases where other != part && other != .software {
            var page = answer.map { other.page(of: $0, device: device) } ?? Page()
            (page.calls, page.bytes) = (0, 0)
            await reader.leftovers.leave(page, for: other.rawValue, of: device)
        }
        var page = answer.map { part.page(of: $0, device: device) } ?? Page()
        (page.calls, page.bytes, page.vendorDate) = (cost.calls, cost.bytes, cost.vendorDate)
        return page
    }

    /// nil: a device that was never scanned. What is answered for it is not established: empty lists, or a refusal as of an
    /// unknown id, which means that only where the roster does not know the device either.
    private static func assets(
        of device: String, _ reader: NSightReader
    ) async throws(ConnectorError) -> (NSightAnswer?, CallCost) {
        do throws(ConnectorError) {
            let answer = try await reader.client.rows(.assets, [("deviceid", device)])
            return (answer, answer.cost)
        } catch {
            guard case .notFound = error else { throw error }
            let (known, cost) = try await reader.roster.device(device)
            guard known != nil else { throw error }
            return (nil, CallCost(calls: cost.calls + 1, bytes: cost.bytes, vendorDate: cost.vendorDate))
        }
    }
}

/// Installed programs.
enum NSightSoftware {
    /// Told by device, name and version: the id of a row names neither, and would make every row a title of its own.
    static func id(_ row: JSONValue, _ device: String) -> String? {
        row["name"].cleaned.map { "\(device):\($0):\(row["version"].cleaned ?? "")" }
    }

    /// Updates of the system stand among them and are none; what was removed stays for some days, marked as deleted.
    static func record(_ row: JSONValue, _ device: String) -> SourceRecord? {
        let type = row["type"].cleaned?.lowercased() ?? ""
        guard !["hotfix", "update"].contains(type), row["deleted"].flag != true, let id = id(row, device) else {
            return nil
        }
        var software = Software()
        software.deviceExternalID = device
        software.name = row["name"].cleaned
        software.version = row["version"].cleaned
        software.installedOn = Times.day(row["install_date"])
        return SourceRecord(software, externalID: id)
    }
}

/// Pieces of hardware. What is known of one stands in free text, whose form is documented for network cards alone.
enum NSightHardware {
    static func items(_ root: JSONValue) -> [JSONValue] {
        (root["hardware"]["item"].array ?? []).filter { $0["deleted"].flag != true }
    }

    /// A logical disk. Sizes only where they stand as the system's own names and bytes, never out of prose.
    static func volume(_ row: JSONValue, _ device: String) throws(UnusableRecord) -> SourceRecord {
        let id = try row.required("hardwareid")
        var reader = RowReader(row)
        var volume = DeviceVolume()
        volume.deviceExternalID = device
        volume.name = reader.text("name")
        volume.fileSystem = NSightText.detail("FileSystem", of: row["details"])
        volume.capacityBytes = bytes("Size", row)
        volume.freeBytes = bytes("FreeSpace", row)
        return SourceRecord(volume, externalID: "\(device):\(id)", vendorFields: reader.rest(omitting: notStored))
    }

    private static func bytes(_ name: String, _ row: JSONValue) -> Int64? {
        NSightText.detail(name, of: row["details"]).flatMap { Int64($0) }.flatMap { $0 > 0 ? $0 : nil }
    }

    static func interface(_ row: JSONValue, _ device: String) throws(UnusableRecord) -> SourceRecord {
        let id = try row.required("hardwareid")
        var reader = RowReader(row)
        var interface = DeviceNetworkInterface()
        interface.deviceExternalID = device
        interface.name = reader.text("name")
        interface.macAddress = NSightText.detail("MACAddress", of: row["details"]).flatMap(NSightText.mac)
        return SourceRecord(interface, externalID: "\(device):\(id)", vendorFields: reader.rest(omitting: notStored))
    }

    private static let notStored: Set<String> = ["hardwareid", "deleted", "modified"]

    /// What a scan adds to a device: its processor, and all its hardware as it was sent.
    static func device(_ root: JSONValue, _ id: String) -> SourceRecord {
        let items = items(root)
        var device = Device()
        device.cpuModel =
            items.lazy.filter { $0["type"].digits == 13 }
            .compactMap { Placeholders.word($0["name"].text) }.first
        var fields = ["osinstalldate", "scantime"].compactMap { name in
            root[name].cleaned.map { (key: name, json: JSONText.quoted($0)) }
        }
        if !items.isEmpty {
            let raw = items.map { $0.serialised(omitting: ["deleted", "modified"]) }
            fields.append(("hardware", "[\(raw.joined(separator: ","))]"))
        }
        return SourceRecord(device, externalID: id, vendorFields: JSONText.object(fields))
    }
}
