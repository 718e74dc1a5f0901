import Foundation
import Inventory
import Postgres
import TestSupport
import Testing

@testable import Sync

/// The functions that ask the past, as the database has them.
@Suite(.serialized, .timeLimit(.minutes(1))) struct HistoryFunctionTests {
    @Test func everyRememberedTableHasItsTriggersAndItsFunction() async throws {
        try await TestDatabase.with { database in
            let triggers = try await database.owner.query(
                """
                SELECT DISTINCT c.relname AS table FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
                WHERE t.tgname IN ('keep_history', 'erase_history', 'advance_change')
                GROUP BY c.relname HAVING count(*) = 3 ORDER BY 1
                """
            ).compactMap { $0["table"] }
            #expect(triggers == Fixture.remembered.map { "\($0.singular)_facts" }.sorted())
            let functions = try await database.owner.query(
                "SELECT proname FROM pg_proc WHERE proretset AND proname LIKE '%\\_as\\_of' ORDER BY 1"
            ).compactMap { $0["proname"] }
            #expect(functions == Fixture.remembered.map { "\($0.name)_as_of" }.sorted())
        }
    }

    /// A migration to come adds a column: what was kept before has none of it, what is kept afterwards has.
    @Test func aColumnThatIsAddedLaterIsNullBefore() async throws {
        try await Fixture.with([Make.devices([Make.device("1", hostname: "a")], after: [])]) { fixture in
            let owner = fixture.database.owner
            try await fixture.sync()
            let old = try await fixture.moment()
            fixture.script.set("devices", [Make.device("1", hostname: "b")])
            try await fixture.sync()
            try await owner.query("ALTER TABLE inventory.device_facts ADD COLUMN colour text")
            #expect(try await fixture.devices("hostname", asOf: old) == ["1": "a"])
            try await Self.addColourToTheView(owner)
            try await owner.query("SELECT inventory.define_as_of('devices', 'device_facts')")
            try await owner.query("UPDATE inventory.device_facts SET colour = 'red'")
            let red = try await fixture.moment()
            try await owner.query("UPDATE inventory.device_facts SET colour = 'blue'")
            #expect(try await fixture.devices("hostname", asOf: old) == ["1": "a"])
            #expect(try await fixture.devices("colour", asOf: old) == ["1": nil])
            #expect(try await fixture.devices("colour", asOf: red) == ["1": "red"])
            #expect(try await fixture.devices("colour", asOf: try await fixture.moment()) == ["1": "blue"])
        }
    }

    private static func addColourToTheView(_ owner: PostgresClient) async throws {
        let definition: String = try await owner.query(
            "SELECT rtrim(pg_get_viewdef('inventory.devices'::regclass), '; ') AS definition"
        ).only().get("definition")
        try await owner.query(
            """
            CREATE OR REPLACE VIEW inventory.devices WITH (security_invoker) AS SELECT v.*, c.colour
            FROM (\(raw: definition)) v
            JOIN inventory.device_facts c ON c.tenant_id = v.tenant_id AND c.id = v.id
            """)
    }

    /// The function is part of the statement that calls it: a condition on the id reaches the keys.
    @Test(arguments: Fixture.remembered.map(\.name)) func oneThingsPastIsReadByItsKey(table: String) async throws {
        try await TestDatabase.with { database in
            let (tenant, connection) = try await database.tenant()
            let entity = try #require(Entities.named(table))
            let facts: SQL = "inventory.\(identifier: entity.singular + "_facts")"
            try await database.owner.query(
                """
                INSERT INTO \(facts) (tenant_id, connection_id, external_id)
                SELECT \(tenant), \(connection), n FROM generate_series(1, 2000) n
                """)
            // Half of the rows have changed since the moment, and all of them before.
            try await database.owner.query("UPDATE \(facts) SET source_updated_at = now()")
            let moment: String = try await database.owner.query("SELECT clock_timestamp()::text AS now").only().get(
                "now")
            try await database.owner.query(
                "UPDATE \(facts) SET source_updated_at = NULL WHERE external_id::integer % 2 = 0")
            for name in [facts, "inventory.history"] { try await database.owner.query("ANALYZE \(name)") }
            let plan = try await database.reader.query(
                """
                EXPLAIN SELECT * FROM inventory.\(identifier: table + "_as_of")(\(moment)::timestamptz)
                WHERE tenant_id = \(tenant) AND id = \(tenant)
                """, tenant: tenant
            ).compactMap { $0[0] }.joined(separator: "\n")
            #expect(plan.contains("history_pkey"), "\(plan)")
            #expect(plan.contains("facts_pkey"), "\(plan)")
            #expect(!plan.contains("\(table)_as_of"), "\(plan)")
        }
    }

    @Test func whatIsNoLongerKeptIsAnErrorAndNotHalfAnAnswer() async throws {
        try await Fixture.with([Make.devices([Make.device("1")], after: [])]) { fixture in
            try await fixture.sync()
            let moment = try await fixture.moment()
            #expect(try await fixture.devices("hostname", asOf: moment) == ["1": "host-1"])
            try await fixture.database.worker.query(
                "INSERT INTO inventory.history_kept VALUES (\(fixture.tenant), clock_timestamp())",
                tenant: fixture.tenant, readOnly: false)
            let error = await #expect(throws: PostgresError.self) {
                try await fixture.devices("hostname", asOf: moment)
            }
            #expect(error?.message.contains("history is kept since") == true, "\(error as Any)")
            #expect(try await fixture.devices("hostname", asOf: try await fixture.moment()) == ["1": "host-1"])
        }
    }

    /// Of a tenant that was there before history was kept, nothing is known of the time before.
    @Test func anOlderDatabasesPastBeginsWithItsMigration() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = try FileManager.default.contentsOfDirectory(atPath: TestDatabase.migrations)
        for file in files where file < "0005" {
            try FileManager.default.copyItem(
                atPath: "\(TestDatabase.migrations)/\(file)", toPath: folder.appendingPathComponent(file).path)
        }
        try await TestDatabase.withEmpty { database in
            let owner = database.owner
            try await Migrator(files: folder.path, rolePrefix: database.rolePrefix).migrate(owner)
            let (tenant, connection) = try await database.tenant()
            try await owner.query(
                """
                INSERT INTO inventory.device_facts (tenant_id, connection_id, external_id, hostname)
                VALUES (\(tenant), \(connection), '1', 'a')
                """)
            let old: String = try await owner.query("SELECT clock_timestamp()::text AS now").only().get("now")
            try await owner.query("UPDATE inventory.device_facts SET hostname = 'b'")
            try await Migrator(files: TestDatabase.migrations, rolePrefix: database.rolePrefix).migrate(owner)
            await #expect(throws: PostgresError.self) {
                try await owner.query("SELECT * FROM inventory.devices_as_of(\(old)::timestamptz)")
            }
            let present = try await owner.query("SELECT hostname FROM inventory.devices_as_of(clock_timestamp())")
            #expect(present.map { $0["hostname"] } == ["b"])
        }
    }
}
