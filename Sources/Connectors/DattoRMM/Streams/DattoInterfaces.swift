import Inventory
import JSON

extension DattoStreams {
    /// A call a site in place of one a device.
    static let deviceNetworkInterfaces = Stream(
        description: StreamDescription(
            name: "device_network_interfaces",
            calls: ["/api/v2/account/sites", "/api/v2/site/{id}/devices/network-interface"],
            entity: DeviceNetworkInterface.entity.description, after: ["devices"],
            reading: .snapshot, deletion: .absence,
            endOfList: "Each site's list read to its end: no nextPageUrl, null or empty (Network interfaces).",
            period: .hours(12), callsPerThousand: 30)
    ) { (reader, _, position) throws(ConnectorError) in
        let (request, cost) = try await reader.sites.request(reader.client, isStart: position == nil)
        var page = try await ParentWalker.fleet.page(request, at: position) { (site, within) throws(ConnectorError) in
            let path = "/v2/site/\(URLText.encoded(site))/devices/network-interface"
            return interfaces(try await reader.client.list(path, "devices", at: within))
        }
        page.add(cost)
        page.completedParents = []
        return page
    }

    /// Each device's row holds its interfaces.
    private static func interfaces(_ rows: DattoRows) -> Page {
        var mapper = RecordMapper(bytes: rows.cost.bytes)
        for row in rows.rows {
            guard let device = row["uid"].cleaned else {
                mapper.map([row], id: { _ in nil }) { _ throws(UnusableRecord) in
                    throw UnusableRecord("no uid of the device")
                }
                continue
            }
            mapper.map(row["nics"].array ?? [], id: { _ in device }) { interface($0, of: device) }
        }
        return rows.page(mapper)
    }

    /// The vendor names no key: an adapter's name stands several times where there are several of its kind, and a virtual
    /// interface shares its adapter's hardware address. Both together tell one from another.
    private static func interface(_ row: JSONValue, of device: String) -> SourceRecord? {
        guard row["instance"].cleaned != nil || row["macAddress"].cleaned != nil else { return nil }
        var reader = RowReader(row)
        var interface = DeviceNetworkInterface()
        interface.deviceExternalID = device
        interface.name = reader.text("instance")
        interface.macAddress = reader.take("macAddress") { $0.cleaned.flatMap(NetworkAddress.mac) }
        let addresses = ["ipv4", "ipv6"].map { (reader.member($0), $0) }.flatMap { value, path -> [String] in
            let found = (value.cleaned ?? "").split { ", ;".contains($0) }.compactMap { NetworkAddress.ip(String($0)) }
            if !found.isEmpty { _ = reader.text(path) }
            return found
        }
        interface.ipAddresses = NetworkAddress.ips(addresses)
        let key = "\(device):\(row["instance"].cleaned ?? ""):\(row["macAddress"].cleaned ?? "")"
        return SourceRecord(interface, externalID: key, vendorFields: reader.rest())
    }
}
