import Inventory

/// One machine in the making.
struct DeviceDraft {
    let seed: UInt64
    let now: Timestamp
    let number: Int
    let organization: Organization

    func device(site: Site?, createdAt: Timestamp?, _ random: inout SplitMix64) -> Device {
        let kind = kind(&random)
        let isVirtual = kind == .virtualMachine || (kind == .server && random.chance(0.5))
        let system = system(kind, &random)
        let make = make(kind, isVirtual, system, &random)
        let serial = serial(kind, &random)
        let created = createdAt ?? now.earlier(within: 10...900, &random)
        let isAgent = kind == .server || kind == .workstation || kind == .laptop
        let bought = TimeText.date(created).plus(days: -random.within(1...300))
        let hasMake = !isVirtual && isAgent
        let boots = isAgent || kind == .hypervisor
        return Device(
            number: number,
            uid: Identifiers.uuid(seed, .device, number, createdAt == nil ? 0 : Int(created.microseconds & 0xFFFF)),
            organization: organization.number, site: site?.number, parent: nil, kind: kind, isVirtual: isVirtual,
            hostname: hostname(kind),
            displayName: random.chance(0.25) ? "\(organization.name) \(kind.rawValue) \(number)" : nil,
            domain: isAgent ? random.pick([organization.domain, organization.domain, "WORKGROUP"]) : nil,
            approval: isAgent && random.chance(0.01) ? .pending : .approved, system: system,
            manufacturer: make?.0, model: make?.1, serial: serial,
            biosSerial: hasMake && random.chance(0.8) ? serial ?? Identifiers.serial(&random, length: 7) : nil,
            cpu: cpu(kind, &random), memoryBytes: memory(kind, &random), volumes: volumes(kind, system, &random),
            interfaces: interfaces(kind, &random),
            publicAddress: isAgent ? "203.0.113.\(organization.number % 250 + 1)" : nil,
            owner: nil,
            lastUser: isAgent && kind != .server
                ? "\(organization.domain.split(separator: ".")[0].uppercased())\\user\(number % 97)" : nil,
            agentVersion: isAgent ? "8.0.\(2800 + random.below(4))" : nil, antivirus: antivirus(kind, system, &random),
            warranty: hasMake && random.chance(0.8)
                ? Warranty(startsOn: bought, endsOn: bought.plus(days: 365 * random.within(1...5))) : nil,
            biosReleasedOn: hasMake ? bought.plus(days: -random.within(10...400)) : nil,
            purchasedOn: hasMake ? bought : nil,
            backups: backups(kind, &random), tags: random.chance(0.1) ? [random.pick(["vip", "kiosk", "lab"])] : [],
            notes: random.chance(0.05) ? "Ask reception for the key." : nil,
            needsReboot: isAgent && random.chance(0.06),
            offlineSince: random.chance(0.12) ? now.earlier(within: 0...60, &random) : nil,
            bootedAt: boots ? now.earlier(within: 0...40, &random) : nil, softwareRevision: 0, patchRevision: 0,
            createdAt: created, updatedAt: created)
    }

    private func kind(_ random: inout SplitMix64) -> Device.Kind {
        switch random.below(100) {
        case 0..<38: .laptop
        case 38..<69: .workstation
        case 69..<80: .server
        case 80..<85: .virtualMachine
        case 85..<88: .hypervisor
        case 88..<91: .networkSwitch
        case 91..<93: .firewall
        case 93..<96: .accessPoint
        case 96..<97: .router
        default: .printer
        }
    }

    private func hostname(_ kind: Device.Kind) -> String {
        let prefix =
            switch kind {
            case .server: "SRV"
            case .workstation: "WS"
            case .laptop: "LT"
            case .hypervisor: "ESX"
            case .virtualMachine: "VM"
            case .networkSwitch: "SW"
            case .router: "RT"
            case .firewall: "FW"
            case .accessPoint: "AP"
            case .printer: "PRN"
            }
        return "\(prefix)-\(organization.number)-\(number)"
    }

    private func system(_ kind: Device.Kind, _ random: inout SplitMix64) -> OperatingSystem? {
        switch kind {
        case .server, .virtualMachine: random.pick(Hardware.serverSystems)
        case .workstation: random.pick(Hardware.clients)
        case .laptop: random.pick(random.chance(0.15) ? Hardware.macSystems : Hardware.clients)
        case .hypervisor:
            OperatingSystem(
                family: .other, name: "VMware ESXi", release: "ESXi 8.0 Update 2", build: "22380479", version: "8.0.2",
                architecture: "x86_64")
        default: nil
        }
    }

    private func make(
        _ kind: Device.Kind, _ isVirtual: Bool, _ system: OperatingSystem?, _ random: inout SplitMix64
    ) -> (String, String)? {
        let makes: [Hardware.Make] =
            switch kind {
            case .server where isVirtual: Hardware.virtual
            case .server, .hypervisor: Hardware.servers
            case .workstation: Hardware.desktops
            case .laptop: system?.family == .macos ? Hardware.macs : Hardware.laptops
            case .virtualMachine: []
            default: Hardware.networkMakes[kind].map { [$0] } ?? []
            }
        guard !makes.isEmpty else { return nil }
        let make = random.pick(makes)
        return (make.manufacturer, random.pick(make.models))
    }

    private func serial(_ kind: Device.Kind, _ random: inout SplitMix64) -> String? {
        switch kind {
        case .virtualMachine: nil
        case .server, .workstation, .laptop:
            switch random.below(100) {
            case 0..<3: random.pick(["To be filled by O.E.M.", "Default string"])
            case 3..<5: ""
            default: Identifiers.serial(&random, length: 7)
            }
        default: Identifiers.serial(&random, length: 10)
        }
    }

    private func cpu(_ kind: Device.Kind, _ random: inout SplitMix64) -> Processor? {
        switch kind {
        case .workstation, .laptop: random.pick(Hardware.processors)
        case .server, .hypervisor: random.pick(Hardware.serverProcessors)
        default: nil
        }
    }

    private func memory(_ kind: Device.Kind, _ random: inout SplitMix64) -> Int? {
        switch kind {
        case .workstation, .laptop: random.pick([8, 16, 16, 32]) << 30
        case .server, .virtualMachine: random.pick([16, 32, 64, 128]) << 30
        case .hypervisor: random.pick([256, 512]) << 30
        default: nil
        }
    }
}
