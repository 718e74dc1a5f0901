/// The vendor's words for what a device is.
enum NinjaOneClass {
    /// `nodeClass`.
    static func name(_ device: Device) -> String {
        switch device.kind {
        case .server: device.system?.family == .linux ? "LINUX_SERVER" : "WINDOWS_SERVER"
        case .workstation, .laptop: device.system?.family == .macos ? "MAC" : "WINDOWS_WORKSTATION"
        case .hypervisor: "VMWARE_VM_HOST"
        case .virtualMachine: "VMWARE_VM_GUEST"
        case .networkSwitch: "NMS_SWITCH"
        case .router: "NMS_ROUTER"
        case .firewall: "NMS_FIREWALL"
        case .accessPoint: "NMS_WAP"
        case .printer: "NMS_PRINTER"
        }
    }

    /// `deviceType`, the discriminator of the document's schemas.
    static func type(_ device: Device) -> String {
        switch device.kind {
        case .server, .workstation, .laptop: "AgentDevice"
        case .hypervisor: "VMHost"
        case .virtualMachine: "VMGuest"
        default: "NMSTarget"
        }
    }

    static let roles: [(name: String, nodeClass: String, chassis: String)] = [
        ("Windows Server", "WINDOWS_SERVER", "UNKNOWN"), ("Linux Server", "LINUX_SERVER", "UNKNOWN"),
        ("Windows Desktop", "WINDOWS_WORKSTATION", "DESKTOP"), ("Windows Laptop", "WINDOWS_WORKSTATION", "LAPTOP"),
        ("Mac Laptop", "MAC", "LAPTOP"), ("ESXi Host", "VMWARE_VM_HOST", "UNKNOWN"),
        ("VM Guest", "VMWARE_VM_GUEST", "UNKNOWN"), ("Switch", "NMS_SWITCH", "UNKNOWN"),
        ("Router", "NMS_ROUTER", "UNKNOWN"), ("Firewall", "NMS_FIREWALL", "UNKNOWN"),
        ("Access Point", "NMS_WAP", "UNKNOWN"), ("Printer", "NMS_PRINTER", "UNKNOWN"),
    ]

    /// The id of a device's role: its place in ``roles``, from 1.
    static func role(_ device: Device) -> Int {
        let name = name(device)
        let isLaptop = device.kind == .laptop
        let fits = roles.firstIndex { $0.nodeClass == name && ($0.chassis == "LAPTOP") == isLaptop }
        return (fits ?? roles.firstIndex { $0.nodeClass == name } ?? 0) + 1
    }
}
