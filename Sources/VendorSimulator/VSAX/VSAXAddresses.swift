/// Network adapters, in the two shapes that the vendor has for them.
enum VSAXAddresses {
    /// An adapter without a lease gives itself an address.
    static func addresses(_ interface: NetworkInterface) -> [String] {
        guard interface.addresses.isEmpty else { return interface.addresses.map(zoned) }
        return interface.isVirtual ? ["169.254.17.\(interface.index)"] : []
    }

    private static func zoned(_ address: String) -> String { address.hasPrefix("fe80") ? address + "%4" : address }

    /// `IpAddresses`: hardware addresses without separators, none on virtual adapters.
    static func adapters(_ device: Device, to json: inout JSONWriter) {
        json.member(
            "IpAddresses",
            array: { json in
                for interface in device.interfaces {
                    json.object { json in
                        json.member("Name", interface.name)
                        json.member("MAC", mac(interface) ?? "")
                        json.member(
                            "IPs",
                            array: { json in
                                for address in addresses(interface) {
                                    json.object { json in
                                        json.member("IP", address)
                                        json.member("V6", address.contains(":"))
                                        json.member("Download", 0)
                                        json.member("Upload", 0)
                                    }
                                }
                            })
                    }
                }
            })
    }

    /// `LocalIpAddresses`: of the adapters that have an address of version 4.
    static func local(_ device: Device, to json: inout JSONWriter) {
        json.member(
            "LocalIpAddresses",
            array: { json in
                for interface in device.interfaces {
                    let all = addresses(interface)
                    guard let address = all.first(where: { !$0.contains(":") }) else { continue }
                    json.object { json in
                        json.member("Name", interface.name)
                        json.member("PhysicalAddress", mac(interface) ?? "")
                        json.member("DhcpEnabled", true)
                        json.member("Gateways", array: { $0.value("10.0.0.1") })
                        json.member("DnsServers", array: { $0.value("10.0.0.2") })
                        json.member("SubnetMask", "255.255.255.0")
                        json.member("IpV4", address)
                        json.member("IpV6", all.first { $0.contains(":") })
                    }
                }
            })
    }

    static func mac(_ interface: NetworkInterface) -> String? {
        interface.isVirtual ? nil : interface.mac?.filter { $0 != ":" }
    }
}
