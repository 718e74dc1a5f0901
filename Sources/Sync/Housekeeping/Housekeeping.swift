public import Foundation
import Inventory
public import Postgres

/// Removes what a tenant no longer keeps: former versions, the beginning of the change feed, resolved alerts, ended
/// runs with what they were held for, samples of the drift, and records that were set aside and have loaded since. How long each is kept is the tenant's to set
/// (`control.retention`).
///
/// It works as the worker, under the tenant's row-level security, and in batches of a bounded number of rows, so that
/// no transaction is long and a stop loses nothing.
public struct Housekeeping: Sendable {
    /// How often a tenant has its turn.
    public static let period: Duration = .seconds(86_400)
    /// When it has its turn again where a connection was being synced.
    static let soon: Duration = .seconds(3_600)

    let worker: PostgresClient
    /// The most rows that one transaction removes.
    let batch: Int

    /// - Parameter worker: the database as the role that writes.
    public init(worker: PostgresClient, batch: Int = 5_000) {
        self.worker = worker
        self.batch = max(1, batch)
    }

    /// Does the work of one tenant whose last turn is longer ago than ``period``; nil when there is none. Any number of
    /// workers may call it at any time: no two get the same tenant.
    public func runDue() async throws -> HousekeepingReport? {
        let claim = try await worker.query(
            "SELECT control.claim_housekeeping(\(Self.period.interval)::interval) AS tenant")
        guard let tenant = try claim.first?.optional("tenant", as: UUID.self) else { return nil }
        return try await run(tenant: tenant)
    }

    /// Does one tenant's work, whenever it was done last. What a connection that is being synced has to give up waits
    /// for the next turn, which then comes in an hour.
    public func run(tenant: UUID) async throws -> HousekeepingReport {
        let limits = try await RetentionLimits.read(tenant: tenant, worker)
        var report = HousekeepingReport(tenant: tenant)
        report.history = try await forgetHistory(tenant, before: limits.history)
        report.changes = try await shortenFeed(tenant, before: limits.changes)
        (report.alerts, report.busyConnections) = try await AlertExpiry(worker: worker, tenant: tenant, batch: batch)
            .run(limits.resolvedAlerts)
        report.runs = try await forgetRuns(tenant, before: limits.runs)
        report.drift = try await forgetDrift(tenant, before: limits.runs)
        report.holds = try await forget("holds", endedBy: "ended_at", tenant, before: limits.runs)
        report.quarantine = try await forget(
            "quarantine", endedBy: "resolved_at", tenant, before: limits.quarantine)
        if report.busyConnections > 0 { try await comeBackSoon(tenant) }
        return report
    }

    private func comeBackSoon(_ tenant: UUID) async throws {
        try await worker.query(
            """
            UPDATE control.retention SET last_run_at = clock_timestamp() - \(Self.period.interval)::interval
                + \(Self.soon.interval)::interval
            WHERE tenant_id = \(tenant)
            """, tenant: tenant, readOnly: false)
    }

    /// Runs a statement that removes at most a batch until it finds no more.
    private func drain(_ tenant: UUID, _ statement: SQL) async throws -> Int {
        var total = 0
        while true {
            try Task.checkCancellation()
            let removed = try await worker.query(statement, tenant: tenant, readOnly: false).affected
            total += removed
            if removed < batch { return total }
        }
    }
}

/// Each kind by itself.
extension Housekeeping {
    /// First it is said since when history is whole, so that nobody is answered from half of it.
    private func forgetHistory(_ tenant: UUID, before limit: String) async throws -> Int {
        try await worker.query(
            """
            INSERT INTO inventory.history_kept AS k (tenant_id, since) VALUES (\(tenant), \(limit)::timestamptz)
            ON CONFLICT (tenant_id) DO UPDATE SET since = excluded.since WHERE k.since < excluded.since
            """, tenant: tenant, readOnly: false)
        let entities = Entities.all.filter(\.hasHistory).map(\.name)
        return try await drain(
            tenant,
            """
            DELETE FROM inventory.history WHERE tenant_id = \(tenant) AND (entity, id, valid_to) IN (
                SELECT entity, id, valid_to FROM inventory.history
                WHERE tenant_id = \(tenant) AND entity = ANY (\(entities)::text[])
                    AND valid_to <= \(limit)::timestamptz LIMIT \(batch))
            """)
    }

    /// The oldest numbers go, in order, so that the feed never has a hole; the newest stays, so that a reader can tell
    /// a feed that was shortened from one that never was.
    private func shortenFeed(_ tenant: UUID, before limit: String) async throws -> Int {
        let row = try await worker.query(
            """
            SELECT least((SELECT min(sequence) FROM inventory.changes
                    WHERE tenant_id = \(tenant) AND changed_at >= \(limit)::timestamptz),
                (SELECT max(sequence) FROM inventory.changes WHERE tenant_id = \(tenant))) AS first
            """, tenant: tenant
        ).only()
        guard let first = try row.optional("first", as: Int.self) else { return 0 }
        return try await drain(
            tenant,
            """
            DELETE FROM inventory.changes WHERE tenant_id = \(tenant) AND sequence < least(\(first)::bigint, \(batch)::bigint
                + (SELECT min(sequence) FROM inventory.changes WHERE tenant_id = \(tenant)))
            """)
    }

    /// Ended runs with what their streams did; each connection's newest stays, however old, and one that met what still
    /// waits for a person.
    private func forgetRuns(_ tenant: UUID, before limit: String) async throws -> Int {
        try await drain(
            tenant,
            """
            DELETE FROM control.runs WHERE tenant_id = \(tenant) AND id IN (
                SELECT id FROM control.runs r WHERE tenant_id = \(tenant) AND ended_at < \(limit)::timestamptz
                    AND EXISTS (SELECT FROM control.runs n WHERE n.tenant_id = \(tenant)
                        AND n.connection_id = r.connection_id AND n.created_at > r.created_at)
                    AND NOT EXISTS (SELECT FROM control.holds h WHERE h.tenant_id = \(tenant)
                        AND h.run_id = r.id AND h.ended_at IS NULL)
                LIMIT \(batch))
            """)
    }

    /// What samples found; each stream's newest stays, since the next goes on where it ended.
    private func forgetDrift(_ tenant: UUID, before limit: String) async throws -> Int {
        try await drain(
            tenant,
            """
            DELETE FROM control.drift WHERE tenant_id = \(tenant) AND (connection_id, stream, day) IN (
                SELECT connection_id, stream, day FROM control.drift d
                WHERE tenant_id = \(tenant) AND day < \(limit)::timestamptz::date
                    AND EXISTS (SELECT FROM control.drift n WHERE n.tenant_id = \(tenant)
                        AND n.connection_id = d.connection_id AND n.stream = d.stream AND n.day > d.day)
                LIMIT \(batch))
            """)
    }

    /// What a person, or a later sync, is done with: of a control table, by the column that says since when.
    private func forget(
        _ table: String, endedBy column: String, _ tenant: UUID, before limit: String
    ) async throws -> Int {
        let (table, column) = ("control.\(table)", RowSQL.quoted(column))
        return try await drain(
            tenant,
            """
            DELETE FROM \(raw: table) WHERE tenant_id = \(tenant) AND id IN (
                SELECT id FROM \(raw: table)
                WHERE tenant_id = \(tenant) AND \(raw: column) < \(limit)::timestamptz LIMIT \(batch))
            """)
    }
}
