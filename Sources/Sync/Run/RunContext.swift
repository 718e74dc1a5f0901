import Connectors
import Foundation
import Inventory
import Logging
import Postgres

/// What the steps of one run share.
struct RunContext: Sendable {
    let client: PostgresClient
    let connection: ConnectionRow
    let lease: Lease
    let run: UUID
    let request: SyncRequest
    /// All that the connector declares, asked for or not.
    let declared: [StreamDescription]
    let options: SyncOptions
    let logger: Logger
    /// Asks the run to end after the page in hand.
    let stop: StopSignal
    let progress: @Sendable (SyncEvent) -> Void

    var tenant: UUID { connection.tenant }
    var streams: StreamStore { StreamStore(tenant: tenant, connection: connection.id) }
    var runs: RunStore { RunStore(tenant: tenant, connection: connection.id) }
    var breaker: BreakerStore { BreakerStore(tenant: tenant, connection: connection.id) }
    var holds: HoldStore { HoldStore(tenant: tenant, connection: connection.id) }

    func seen(_ stream: String) -> SeenStore { SeenStore(tenant: tenant, connection: connection.id, stream: stream) }

    func quarantine(_ stream: String) -> QuarantineStore {
        QuarantineStore(tenant: tenant, connection: connection.id, stream: stream)
    }

    /// One transaction that writes: its last statement proves that the lease is still ours.
    func commit<Result: Sendable>(
        _ body: (PostgresConnection) async throws -> Result
    ) async throws -> Result {
        try await client.retrying { client in
            try await client.transaction(tenant: tenant) { session in
                let result = try await body(session)
                try await lease.check(in: session)
                return result
            }
        }
    }

    /// The same, once, in a session that nobody else needs now, since the transaction may have to wait for another one. Nil
    /// where there is none.
    func commitSparing<Result: Sendable>(
        _ body: (PostgresConnection) async throws -> Result
    ) async throws -> Result? {
        try await client.sparingTransaction(tenant: tenant) { session in
            let result = try await body(session)
            try await lease.check(in: session)
            return result
        }
    }

    func append(_ changes: [ChangeRecord], in session: PostgresConnection) async throws {
        try await ChangeLog.append(changes, tenant: tenant, connection: connection.id, run: run, in: session)
    }
}
