import Inventory
import JSON

/// What hangs on a device and comes as a section of the list: antivirus products and network interfaces.
extension AsioStreams {
    static let deviceAntivirus = Stream(
        description: StreamDescription(
            name: "device_antivirus", calls: ["/api/platform/v2/device/categories/all/endpoints"],
            entity: DeviceAntivirus.entity.description, after: ["devices"],
            reading: .snapshot, deletion: .absence, endOfList: endOfPages, period: twiceADay, callsPerThousand: 8)
    ) { (reader, _, position) throws(ConnectorError) in
        try await reader.parts("antiViruses", at: position) { product, device throws(UnusableRecord) in
            guard let name = product.member(ignoringCase: "name").cleaned else { return nil }
            var members = RowReader(product, ignoresCase: true)
            var antivirus = DeviceAntivirus()
            antivirus.deviceExternalID = device
            antivirus.product = members.text("name")
            antivirus.version = members.text("version")
            return SourceRecord(antivirus, externalID: "\(device):\(name)", vendorFields: members.rest())
        }
    }

    static let deviceNetworkInterfaces = Stream(
        description: StreamDescription(
            name: "device_network_interfaces", calls: ["/api/platform/v2/device/categories/all/endpoints"],
            entity: DeviceNetworkInterface.entity.description, after: ["devices"],
            reading: .snapshot, deletion: .absence, endOfList: endOfPages, period: twiceADay, callsPerThousand: 8)
    ) { (reader, _, position) throws(ConnectorError) in
        try await reader.parts("networks", at: position) { json, device throws(UnusableRecord) in
            let found = AsioInterface(json)
            guard let key = found.mac ?? found.name else { return nil }
            var interface = DeviceNetworkInterface()
            interface.deviceExternalID = device
            interface.name = found.name
            interface.macAddress = found.mac
            interface.ipAddresses = NetworkAddress.ips(found.addresses)
            return SourceRecord(interface, externalID: "\(device):\(key)", vendorFields: found.rest)
        }
    }
}

/// A network interface of the `networks` section.
struct AsioInterface {
    let name: String?
    let mac: String?
    let addresses: [String]
    let rest: String?

    init(_ json: JSONValue) {
        var reader = RowReader(json, ignoresCase: true)
        name = reader.first(["description", "product"]) { $0.cleaned }
        mac = reader.take("macAddress") { $0.string.flatMap(NetworkAddress.mac) }.flatMap {
            NetworkAddress.macs([$0])?.first
        }
        let all = [reader.member("ipv4").cleaned].compactMap(\.self) + reader.member("ipv4List").texts
        addresses = NetworkAddress.ips(all) ?? []
        rest = reader.rest(omitting: addresses.isEmpty ? [] : ["ipv4", "ipv4List"])
    }
}

extension AsioReader {
    /// A page of the elements of one section, with the devices that they are of.
    fileprivate func parts(
        _ section: String, at position: ReadPosition?,
        record: (JSONValue, String) throws(UnusableRecord) -> SourceRecord?
    ) async throws(ConnectorError) -> Page {
        let page = try await devices([section], at: position) { (rows, _) throws(ConnectorError) in
            var mapper = RecordMapper(bytes: .max)
            for row in rows {
                guard let device = row.endpoint else { continue }
                mapper.map(row.json.member(ignoringCase: section).array ?? [], id: { _ in device }) {
                    part throws(UnusableRecord) in try record(part, device)
                }
            }
            return Page(records: mapper.records, rejected: mapper.rejected)
        }
        // Asked for in vain, the section is missing everywhere, which says nothing of any device.
        guard await asking.knows(section) else {
            throw .notAvailable("the section '\(section)' of the list of devices")
        }
        return page
    }
}
