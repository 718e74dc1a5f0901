import Foundation
import Postgres

/// Takes what is to be run, across all tenants.
struct ClaimStore: Sendable {
    let client: PostgresClient
    /// Who takes it, and for how long unless it is renewed.
    let options: SyncOptions

    /// Up to `maximum` connections with their leases; see `control.claim_connections`.
    func claim(maximum: Int, busy: [UUID], share: Int) async throws -> [Claim] {
        let rows = try await client.query(
            """
            SELECT tenant_id, connection_id, token, run_id, (extract(epoch FROM waited) * 1000000)::bigint AS waited
            FROM control.claim_connections(\(options.owner), \(options.leaseDuration.interval)::interval, \(maximum),
                \(busy)::uuid[], \(share))
            """)
        return try rows.map { row in
            let lease = Lease(
                tenant: try row.get("tenant_id"), connection: try row.get("connection_id"), token: try row.get("token"))
            return Claim(
                lease: lease, run: try row.optional("run_id"),
                waited: .microseconds(try row.get("waited", as: Int64.self)))
        }
    }

    /// How long until something is due that is not yet; nil: nothing will be.
    func nextDue() async throws -> Duration? {
        let row = try await client.query("SELECT control.seconds_to_next_due() AS seconds").only()
        return try row.optional("seconds", as: Double.self).map { .seconds(max(0, $0)) }
    }
}
