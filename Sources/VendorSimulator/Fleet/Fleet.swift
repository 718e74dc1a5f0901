public import Inventory

/// One MSP's world, as all its vendors see it: clients, their people and machines, what they pay for and complain of.
///
/// Everything follows from the seed and the steps taken. Small things are stored and changed in place, ordered by
/// number; software and patches, of which there are a hundred a device, are worked out when asked for.
/// A copy is cheap and stays as it was: a server answers each call from its own.
public struct Fleet: Sendable {
    public let seed: UInt64
    /// How many steps were taken that change more than readings.
    public internal(set) var generation = 0
    /// How many steps were taken at all; readings (last contact, free disk) follow it.
    public internal(set) var tick = 0
    /// The vendors' clock at the last step.
    public internal(set) var now: Timestamp
    /// The clock at the beginning.
    public let start: Timestamp

    public internal(set) var companies: [Company] = []
    public internal(set) var organizations: [Organization] = []
    public internal(set) var sites: [Site] = []
    public internal(set) var people: [Person] = []
    public internal(set) var devices: [Device] = []
    public internal(set) var alerts: [Alert] = []
    public internal(set) var tickets: [Ticket] = []
    public internal(set) var notes: [TicketNote] = []
    public internal(set) var timeEntries: [TimeEntry] = []
    public internal(set) var configurations: [Configuration] = []
    public internal(set) var agreements: [Agreement] = []
    public internal(set) var additions: [Addition] = []
    public internal(set) var products: [Product] = []
    public internal(set) var opportunities: [Opportunity] = []
    public internal(set) var lookups = Lookups()
    /// What was there and is gone, for vendors that list deletions, and for answering 404 rather than a stranger.
    public internal(set) var deleted: [Tombstone] = []
    /// Alerts that were cleared, for vendors that list them; those of a device that went are not among them.
    public internal(set) var cleared: [ClearedAlert] = []
    /// The next number of each kind; numbers are not used twice.
    var nextNumbers = Numbers()

    /// Makes a world.
    /// - Parameters:
    ///   - seed: Everything follows from it.
    ///   - devices: How many devices; the rest is in proportion (a client has about 40 of them).
    ///   - tickets: How many tickets; nil is two for three devices.
    ///   - start: The vendors' clock at the beginning.
    public init(seed: UInt64, devices: Int = 200, tickets: Int? = nil, start: Timestamp = Fleet.usualStart) {
        self.seed = seed
        self.start = start
        now = start
        var maker = FleetMaker(
            seed: seed, now: start, deviceCount: max(1, devices), ticketCount: tickets ?? devices * 2 / 3 + 4)
        maker.make(into: &self)
    }

    /// 2026-07-01T08:00:00Z.
    public static let usualStart = Timestamp(seconds: 1_782_892_800)
}

/// A thing that was deleted.
public struct Tombstone: Sendable, Hashable {
    public let kind: Kind
    public let number: Int
    /// Of a device, for vendors that know it by that.
    public let uid: String?
    public let deletedAt: Timestamp

    public enum Kind: String, Sendable, Hashable {
        case company, organization, site, person, device, ticket, configuration, alert
    }
}

/// The next free number of each kind.
struct Numbers: Sendable {
    var device = 1
    var alert = 1
    var ticket = 1
    var note = 1
    var timeEntry = 1
    var person = 1
    var configuration = 1
}
