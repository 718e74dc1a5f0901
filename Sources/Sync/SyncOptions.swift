public import Inventory
import Foundation

/// How the engine works, with what holds unless somebody says otherwise.
public struct SyncOptions: Sendable {
    /// Streams of one connection that are read at once.
    public var streams = 3
    /// How long a lease lasts without being renewed.
    public var leaseDuration: Duration = .seconds(60)
    /// How often it is renewed.
    public var leaseRenewal: Duration = .seconds(15)
    /// How often a run that waits for a lease looks again.
    public var leasePoll: Duration = .seconds(1)
    /// How long an unfinished read may be gone on with; older ones start again.
    public var checkpointAge: Duration = .seconds(86_400)
    /// The first wait before a page is asked for again; it doubles.
    public var retryDelay: Duration = .seconds(1)
    /// Pages of narrow rows that follow each other within ``joiningTime`` are stored as one, until it has so many rows.
    public var joinedRows = 20_000
    public var joiningTime: Duration = .milliseconds(100)
    /// Our clock, for measuring how far the vendor's is from it.
    public var now: @Sendable () -> Timestamp = { Timestamp(seconds: Date().timeIntervalSince1970) }
    /// Who we are, as others that wait for the lease are told.
    public var owner: String

    public init(owner: String = "this program") { self.owner = owner }
}
