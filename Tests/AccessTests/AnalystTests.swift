import Foundation
import Inventory
import Logging
import Postgres
import TestSupport
import Testing

@testable import Access

/// What an analyst's login sees and what it may do, over a real login with a password: whatever it sets, calls, becomes or
/// makes, it reads its own tenant's rows alone.
@Suite(.serialized, .timeLimit(.minutes(2))) struct AnalystTests {
    private struct Ground: Sendable {
        let database: TestDatabase
        let analysts: Analysts
        let mine: Tenant
        let theirs: Tenant
        let port: Int

        func client(_ made: (login: String, password: String)) -> PostgresClient {
            let name = database.url.split(separator: "?")[0].split(separator: "/").last ?? ""
            let url = "postgresql://\(made.login):\(made.password)@127.0.0.1:\(port)/\(name)"
            return PostgresClient(
                PostgresConfiguration(url: url, maximumConnections: 10), logger: Logger(label: "tests.analyst"))
        }

        /// Runs the script in a session of the analyst's own, and says which tenants can be read in it then.
        func tenants(after script: String, reading things: [String], _ client: PostgresClient) async throws -> [UUID] {
            try await client.withConnection { session in
                _ = try? await session.execute(script)
                _ = try? await session.execute("ROLLBACK")
                let all = things.map { "SELECT tenant_id FROM \($0)" }.joined(separator: " UNION ")
                // A text of its own: a trick may have thrown away what the session has prepared.
                return try await session.query(
                    SQL(text: "\(all) -- \(script.count) \(script.prefix(40).filter { $0 != "\n" })")
                ).map { try $0.get("tenant_id") }
            }
        }

        /// The tables and views that the login may read.
        func things(_ client: PostgresClient) async throws -> [String] {
            try await client.query(
                """
                SELECT format('%s.%s', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
                WHERE c.relkind IN ('r', 'p', 'v') AND n.nspname IN ('inventory', 'live', 'report', 'control')
                    AND has_schema_privilege(n.oid, 'USAGE') AND has_column_privilege(c.oid, a.attnum, 'SELECT')
                ORDER BY 1
                """
            ).compactMap { $0[0] }
        }
    }

    private func withGround(_ body: @Sendable (Ground) async throws -> Void) async throws {
        let port = 20_000 + Int.random(in: 0..<20_000)
        try await TestServer.with(listen: "127.0.0.1:\(port)") { server in
            try await TestDatabase.with(on: server) { database in
                let tenants = Tenants(owner: database.owner)
                let ground = Ground(
                    database: database, analysts: Analysts(owner: database.owner, rolePrefix: database.rolePrefix),
                    mine: try await tenants.create(slug: "mine", name: "Mine", actor: "test"),
                    theirs: try await tenants.create(slug: "theirs", name: "Theirs", actor: "test"), port: port)
                for tenant in [ground.mine, ground.theirs] { try await Self.fill(tenant, database.owner) }
                try await body(ground)
            }
        }
    }

    /// A row of the tenant in every table that has one, past foreign keys.
    private static func fill(_ tenant: Tenant, _ owner: PostgresClient) async throws {
        try await owner.transaction(tenant: nil) { session in
            try await session.execute("SET LOCAL session_replication_role = replica")
            for entity in Entities.all where entity.storage == .rows {
                let vendor = entity.hasVendorFields ? ", '{\"typed\": \"secret\"}'" : ", NULL"
                try await session.query(
                    """
                    INSERT INTO inventory.\(identifier: entity.singular + "_facts")
                        (tenant_id, connection_id, external_id, vendor_fields)
                    VALUES (\(tenant.id), \(tenant.id), 'x'\(raw: vendor)::jsonb)
                    """)
            }
            for row in [
                "changes (tenant_id, sequence, entity, operation) VALUES ($1, 1, 'devices', 'created')",
                "machines (tenant_id) VALUES ($1)",
                "device_numbers VALUES ($1, 1, $1, 'x')", "software_titles VALUES ($1, 1, '\\x01', NULL, 'P')",
                "software_versions VALUES ($1, 1, '\\x01', '1')", "software_rows VALUES ($1, 1, 1, 1, 1, NULL, 0)",
                """
                history VALUES ($1, 'devices', gen_random_uuid(), $1, '2020-01-01', '2021-01-01', '{"external_id": "x"}')
                """,
            ] {
                try await session.query(
                    SQL(text: "INSERT INTO inventory.\(row)", parameters: [tenant.id.postgresText]))
            }
        }
    }

    /// What does not widen it, whether it is refused or not.
    private static func tricks(_ ground: Ground) -> [String] {
        let (prefix, theirs) = (ground.database.rolePrefix, ground.theirs.id.uuidString)
        return [
            "SET quartermaster.tenant = '\(theirs)'", "SELECT set_config('quartermaster.tenant', '\(theirs)', false)",
            "BEGIN; SET LOCAL quartermaster.tenant = '\(theirs)'",
            "ALTER ROLE CURRENT_USER SET quartermaster.tenant = '\(theirs)'",
            "SET ROLE \(prefix)_reader; SET quartermaster.tenant = '\(theirs)'", "SET ROLE \(prefix)_worker",
            "SET ROLE \(prefix)_analysts", "SET ROLE quartermaster", "SET ROLE NONE", "RESET ROLE", "RESET ALL",
            "RESET SESSION AUTHORIZATION", "DISCARD ALL", "SET SESSION AUTHORIZATION quartermaster",
            "SET SESSION AUTHORIZATION DEFAULT", "SET search_path = pg_temp, report, live, inventory",
            "SET search_path = ''", "SET default_transaction_read_only = off", "SET session_replication_role = replica",
            "SET row_security = on", "SET plan_cache_mode = force_generic_plan",
            "SET default_transaction_read_only = off; CREATE FUNCTION pg_temp.substr(text, int, int) RETURNS text LANGUAGE sql "
                + "AS $$ SELECT '\(theirs)' $$; SET search_path = pg_temp, pg_catalog",
            "GRANT \(prefix)_reader TO CURRENT_USER", "ALTER ROLE CURRENT_USER BYPASSRLS",
            "ALTER ROLE CURRENT_USER RENAME TO analyst_\(theirs.lowercased().replacing("-", with: ""))_0",
        ]
    }

    /// What is refused, each by itself.
    private static let refused = [
        "COPY (SELECT 1) TO PROGRAM 'true'", "COPY inventory.devices TO '/tmp/x'", "SELECT pg_read_file('/etc/passwd')",
        "SELECT pg_ls_dir('.')", "CREATE TABLE public.t (a int)", "CREATE TABLE inventory.t (a int)",
        "CREATE TEMP TABLE t (a int)", "CREATE TEMP VIEW v AS SELECT 1", "CREATE SCHEMA s", "CREATE EXTENSION dblink",
        "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'", "CREATE ROLE r",
        "INSERT INTO inventory.machines (tenant_id) VALUES (gen_random_uuid())",
        "UPDATE inventory.machines SET model = 'x'",
        "DELETE FROM inventory.device_facts", "TRUNCATE inventory.changes", "DROP VIEW inventory.devices",
        "ALTER TABLE inventory.machines DISABLE ROW LEVEL SECURITY", "DROP POLICY analysts ON inventory.machines",
        "SELECT * FROM control.tenants", "SELECT id FROM control.connections",
        "SELECT * FROM control.find_tenant('theirs')",
        "SELECT vendor_fields FROM inventory.device_facts", "SELECT f FROM inventory.device_facts f",
        "SELECT inventory.let_analysts_read()", "SELECT inventory.define_as_of('devices', 'device_facts')",
        "SET row_security = off; SELECT count(*) FROM inventory.machines",
        "SET statement_timeout = 0; SELECT count(*) FROM inventory.machines",
        "SET statement_timeout = '61s'; SELECT count(*) FROM live.devices",
        "SET idle_in_transaction_session_timeout = 0; SELECT count(*) FROM live.software",
        "SET work_mem = '1GB'; SELECT count(*) FROM inventory.changes",
    ]

    @Test func nothingThatALoginDoesWidensWhatItReads() async throws {
        try await withGround { ground in
            let made = try await ground.analysts.create("bi", tenant: ground.mine, actor: "test")
            _ = try await ground.analysts.create("bi", tenant: ground.theirs, actor: "test")
            let client = ground.client(made)
            let things = try await ground.things(client)
            #expect(things.count > 80 && !things.contains { $0.hasPrefix("control.") }, "\(things)")
            for trick in [""] + Self.tricks(ground) {
                let read = try await ground.tenants(after: trick, reading: things, client)
                #expect(read == [ground.mine.id], "after: \(trick)")
            }
            for script in Self.refused {
                try await client.withConnection { session in
                    for writable in ["", "SET default_transaction_read_only = off; "] {
                        await #expect(throws: PostgresError.self, "\(script)") {
                            try await session.execute(writable + script)
                        }
                        _ = try? await session.execute("ROLLBACK")
                        _ = try? await session.execute("RESET ALL")
                    }
                }
            }
            await client.close()
        }
    }

    @Test func aLoginReadsWhatReadersReadButWhatVendorsSentBeside() async throws {
        try await withGround { ground in
            let client = ground.client(try await ground.analysts.create("bi", tenant: ground.mine, actor: "test"))
            for entity in Entities.all where entity.storage == .rows {
                let all: SQL = "SELECT * FROM inventory.\(identifier: entity.name)"
                let rows = try await client.query(all)
                #expect(rows.count == 1 && rows.first?["external_id"] == "x", "\(entity.name)")
                guard entity.hasVendorFields else { continue }
                let whole = try await ground.database.reader.query(all, tenant: ground.mine.id)
                #expect(rows.first?["vendor_fields"] == nil, "\(entity.name)")
                #expect(whole.first?["vendor_fields"]?.contains("secret") == true, "\(entity.name)")
            }
            #expect(try await client.query("SELECT name FROM live.software").map { $0["name"] } == ["P"])
            #expect(try await client.query("SELECT id FROM inventory.devices_as_of('2020-06-01')").count == 1)
            #expect(try await client.query("SELECT current_setting('statement_timeout') AS t").only()["t"] == "1min")
            await client.close()
        }
    }

    /// The worked queries of docs/analysts.md, as they stand there.
    private static func documented() throws -> [String] {
        let page = URL(fileURLWithPath: TestDatabase.migrations).deletingLastPathComponent()
            .appendingPathComponent("docs/analysts.md")
        return try String(contentsOf: page, encoding: .utf8).components(separatedBy: "```sql\n").dropFirst()
            .compactMap { $0.components(separatedBy: "```").first }
    }

    @Test func everyQueryOfTheAnalystsPageRuns() async throws {
        try await withGround { ground in
            let client = ground.client(try await ground.analysts.create("bi", tenant: ground.mine, actor: "test"))
            let queries = try Self.documented()
            #expect(queries.count == 10)
            for query in queries {
                await #expect(throws: Never.self, "\(query)") { try await client.query(SQL(text: query)) }
            }
            await client.close()
        }
    }

    @Test func aLoginHasFiveSessionsAndEndsWhenItIsRevoked() async throws {
        try await withGround { ground in
            let client = ground.client(try await ground.analysts.create("bi", tenant: ground.mine, actor: "test"))
            try await Self.hold(Analysts.connections, client) {
                await #expect(throws: PostgresError.self) { try await client.query("SELECT 1") }
            }
            let taken = AccessError.nameTaken(kind: "analyst", name: "bi")
            await #expect(throws: taken) {
                try await ground.analysts.create("bi", tenant: ground.mine, actor: "test")
            }
            #expect(try await ground.analysts.list(ground.mine).map(\.name) == ["bi"])
            try await ground.analysts.revoke("bi", tenant: ground.mine, actor: "test")
            await #expect(throws: PostgresError.self) { try await client.query("SELECT 1") }
            #expect(try await ground.analysts.list(ground.mine).isEmpty)
            _ = try await ground.analysts.create("bi", tenant: ground.mine, actor: "test")
            try await Tenants(owner: ground.database.owner).delete(ground.mine)
            let left = try await ground.database.owner.query("SELECT FROM pg_roles WHERE rolname LIKE 'analyst\\_%'")
            #expect(left.isEmpty)
            await client.close()
        }
    }

    /// Holds so many sessions while the body runs.
    private static func hold(
        _ count: Int, _ client: PostgresClient, _ body: @Sendable () async throws -> Void
    ) async throws {
        guard count > 0 else { return try await body() }
        try await client.withConnection { session in
            try await session.query("SELECT 1")
            try await hold(count - 1, client, body)
        }
    }

    /// RFC 7677's example, in PostgreSQL's form.
    @Test func aPasswordIsKeptAsScramKeepsIt() {
        let salt = [UInt8](Data(base64Encoded: "W22ZaJ0SNY7soEsUEjb6gQ==") ?? Data())
        let text = ScramVerifier(password: "pencil", salt: salt).text
        #expect(
            text == """
                SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:\
                wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=
                """)
    }
}
