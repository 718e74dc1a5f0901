/// A network interface of a device.
public struct DeviceNetworkInterface: InventoryRecord, Hashable {
    public var deviceExternalID: String?
    public var name: String?
    public var macAddress: String?
    public var ipAddresses: [String]?
    public var isVirtual: Bool?

    /// Nothing known yet.
    public init() {}

    public static let entity = Entity<DeviceNetworkInterface>(
        "device_network_interfaces", singular: "device_network_interface", side: .rmm, group: .devices,
        meaning: "A network interface of a device, with its addresses.",
        references: [
            Reference(idColumn: "device_id", externalColumn: "device_external_id", target: "devices")
        ],
        columns: [
            .key("device_external_id", "The device's id in the RMM.") { $0.deviceExternalID },
            .text("name", "The interface's name in the operating system.") { $0.name },
            .mac("mac_address", "Its hardware address.") { $0.macAddress },
            .inets("ip_addresses", "Its IP addresses.") { $0.ipAddresses },
            .boolean(
                "is_virtual", "Whether it is a virtual interface (VPN, bridge, hypervisor switch)."
            ) { $0.isVirtual },
        ])
}
