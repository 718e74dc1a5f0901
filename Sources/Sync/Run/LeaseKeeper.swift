import Foundation
import Postgres

/// Gets a connection's lease, and keeps it while the work goes on.
struct LeaseKeeper: Sendable {
    let client: PostgresClient
    let options: SyncOptions

    /// Takes the lease; waits for its holder or, where the request does not want to, throws.
    func take(
        _ connection: ConnectionRow, waits: Bool, progress: @Sendable (SyncEvent) -> Void
    ) async throws -> Lease {
        var isTold = false
        while true {
            let (lease, owner) = try await client.retrying { client in
                try await client.transaction(tenant: connection.tenant) { session in
                    let lease = try await Lease.take(
                        tenant: connection.tenant, connection: connection.id, owner: options.owner,
                        duration: options.leaseDuration, in: session)
                    if let lease { return (Lease?.some(lease), String?.none) }
                    return (
                        nil, try await Lease.owner(tenant: connection.tenant, connection: connection.id, in: session)
                    )
                }
            }
            if let lease { return lease }
            // Between the two questions it may have been let go: then simply ask again.
            if let owner {
                guard waits else { throw SyncError.leaseHeld(owner: owner) }
                if !isTold { progress(.waiting(owner: owner)) }
                isTold = true
            }
            try await Task.sleep(for: options.leasePoll)
        }
    }

    /// Renews the lease until cancelled. Throws ``SyncError/leaseLost`` when it has ended.
    func keep(_ lease: Lease) async throws {
        let start = ContinuousClock.now
        func now() -> Duration { ContinuousClock.now - start }
        var clock = LeaseClock(duration: options.leaseDuration, renewal: options.leaseRenewal, at: now())
        while true {
            switch clock.step(at: now()) {
            case .wait(let pause): try await Task.sleep(for: pause)
            case .giveUp: throw SyncError.leaseLost
            case .renew:
                let sent = now()
                do {
                    guard try await renew(lease) else { throw SyncError.leaseLost }
                    clock.renewed(at: sent)
                } catch let error as PostgresError where error.code != .cancelled {
                    clock.failed(at: now())
                }
            }
        }
    }

    private func renew(_ lease: Lease) async throws -> Bool {
        try await client.transaction(tenant: lease.tenant) { session in
            try await lease.renew(for: options.leaseDuration, in: session)
        }
    }

    /// Lets the lease go when the body is through, however that ends. `wakes`: when the connection has more to do, the
    /// workers are told.
    func releasing<Result>(
        _ lease: Lease, wakes: @escaping @Sendable () -> Bool = { true }, _ body: () async throws -> Result
    ) async throws -> Result {
        do {
            let result = try await body()
            await release(lease, wakes: wakes())
            return result
        } catch {
            await release(lease, wakes: wakes())
            throw error
        }
    }

    /// Lets it go, even while being stopped; a lease that cannot be let go ends by itself.
    private func release(_ lease: Lease, wakes: Bool) async {
        try? await uncancelled {
            try await client.retrying { client in
                try await client.transaction(tenant: lease.tenant) { session in
                    try await lease.release(in: session)
                    if wakes, try await lease.isAwaited(in: session) { try await RunQueue.wake(in: session) }
                }
            }
        }
    }
}
