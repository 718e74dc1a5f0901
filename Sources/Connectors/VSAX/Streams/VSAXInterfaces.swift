import Inventory
import JSON

extension VSAXStreams {
    static let deviceNetworkInterfaces = Stream(
        description: StreamDescription(
            name: "device_network_interfaces", calls: ["/api/v3/assets"],
            entity: DeviceNetworkInterface.entity.description, after: ["devices"],
            reading: .snapshot, deletion: .absence, endOfList: endOfList, period: .days(1), callsPerThousand: 11)
    ) { (reader, _, position) throws(ConnectorError) in
        try await reader.assets(at: position)
            .page(ofParts: { VSAXAdapters($0).entries }, key: adapterKey, record: interface)
    }

    /// The vendor has no key: the adapter's name, or its hardware address where it has none.
    private static func adapterKey(_ row: JSONValue) -> String? {
        row["Name"].cleaned ?? row["MAC"].cleaned ?? row["PhysicalAddress"].cleaned
    }

    /// Traffic moves and is left out.
    private static func interface(_ row: JSONValue, of asset: VSAXAsset, id: String) -> SourceRecord {
        let adapters = VSAXAdapters(asset.json)
        let carried: Set<String> = ["Name", "MAC", "IPs", "PhysicalAddress", "IpV4", "IpV6"]
        var interface = DeviceNetworkInterface()
        interface.deviceExternalID = asset.id
        interface.name = row["Name"].cleaned
        interface.macAddress = adapters.mac(row)
        interface.ipAddresses = adapters.addresses(row)
        return SourceRecord(
            interface, externalID: id,
            vendorFields: JSONText.vendorFields(adapters.richer(row), omitting: carried))
    }
}
