public import Foundation

/// What is to be synced now.
public struct SyncRequest: Sendable {
    /// Who asked, as `control.runs` keeps it.
    public enum Trigger: String, Sendable, Hashable { case command, api, schedule, refresh }

    /// A connection by its id or by the name that the tenant gave it.
    public enum Selector: Sendable, Hashable {
        case id(UUID)
        case name(String)
    }

    public var tenant: UUID
    public var connection: Selector
    /// The streams to read; nil: all.
    public var streams: [String]?
    /// Of all streams, only those that are due by their schedule, with what they need.
    public var isDueOnly: Bool
    /// Reads everything, whatever was read before.
    public var isFull: Bool
    public var trigger: Trigger
    /// Whether to wait for another run of the connection to end, or to fail with ``SyncError/leaseHeld(owner:)``.
    public var waitsForLease: Bool
    /// A run that was queued before and is begun now, in place of a new one.
    public var queuedRun: UUID?
    /// A person has looked at what the brake held, and it may be done this time.
    public var releasesBrake: Bool
    /// Of the streams only the record with this id of the vendor's; nil: all of them.
    public var record: String?

    public init(
        tenant: UUID, connection: Selector, streams: [String]? = nil, isDueOnly: Bool = false, isFull: Bool = false,
        trigger: Trigger = .command, waitsForLease: Bool = true, queuedRun: UUID? = nil, releasesBrake: Bool = false,
        record: String? = nil
    ) {
        self.tenant = tenant
        self.connection = connection
        self.streams = streams
        self.isDueOnly = isDueOnly
        self.isFull = isFull
        self.trigger = trigger
        self.waitsForLease = waitsForLease
        self.queuedRun = queuedRun
        self.releasesBrake = releasesBrake
        self.record = record
    }
}

/// A connection as a run needs it.
public struct ConnectionRow: Sendable, Hashable {
    public let tenant: UUID
    public let id: UUID
    public let vendor: String
    public let name: String
    public let baseURL: String
    public let settings: [String: String]
    public let state: ConnectionState
}
