import Foundation
import Inventory
import Postgres
import TestSupport
import VendorSimulator

/// What must hold after whatever befell the workers.
struct ProcessFindings: Sendable {
    let world: ProcessWorld
    private var owner: PostgresClient { world.owner }

    init(_ world: ProcessWorld) { self.world = world }

    func judge() async throws {
        try await oneOwner()
        try await noStaleWrite()
        for vendor in world.world.vendors.connections.map(\.vendor) {
            for entity in world.history.entities(vendor).compactMap(Entities.named) where entity.storage == .rows {
                try await deletedOnProof(entity, vendor)
                if entity.hasBrake { try await noFresherThanTrue(entity, vendor) }
            }
        }
        let tenant: UUID = try await owner.query("SELECT id FROM control.tenants").only().get("id")
        try await FeedReplay(tenant: tenant, owner: owner, entities: Entities.all, hasUnseen: true).judge()
    }

    /// No run of a connection began before the one before had ended. A queued one that was begun again is left out: its
    /// beginning is the first.
    private func oneOwner() async throws {
        try await nobody(
            """
            SELECT id::text AS found FROM (
                SELECT id, started_at < lag(ended_at) OVER (PARTITION BY connection_id ORDER BY started_at) AS is_early
                FROM control.runs WHERE attempts <= 1 AND started_at IS NOT NULL) r
            WHERE is_early
            """, "runs began before the one before had ended")
    }

    /// What a run did stands together in the feed: who was overtaken adds nothing any more. And its figures stand still.
    private func noStaleWrite() async throws {
        try await nobody(
            """
            SELECT run_id::text AS found FROM (
                SELECT c.run_id, c.run_id IS DISTINCT FROM lag(c.run_id)
                    OVER (PARTITION BY c.connection_id ORDER BY c.sequence) AS is_first
                FROM inventory.changes c WHERE c.run_id IS NOT NULL) b
            JOIN control.runs r ON r.id = b.run_id
            WHERE b.is_first AND r.queued_at IS NULL GROUP BY b.run_id HAVING count(*) > 1
            """, "runs went on writing when another had begun")
        try await nobody(
            """
            SELECT r.id || ' ' || s.stream AS found FROM control.runs r
            JOIN control.run_streams s ON s.tenant_id = r.tenant_id AND s.run_id = r.id
            WHERE r.state = 'abandoned' AND (s.state IN ('queued', 'running') OR s.ended_at > r.ended_at)
            """, "runs that were given up went on")
    }

    /// What is deleted was away from its vendor, while we had it.
    private func deletedOnProof(_ entity: EntityDescription, _ vendor: String) async throws {
        let rows = try await owner.query(
            """
            SELECT external_id, \(raw: Self.micros("first_synced_at")) AS since, \(raw: Self.micros("deleted_at")) AS gone
            FROM inventory.\(raw: entity.name)
            WHERE deleted_at IS NOT NULL AND connection_id = (SELECT id FROM control.connections WHERE name = \(vendor))
            """)
        for row in rows {
            let id = row["external_id"] ?? ""
            let wasAway = world.history.wasAway(
                id, entity.name, of: vendor, from: try row.get("since"), to: try row.get("gone"))
            try Violation.unless(wasAway, "\(vendor): \(entity.singular) \(id) was deleted and never gone")
        }
    }

    /// What was there before the moment that the streams say they are as of, and is there still, shows.
    private func noFresherThanTrue(_ entity: EntityDescription, _ vendor: String) async throws {
        let row = try await owner.query(
            """
            SELECT CASE WHEN count(*) = count(as_of) THEN \(raw: Self.micros("min(as_of)")) END AS as_of
            FROM control.streams
            WHERE entity = \(entity.name) AND connection_id = (SELECT id FROM control.connections WHERE name = \(vendor))
            """
        ).only()
        guard let asOf = try row.optional("as_of", as: Int64.self) else { return }
        let found = try await owner.query(
            """
            SELECT external_id FROM live.\(raw: entity.name)
            WHERE connection_id = (SELECT id FROM control.connections WHERE name = \(vendor))
            """)
        let missing = world.history.lasting(entity.name, of: vendor, since: asOf)
            .subtracting(found.compactMap { $0["external_id"] })
        try Violation.unless(
            missing.isEmpty, "\(vendor): \(entity.name) \(missing.sorted().prefix(5)) are missing as of then")
    }

    /// The workers have gone, and have left nothing in hand.
    func nothingIsLeft() async throws {
        try await nobody(
            "SELECT owner AS found FROM control.leases WHERE expires_at > clock_timestamp()", "leases are held")
        try await nobody(
            "SELECT id::text AS found FROM control.runs WHERE state IN ('queued', 'running')", "runs are not ended")
        try await nobody(
            "SELECT run_id || ' ' || stream AS found FROM control.run_streams WHERE state IN ('queued', 'running')",
            "streams of runs are not ended")
        try await nobody(
            """
            SELECT query AS found FROM pg_stat_activity
            WHERE datname = current_database() AND state <> 'idle' AND pid <> pg_backend_pid()
                AND backend_type = 'client backend'
            """, "sessions are at work")
    }

    private func nobody(_ sql: SQL, _ words: String) async throws {
        let rows = try await owner.query(sql)
        try Violation.unless(rows.isEmpty, "\(words): \(rows.prefix(4).map { $0["found"] ?? "" })")
    }

    private static func micros(_ moment: String) -> String { "(extract(epoch FROM \(moment)) * 1000000)::bigint" }
}
