import Connectors
import Foundation
import Inventory
import Logging
import Postgres
import Synchronization
import TestSupport

@testable import Sync

/// A database with one connection to a scripted vendor.
struct Fixture: Sendable {
    let database: TestDatabase
    let tenant: UUID
    let connection: UUID
    let script: Script
    var options = SyncOptions(owner: "the test")

    @discardableResult
    static func with<Result>(
        _ streams: [Script.Stream], _ body: (Fixture) async throws -> Result
    ) async throws -> Result {
        try await TestDatabase.with { database in
            let (tenant, connection) = try await database.tenant(vendor: "scripted")
            var fixture = Fixture(
                database: database, tenant: tenant, connection: connection, script: Script(streams))
            fixture.options.retryDelay = .zero
            // The pages of a test are stored one by one.
            fixture.options.joinedRows = 0
            fixture.options.leasePoll = .milliseconds(20)
            return try await body(fixture)
        }
    }

    var engine: SyncEngine {
        let script = script
        return SyncEngine(
            worker: database.worker,
            connect: { (_) throws(ConnectorError) in ScriptedConnector(script) }, options: options)
    }

    @discardableResult
    func sync(
        _ streams: [String]? = nil, isFull: Bool = false, waits: Bool = true, releasesBrake: Bool = false,
        progress: @escaping @Sendable (SyncEvent) -> Void = { _ in }
    ) async throws -> RunReport {
        try await Script.$current.withValue(script) {
            try await engine.run(
                SyncRequest(
                    tenant: tenant, connection: .id(connection), streams: streams, isFull: isFull,
                    waitsForLease: waits, releasesBrake: releasesBrake), progress: progress)
        }
    }

    /// One text column of a view by external id.
    func column(_ column: String, of view: String) async throws -> [String: String?] {
        let rows = try await database.owner.query(
            """
            SELECT external_id, \(identifier: column)::text AS value FROM \(raw: view) WHERE tenant_id = \(tenant)
            """)
        return Dictionary(uniqueKeysWithValues: rows.map { ($0["external_id"] ?? "", $0["value"]) })
    }

    func names(_ entity: String = "organizations") async throws -> [String: String?] {
        try await column(entity == "devices" ? "hostname" : "name", of: "live.\(entity)")
    }

    func count(_ sql: SQL) async throws -> Int {
        try await database.owner.query("SELECT count(*) AS count FROM (\(sql)) q").only().get("count")
    }

    func streamState(_ name: String = "organizations") async throws -> (state: String, reason: String?) {
        let row = try await database.owner.query(
            "SELECT state, state_reason FROM control.streams WHERE tenant_id = \(tenant) AND stream = \(name)"
        ).only()
        return (try row.get("state"), row["state_reason"])
    }

    /// The change feed, oldest first: entity, external id, operation.
    func changes() async throws -> [String] {
        try await database.owner.query(
            "SELECT * FROM inventory.changes WHERE tenant_id = \(tenant) ORDER BY sequence"
        ).map { "\($0["entity"] ?? "") \($0["external_id"] ?? "-") \($0["operation"] ?? "")" }
    }

    /// The rows that were written in `inventory` so far, by the server's own count.
    func written() async throws -> Int {
        try await tellStatistics(sessions: TestDatabase.connections)
        return try await database.owner.withConnection { session in
            try await session.query("SELECT pg_stat_force_next_flush()")
            try await session.query("SELECT pg_stat_clear_snapshot()")
            return try await session.query(
                """
                SELECT sum(n_tup_ins + n_tup_upd + n_tup_del)::bigint AS rows FROM pg_stat_user_tables
                WHERE schemaname = 'inventory'
                """
            ).only().get("rows")
        }
    }
}

extension Fixture {
    /// Has every session of the worker's pool tell what it has counted, which it would else do in its own time: all of
    /// them are held at once, so that none is left out.
    private func tellStatistics(sessions: Int) async throws {
        guard sessions > 0 else { return }
        try await database.worker.withConnection { session in
            try await session.query("SELECT pg_stat_force_next_flush()")
            try await tellStatistics(sessions: sessions - 1)
        }
    }
}

/// Collects what a run tells.
final class Events: Sendable {
    private let events = Mutex<[SyncEvent]>([])
    func add(_ event: SyncEvent) { events.withLock { $0.append(event) } }
    /// The owners that were waited for.
    var waits: [String] {
        events.withLock { $0 }.compactMap { event in
            if case .waiting(let owner) = event { owner } else { nil }
        }
    }
}
