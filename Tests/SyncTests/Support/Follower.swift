import Foundation
import Inventory
import Postgres
import TestSupport

@testable import Sync

/// A reader of the change feed that asks again and again for what comes after the last number it has seen.
struct Follower: Sendable {
    private let fixture: Fixture
    private(set) var after = 0

    init(_ fixture: Fixture) { self.fixture = fixture }

    /// The next numbers with what they tell of, some at a time as a page does.
    mutating func poll() async throws -> [String] {
        let rows = try await fixture.database.reader.query(
            """
            SELECT sequence, external_id FROM inventory.changes
            WHERE tenant_id = \(fixture.tenant) AND sequence > \(after) ORDER BY sequence LIMIT 5
            """, tenant: fixture.tenant)
        if let last = rows.last { after = try last.get("sequence") }
        return rows.map { "\($0["sequence"] ?? "") \($0["external_id"] ?? "")" }
    }

    /// All that there is by now.
    mutating func numbers() async throws -> [Int] {
        var numbers: [Int] = []
        while true {
            let page = try await poll()
            numbers += page.compactMap { $0.split(separator: " ").first.flatMap { Int($0) } }
            if page.count < 5 { return numbers }
        }
    }
}

extension Fixture {
    /// One transaction that writes to the feed, and does not end before `body` does.
    func append(_ name: String, count: Int = 1, _ body: () async throws -> Void) async throws {
        let records = (0..<count).map { _ in
            ChangeRecord(entity: "organizations", externalID: name, operation: .updated)
        }
        try await database.worker.transaction(tenant: tenant) { session in
            try await ChangeLog.append(records, tenant: tenant, connection: connection, run: UUID(), in: session)
            try await body()
        }
    }

    /// Comes back when some session waits for a lock.
    func untilSomebodyWaits() async throws {
        let waiting: SQL = """
            SELECT 1 FROM pg_stat_activity, pg_sleep(0.01)
            WHERE datname = current_database() AND wait_event_type = 'Lock'
            """
        while try await count(waiting) == 0 {}
    }

    /// What the feed tells of each row: "sequence operation", column, and its old and new value as JSON.
    func told() async throws -> [String: [String: [String]]] {
        let rows = try await database.owner.query(
            """
            SELECT c.sequence, c.operation, f.key, (f.value -> 0)::text AS old, (f.value -> 1)::text AS new
            FROM inventory.changes c, jsonb_each(c.changed_fields) f
            WHERE c.tenant_id = \(tenant) AND c.id IS NOT NULL
            """)
        var told: [String: [String: [String]]] = [:]
        for row in rows {
            told["\(row["sequence"] ?? "") \(row["operation"] ?? "")", default: [:]][row["key"] ?? ""] = [
                row["old"] ?? "", row["new"] ?? "",
            ]
        }
        return told
    }
}

/// The tables as a reader of the change feed has made them: a snapshot, and the feed applied to it.
struct Replay {
    /// Entity and id, to column, to value as JSON.
    private(set) var rows: [String: [String: String]] = [:]
    private(set) var after: Int
    /// Records that tell of another past than what was there.
    private(set) var wrong: [String] = []

    var devices: [String: [String: String]] { rows.filter { $0.key.hasPrefix("devices") } }

    /// What the tables hold now, and up to which number of the feed.
    init(of fixture: Fixture) async throws {
        after = try await fixture.database.owner.query(
            "SELECT coalesce(max(sequence), 0) AS after FROM inventory.changes WHERE tenant_id = \(fixture.tenant)"
        ).only().get("after")
        for (entity, table) in [("organizations", "organization_facts"), ("devices", "device_facts")] {
            let cells = try await fixture.database.owner.query(
                """
                SELECT f.id, c.key, c.value::text AS value FROM inventory.\(identifier: table) f,
                    jsonb_each(\(raw: ChangeSQL.facts("f"))) c
                WHERE f.tenant_id = \(fixture.tenant) AND f.deleted_at IS NULL AND c.value <> 'null'
                """)
            for cell in cells { rows["\(entity) \(cell["id"] ?? "")", default: [:]][cell["key"] ?? ""] = cell["value"] }
        }
    }

    /// Applies what the feed has told since.
    mutating func follow(_ fixture: Fixture) async throws {
        let records = try await fixture.database.owner.query(
            """
            SELECT c.sequence, c.entity, c.id, c.operation, f.key, f.value ->> 0 AS was, (f.value -> 0)::text AS old,
                (f.value -> 1)::text AS new
            FROM inventory.changes c LEFT JOIN jsonb_each(c.changed_fields) f ON true
            WHERE c.tenant_id = \(fixture.tenant) AND c.sequence > \(after) AND c.id IS NOT NULL
            ORDER BY c.sequence
            """)
        for record in records { apply(record) }
    }

    private mutating func apply(_ record: Row) {
        let thing = "\(record["entity"] ?? "") \(record["id"] ?? "")"
        let column = record["key"] ?? ""
        after = record["sequence"].flatMap { Int($0) } ?? after
        // What a row was when it went is told when it comes back, and is not there any more.
        if record["operation"] != "restored", !column.isEmpty, (rows[thing]?[column] ?? "null") != record["old"] {
            wrong.append("\(after) \(thing) \(column)")
        }
        guard !column.isEmpty else { return }
        rows[thing, default: [:]][column] = record["new"] == "null" ? nil : record["new"]
        if record["operation"] == "deleted", rows[thing]?.isEmpty == true { rows[thing] = nil }
    }
}
