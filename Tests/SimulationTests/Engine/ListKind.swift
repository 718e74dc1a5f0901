import Connectors
import Inventory
import TestSupport

/// The lists of the simulated vendor: each is a stream, and shows one way in which streams differ.
enum ListKind: String, CaseIterable, Sendable {
    case organizations
    /// Two lists that fill one table between them.
    case sitesA = "sites_a"
    case sitesB = "sites_b"
    case devices
    /// Fills a column of rows that another list makes.
    case details = "device_details"
    /// Read a device at a time.
    case volumes
    case software
    case patches
    /// What is gone from it is resolved.
    case alerts

    /// Lists that a seed lives with: few, so that seeds are many.
    static let shapes: [[ListKind]] = [
        [.organizations, .devices, .details], [.organizations, .sitesA, .sitesB], [.devices, .volumes],
        [.devices, .software, .patches], [.organizations, .alerts, .devices], [.devices, .details, .volumes],
        [.organizations, .devices],
    ]

    static func shape(_ dice: inout Dice) -> [ListKind] { shapes[dice.below(shapes.count)] }

    var entity: EntityDescription {
        switch self {
        case .organizations: Organization.entity.description
        case .sitesA, .sitesB: Site.entity.description
        case .devices, .details: Device.entity.description
        case .volumes: DeviceVolume.entity.description
        case .software: Software.entity.description
        case .patches: Patch.entity.description
        case .alerts: Alert.entity.description
        }
    }

    /// The column that holds a row's revision.
    var content: String {
        switch self {
        case .organizations, .sitesA, .sitesB: "name"
        case .devices: "hostname"
        case .details: "cpu_model"
        case .volumes: "file_system"
        case .software: "version"
        case .patches: "installed_at"
        case .alerts: "message"
        }
    }

    var isBulk: Bool { self == .software || self == .patches }
    var firstID: Int { self == .sitesB ? 1_000_001 : 1 }
    /// Whether one of its rows may be refused by the database.
    var maySpoil: Bool { self == .organizations || self == .devices }

    func description(_ endpoint: VendorEndpoint, isIncremental: Bool, among kinds: [ListKind]) -> StreamDescription {
        let deletion: Deletion =
            switch self {
            case .volumes: .absenceWithinParent
            case .alerts: .resolvedByAbsence
            default: endpoint.list.traits.flagsDeletions ? .flagged : .absence
            }
        let reading: Reading =
            if self == .volumes {
                .perParent(entity: "devices")
            } else if isIncremental {
                .incremental(field: "updated", precision: .seconds(60), isInclusive: true)
            } else { .snapshot }
        var stream = StreamDescription(
            name: rawValue, entity: entity, owns: owned, isPrimary: self != .details,
            after: self == .organizations || self == .devices || !kinds.contains(.devices) ? [] : ["devices"],
            reading: reading, deletion: deletion, endOfList: "the rule's", volatileVendorFields: ["noise"],
            period: .seconds(3_600))
        stream.part = 0
        return stream
    }

    private var owned: Set<String>? {
        switch self {
        case .details: ["cpu_model"]
        case .devices: Set(entity.columns.map(\.name)).subtracting(["cpu_model"])
        default: nil
        }
    }
}
