import Foundation

/// A connection that a worker has taken: its lease, and what is to be run.
struct Claim: Sendable, Hashable {
    let lease: Lease
    /// The queued run that it was taken for; nil: its schedule's.
    let run: UUID?
    /// How long it had waited for a worker, by the database's clock.
    let waited: Duration

    var tenant: UUID { lease.tenant }
    var connection: UUID { lease.connection }
}
