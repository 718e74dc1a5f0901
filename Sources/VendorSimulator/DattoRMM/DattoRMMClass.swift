/// The vendor's words for what a device is.
struct DattoRMMClass {
    /// `deviceType.category` and `.type`, free texts.
    let category: String
    let type: String
    /// `deviceClass`, which says which audit a device has.
    let name: String

    init(_ device: Device) {
        switch device.kind {
        case .server: (category, type, name) = ("Server", "Main System Chassis", "device")
        case .workstation: (category, type, name) = ("Desktop", "Mini Tower", "device")
        case .laptop: (category, type, name) = ("Laptop", "Notebook", "device")
        case .hypervisor: (category, type, name) = ("ESXi Host", "VMware ESXi", "esxihost")
        case .printer: (category, type, name) = ("Printer", "Laser", "printer")
        case .networkSwitch, .router, .firewall, .accessPoint:
            (category, type, name) = ("Network Device", device.kind.rawValue, "rmmnetworkdevice")
        // Words that no document names turn up.
        case .virtualMachine:
            (category, type, name) = ("Unknown", "Unknown", device.number % 2 == 0 ? "unknown" : "vmguest")
        }
    }
}

extension Device {
    /// The agent has not yet taken its inventory, so that the audit is empty.
    var isUnaudited: Bool { hasAgent && number % 41 == 3 }
}
