import Inventory

/// The vendor's ids: whole numbers within one account; devices and their assets are counted apart.
enum NSightID {
    static func client(_ number: Int) -> Int { number + 30_000_000 }
    static func site(_ number: Int) -> Int { number + 30_500_000 }
    static func device(_ number: Int) -> Int { number + 290_000 }
    static func asset(_ number: Int) -> Int { number + 810_000 }
    static func alertCheck(_ number: Int) -> Int { number + 500_000 }
    /// A device's backup check, where it has one that is no alert.
    static func backupCheck(_ device: Int) -> Int { device + 700_000 }

    static func deviceNumber(_ id: Int) -> Int { id - 290_000 }
}

/// Where a device shows up.
enum NSightKind: Sendable, Hashable {
    case server, workstation
    /// Found by a scan of the network and seen without an agent: in the list of workstations, not in the roster.
    case agentless

    /// nil: hosts and guests, which the vendor does not know as such.
    init?(_ device: Device) {
        guard device.site != nil else { return nil }
        switch device.kind {
        case .server: self = .server
        case .workstation, .laptop: self = .workstation
        case .networkSwitch, .router, .firewall, .accessPoint, .printer: self = .agentless
        case .hypervisor, .virtualMachine: return nil
        }
    }
}

/// What the vendor keeps of a device that the fleet has not, by its number.
extension Device {
    /// `patch`: patch management is on.
    var nSightPatches: Bool { system?.family == .windows && hasAgent && number % 10 != 9 }
    /// `mob`: Backup & Recovery is on.
    var nSightBacksUp: Bool { !backups.isEmpty }
    /// The daily checks alone, and no check-ins between.
    var nSightIsDailyOnly: Bool { hasAgent && number % 19 == 4 }
    /// No asset scan has ever run.
    var nSightIsNeverScanned: Bool { number % 17 == 5 }
    /// Minutes.
    var nSightInterval: Int { [5, 15, 60][number % 3] }
}

/// Times as the vendor writes them.
enum NSightTime {
    static let zero = "0000-00-00 00:00:00"

    /// `2026-07-01 08:00:00`, UTC.
    static func text(_ time: Timestamp) -> String {
        String(TimeText.iso(time).dropLast()).replacing("T", with: " ")
    }

    /// Without what a text of seconds does not carry.
    static func second(_ time: Timestamp) -> Timestamp {
        Timestamp(microseconds: time.microseconds / 1_000_000 * 1_000_000)
    }
}
