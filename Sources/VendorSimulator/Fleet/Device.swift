public import Inventory

/// A machine.
public struct Device: Numbered, Hashable {
    public let number: Int
    public let uid: String
    public var organization: Int
    public var site: Int?
    /// The host of a virtual machine, the machine that watches a network device.
    public var parent: Int?
    public var kind: Kind
    public var isVirtual: Bool
    public var hostname: String
    public var displayName: String?
    public var domain: String?
    public var approval: Approval
    public var system: OperatingSystem?
    public var manufacturer: String?
    public var model: String?
    /// As the machine says: may be a placeholder, blank, or another machine's too.
    public var serial: String?
    public var biosSerial: String?
    public var cpu: Processor?
    public var memoryBytes: Int?
    public var volumes: [Volume]
    public var interfaces: [NetworkInterface]
    public var publicAddress: String?
    public var owner: Int?
    public var lastUser: String?
    public var agentVersion: String?
    public var antivirus: [Antivirus]
    public var warranty: Warranty?
    public var biosReleasedOn: CalendarDate?
    public var purchasedOn: CalendarDate?
    public var backups: [BackupPlan]
    public var tags: [String]
    public var notes: String?
    public var needsReboot: Bool
    /// Since when it is switched off; nil where it is on.
    public var offlineSince: Timestamp?
    public var bootedAt: Timestamp?
    /// How often its software, its patches were changed.
    public var softwareRevision: Int
    public var patchRevision: Int
    public var createdAt: Timestamp
    public var updatedAt: Timestamp

    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case server, workstation, laptop, hypervisor, virtualMachine, networkSwitch, router, firewall, accessPoint,
            printer
    }

    public enum Approval: String, Sendable, Hashable { case approved, pending }
}

extension Device {
    /// Runs the RMM's agent, and so reports software, patches and antivirus.
    public var hasAgent: Bool {
        switch kind {
        case .server, .workstation, .laptop: true
        case .hypervisor, .virtualMachine, .networkSwitch, .router, .firewall, .accessPoint, .printer: false
        }
    }
}

/// What a machine runs.
public struct OperatingSystem: Sendable, Hashable {
    public var family: Family
    public var name: String
    public var release: String?
    public var build: String?
    public var version: String?
    public var architecture: String

    public enum Family: String, Sendable, Hashable { case windows, macos, linux, network, other }
}

/// A machine's processor, of which it may have several.
public struct Processor: Sendable, Hashable {
    public var name: String
    public var sockets: Int
    public var cores: Int
    public var threads: Int
    public var megahertz: Int
}

/// A drive as the system sees it.
public struct Volume: Sendable, Hashable {
    public var name: String
    public var label: String?
    public var fileSystem: String?
    public var capacityBytes: Int
    /// How full it was at the beginning; readings move around it.
    public var usedShare: Double
    public var isEncrypted: Bool?
}

/// A network card.
public struct NetworkInterface: Sendable, Hashable {
    public var index: Int
    public var name: String
    public var adapter: String
    public var mac: String?
    public var addresses: [String]
    public var isVirtual: Bool
}

/// One antivirus product on one machine.
public struct Antivirus: Sendable, Hashable {
    public var product: String
    public var version: String?
    public var state: State
    public var definitionsAt: Timestamp?

    public enum State: String, Sendable, Hashable { case protected, outdated, disabled }
}

/// What the maker promises.
public struct Warranty: Sendable, Hashable {
    public var startsOn: CalendarDate
    public var endsOn: CalendarDate
}

/// A backup that a machine should have.
public struct BackupPlan: Sendable, Hashable {
    public var uid: String
    public var name: String
    public var kind: Kind
    public var protectedBytes: Int

    public enum Kind: String, Sendable, Hashable { case image, files }
}
