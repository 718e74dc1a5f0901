import Inventory
import JSON

extension AsioStreams {
    static let devices = Stream(
        description: StreamDescription(
            name: "devices", calls: ["/api/platform/v2/device/categories/all/endpoints"],
            entity: Device.entity.description, owns: ownColumns, after: ["organizations", "sites"],
            reading: .snapshot, deletion: .absence, endOfList: endOfPages,
            volatileVendorFields: ["memory", "systemState", "services", "users", "processors"], period: everyFewHours,
            callsPerThousand: 8),
        one: { (reader, id) throws(ConnectorError) in try await device(id, reader) }
    ) { (reader, _, position) throws(ConnectorError) in
        try await reader.devices(at: position) { (rows, batch) throws(ConnectorError) in
            let (rows, cost) = try await placed(rows, batch, reader)
            var mapper = RecordMapper(bytes: .max)
            for row in rows {
                mapper.map([row.json], id: { _ in row.endpoint }) { _ throws(UnusableRecord) in
                    try AsioDeviceMapping.record(row)
                }
            }
            return Page(records: mapper.records, rejected: mapper.rejected, calls: cost.calls, bytes: cost.bytes)
        }
    }

    /// All but what other calls tell of a device.
    private static let ownColumns = Set(Device.entity.columns.map(\.name))
        .subtracting(heartbeatColumns).subtracting(userColumns).subtracting(rebootColumns)

    /// One device by the same list, so that it comes in the same shape: the details would need its site, which is not
    /// always known.
    private static func device(_ id: String, _ reader: AsioReader) async throws(ConnectorError) -> SourceRecord? {
        let (answer, _) = try await reader.asked(nil, { .byDevice($0) }) { (list) async throws(ConnectorError) in
            try await reader.client.page(list, of: [id], cursor: "0")
        }
        guard case .found(let found, _) = answer else { return nil }
        guard let row = try AsioReader.rows(of: found.json).first(where: { $0.endpoint == id }) else { return nil }
        guard let company = row.company else {
            throw .notAvailable("this tenant's lists do not say whose a device is")
        }
        let (rows, _) = try await placed(await reader.sites.learn([row], trusting: []), [company], reader)
        do throws(UnusableRecord) {
            return try rows.first.map(AsioDeviceMapping.record)
        } catch {
            throw .malformedAnswer(error.reason)
        }
    }

    /// The rows with their sites. Where the list leaves them out, the heartbeat's groups may tell, a call for the same
    /// companies; a tenant whose heartbeat has another word, or none, leaves them unknown.
    private static func placed(
        _ rows: [AsioRow], _ batch: [String], _ reader: AsioReader
    ) async throws(ConnectorError) -> ([AsioRow], CallCost) {
        guard rows.contains(where: { $0.site == nil && $0.endpoint != nil }) else { return (rows, CallCost()) }
        do throws(ConnectorError) {
            let answer = try await reader.client.states(heartbeatPath, of: batch)
            _ = await reader.sites.learn(AsioRow.all(in: answer.json) ?? [], trusting: [])
            return (await reader.sites.fill(rows), answer.cost)
        } catch {
            switch error {
            case .rejectedCall, .notFound: return (rows, CallCost(calls: 1))
            default: throw error
            }
        }
    }
}

/// A row of the list as a device, as far as its sections have come.
enum AsioDeviceMapping {
    static func record(_ row: AsioRow) throws(UnusableRecord) -> SourceRecord {
        let id = try row.id()
        var reader = RowReader(row.json, ignoresCase: true)
        var device = Device()
        device.organizationExternalID = row.company
        device.siteExternalID = row.site
        identity(&reader, &device, row.category)
        hardware(&reader, &device)
        network(&reader, &device)
        device.antivirusProduct =
            (reader.member("antiViruses").array ?? []).lazy
            .compactMap { $0.member(ignoringCase: "name").cleaned }.first
        return SourceRecord(device, externalID: id, vendorFields: reader.rest(omitting: notStored))
    }

    /// What stands in columns already, or in streams of its own.
    private static let notStored: Set<String> = ["endpointID", "companyID", "siteID", "antiViruses", "networks"]

    private static func identity(_ reader: inout RowReader, _ device: inout Device, _ category: String?) {
        device.hostname = reader.first(["deviceName", "system.systemName"]) { Placeholders.word($0.text) }
        device.displayName = reader.text("friendlyName")
        device.deviceClass = AsioWords.deviceClass(reader, category: category)
        device.deviceClassLabel = reader.first(["endpointType", "resourceType"]) { $0.cleaned }
        device.osFamily = AsioWords.osFamily(reader, category: category)
        device.osFamilyLabel = reader.first(["type", "os.type"]) { $0.cleaned }
        device.osName = reader.text("os.product")
        device.osVersion = reader.text("os.version")
        device.isVirtual = AsioWords.isVirtual(reader.member("virtualType").text)
        device.lastBootAt = reader.take("systemState.startupStatus.lastBootUpTimeUTC", Times.iso)
    }

    /// The maker is the board's: `bios.manufacturer` is the firmware's vendor, and `system.product` no maker at all.
    private static func hardware(_ reader: inout RowReader, _ device: inout Device) {
        device.manufacturer = reader.first(["baseboard.manufacturer", "system.manufacturer"]) {
            Placeholders.word($0.text)
        }
        device.model = reader.word("system.model")
        device.serialNumber = reader.serial("system.serialNumber")
        device.cpuModel =
            (reader.member("processors").array ?? []).lazy
            .compactMap { Placeholders.word($0.member(ignoringCase: "product").text) }.first
        device.memoryBytes = reader.positive("memory.physicalTotalBytes")
        device.domain = reader.word("system.domain")
    }

    /// The primary address, and those of all interfaces.
    private static func network(_ reader: inout RowReader, _ device: inout Device) {
        let interfaces = (reader.member("networks").array ?? []).map { AsioInterface($0) }
        let primary = [reader.member("ipAddress").cleaned].compactMap(\.self)
        device.ipAddresses = NetworkAddress.ips(primary + interfaces.flatMap(\.addresses))
        let mac = [reader.member("macAddress").cleaned].compactMap(\.self)
        device.macAddresses = NetworkAddress.macs(mac + interfaces.compactMap(\.mac))
        _ = reader.take("ipAddress") { $0.string.flatMap(NetworkAddress.ip) }
        _ = reader.take("macAddress") { $0.string.flatMap(NetworkAddress.mac) }
        device.publicIP = reader.take("remoteAddress") { $0.string.flatMap(NetworkAddress.ip) }
    }
}
