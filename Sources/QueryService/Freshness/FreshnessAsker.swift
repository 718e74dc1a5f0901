import Access
import Foundation
import Postgres
import Sync

/// Has streams read again whose data is older than a reader wants, and waits for that as long as the reader does.
struct FreshnessAsker: Sendable {
    let freshness: FreshnessReader

    private var reader: PostgresClient { freshness.reader }

    /// How fresh the tables are in the end: it says `stale` where they are older than was wished.
    func freshness(_ wish: FreshnessWish, _ caller: Caller, tables: [String]) async throws -> Freshness {
        let oldest = try await now() - Int64(wish.maxAge) * 1_000_000
        let connections = try await freshness.connections(tenant: caller.tenantID, tables: tables)
        var runs: [UUID] = []
        for connection in connections {
            // What is blocked or paused waits for a person; what fails is tried again by its schedule.
            let old = connection.sources.filter { $0.isOlder(than: oldest) }.compactMap(\.stream)
            guard !old.isEmpty, connection.state == "active" else { continue }
            runs.append(try await ask(connection.id, old, caller))
        }
        try await RunWait(reader: reader, tenant: caller.tenantID).end(of: runs, within: wish.wait)
        let fresh = try await freshness.latest(tenant: caller.tenantID, tables: tables)
        return Freshness(sources: fresh.sources, oldestWanted: oldest)
    }

    /// By the clock that the streams' times are of, in microseconds.
    private func now() async throws -> Int64 {
        try await reader.query("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS now").only()
            .get("now")
    }

    /// A run of the streams: the one that is asked for already, or a new one. What a limited key sees is no matter of the
    /// run's, which it learns nothing of.
    private func ask(_ connection: UUID, _ streams: [String], _ caller: Caller) async throws -> UUID {
        try await CompanyLimit.lifted {
            try await reader.transaction(tenant: caller.tenantID) { session in
                try await RunQueue.refresh(
                    SyncRequest(
                        tenant: caller.tenantID, connection: .id(connection), streams: streams, trigger: .refresh),
                    in: session
                ).id
            }
        }
    }
}

extension Source {
    fileprivate func isOlder(than moment: Int64) -> Bool {
        isAvailable && (asOf.map { $0.microseconds < moment } ?? true)
    }
}

/// Waits until runs have ended.
struct RunWait: Sendable {
    /// Between two looks; whoever waits longer looks less often.
    private static let (first, last): (Duration, Duration) = (.milliseconds(50), .milliseconds(400))

    let reader: PostgresClient
    let tenant: UUID

    /// Returns when all of them have ended, or the seconds are over.
    func end(of runs: [UUID], within seconds: Int) async throws {
        let deadline = ContinuousClock.now + .seconds(seconds)
        var pause = Self.first
        while try await !haveEnded(runs), ContinuousClock.now < deadline {
            // A run's end is told to nobody: to listen would hold a connection for each caller that waits.
            try await Task.sleep(until: min(.now + pause, deadline), clock: .continuous)
            pause = min(pause * 2, Self.last)
        }
    }

    private func haveEnded(_ runs: [UUID]) async throws -> Bool {
        guard !runs.isEmpty else { return true }
        return try await CompanyLimit.lifted {
            try await reader.query(
                """
                SELECT FROM control.runs WHERE tenant_id = \(tenant) AND id = ANY(\(runs)::uuid[]) AND ended_at IS NULL
                """, tenant: tenant, readOnly: true
            ).isEmpty
        }
    }
}
