import Inventory

/// A device as the vendor writes it, as far as its sections are asked for.
struct AsioDeviceRow {
    let fleet: Fleet
    let device: Device

    func write(_ sections: AsioSections, to json: inout JSONWriter) {
        json.member("deviceName", device.hostname)
        if let name = device.displayName { json.member("friendlyName", name) }
        json.member("resourceType", kind.lowercased())
        json.member("endpointType", kind)
        if sections.has("subResourceType") { json.member("subResourceType", subkind) }
        if sections.has("type"), let family { json.member("type", family) }
        network(sections, to: &json)
        guard device.hasAgent else { return }
        system(sections, to: &json)
        hardware(sections, to: &json)
        if sections.has("antiViruses") {
            json.member(
                "antiViruses",
                array: { json in
                    for found in device.antivirus { json.object { $0.member("name", found.product) } }
                })
        }
    }

    private func network(_ sections: AsioSections, to json: inout JSONWriter) {
        let first = device.interfaces.first
        if sections.has("ipAddress") { json.member("ipAddress", first?.addresses.first) }
        if sections.has("macAddress") { json.member("macAddress", first?.mac) }
        if sections.has("remoteAddress"), let address = device.publicAddress { json.member("remoteAddress", address) }
        guard sections.has("networks"), device.hasAgent else { return }
        json.member(
            "networks",
            array: { json in
                for interface in device.interfaces {
                    json.object { json in
                        json.member("product", interface.adapter)
                        json.member("description", "\(interface.adapter) (\(interface.name))")
                        json.member("macAddress", interface.mac)
                        json.member("ipv4", ipv4(interface).first)
                        json.member(
                            "ipv4List", array: { json in for address in ipv4(interface) { json.value(address) } })
                        json.member("subnetMask", ipv4(interface).isEmpty ? nil : "255.255.255.0")
                    }
                }
            })
    }

    private func ipv4(_ interface: NetworkInterface) -> [String] {
        interface.addresses.filter { !$0.contains(":") }
    }

    private func system(_ sections: AsioSections, to json: inout JSONWriter) {
        if sections.has("os"), let system = device.system {
            json.member(
                "os",
                object: { json in
                    json.member("product", system.name)
                    json.member("type", family)
                    json.member("version", system.version)
                })
        }
        if sections.has("system") {
            json.member(
                "system",
                object: { json in
                    json.member("systemName", device.hostname)
                    json.member("model", device.model)
                    json.member("product", "SKU=\(device.number % 9)")
                    json.member("serialNumber", device.serial)
                    json.member("domain", device.domain)
                })
        }
        guard sections.has("systemState"), let booted = device.bootedAt else { return }
        json.member(
            "systemState",
            object: {
                $0.member("startupStatus", object: { $0.member("lastBootUpTimeUTC", TimeText.iso(booted)) })
            })
    }

    private func hardware(_ sections: AsioSections, to json: inout JSONWriter) {
        if sections.has("baseboard"), device.manufacturer != nil {
            json.member(
                "baseboard",
                object: {
                    $0.member("manufacturer", device.manufacturer)
                    $0.member("product", "0X\(device.number)Z")
                })
        }
        if sections.has("bios") {
            json.member("bios", object: { $0.member("manufacturer", "American Megatrends International, LLC.") })
        }
        if sections.has("processors"), let cpu = device.cpu {
            json.member(
                "processors",
                array: { json in for _ in 0..<cpu.sockets { json.object { $0.member("product", cpu.name) } } })
        }
        guard sections.has("memory"), let bytes = device.memoryBytes else { return }
        json.member(
            "memory",
            object: {
                $0.member("physicalTotalBytes", bytes)
                $0.member("virtualAvailableBytes", bytes / 2 + fleet.tick * 4096)
            })
    }

    private var kind: String {
        switch device.kind {
        case .server: "Server"
        case .workstation: "Desktop"
        case .laptop: "Laptop"
        default: "Network"
        }
    }

    private var subkind: String {
        switch device.kind {
        case .workstation, .laptop: "workstation"
        case .server: "server"
        default: device.kind.rawValue.lowercased()
        }
    }

    private var family: String? {
        switch device.system?.family {
        case .windows: "Windows"
        case .macos: "Darwin"
        case .linux: "Linux"
        default: nil
        }
    }
}
