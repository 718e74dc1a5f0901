public import Foundation

/// What a tenant's housekeeping removed, in rows.
public struct HousekeepingReport: Sendable, Hashable, Codable {
    public let tenant: UUID
    /// Former versions of rows.
    public var history = 0
    /// Records of the change feed.
    public var changes = 0
    /// Resolved alerts that were marked deleted.
    public var alerts = 0
    /// Connections whose alerts wait for the next turn, since they were being synced.
    public var busyConnections = 0
    /// Ended runs.
    public var runs = 0
    /// Days of samples that measured the drift.
    public var drift = 0
    /// What the brake held, once decided and no longer in force.
    public var holds = 0
    /// Records set aside that have loaded since.
    public var quarantine = 0
}
