/// What N-central makes of a machine of the fleet; what the fleet does not say follows from the number.
struct NCentralMachine {
    let device: Device

    /// Some servers are the probes that watch the network. They have no assets.
    var isProbe: Bool { device.kind == .server && device.number % 9 == 4 }

    /// The agent has sent its inventory. Newcomers have not yet, now and then.
    var hasAssets: Bool { device.hasAgent && !isProbe && device.number % 23 != 11 }

    /// Discovery has found a name; where it has not, it is empty.
    var discoveredName: String { device.number % 17 == 5 ? "" : device.hostname }

    var netbiosName: String { String(device.hostname.prefix(15)).uppercased() }

    var longName: String { device.displayName ?? device.hostname }

    /// There is no class of virtual machines: each has that of its work.
    var deviceClass: String {
        switch device.kind {
        case .server, .virtualMachine: device.system?.family == .linux ? "Servers - Linux" : "Servers - Windows"
        case .hypervisor: "Servers - VMware ESX"
        case .workstation: "Workstations - Windows"
        // Both spellings are seen.
        case .laptop: device.number % 2 == 0 ? "Laptop - \(laptopSystem)" : "Laptops - \(laptopSystem)"
        case .networkSwitch: "Switch/Router"
        case .router, .firewall: "Router"
        case .accessPoint: "Other"
        case .printer: "Printer"
        }
    }

    private var laptopSystem: String { device.system?.family == .macos ? "macOS" : "Windows" }

    var supportedSystem: String? {
        guard let system = device.system else { return nil }
        return system.family == .windows ? "Microsoft \(system.name)" : system.name
    }

    /// Beyond `winnt` the words are not known.
    var systemID: String {
        switch device.system?.family {
        case .windows: "winnt"
        case .macos: "sim-apple"
        case .linux: "sim-tux"
        default: "sim-other"
        }
    }

    /// A virtual machine's firmware has no serial number to tell.
    var serial: String {
        guard !device.isVirtual, let serial = device.serial, !serial.isEmpty else { return "None" }
        return serial
    }
}

extension Device {
    var inNCentral: NCentralMachine { NCentralMachine(device: self) }
}
