import Foundation
import Postgres
import TestSupport
import Testing

/// No table, view or command lets a tenant's rows through to another, whatever tables there will be.
@Suite struct IsolationTests {
    private struct Ground {
        let database: TestDatabase
        let rows: TenantRows
        let mine: UUID
        let theirs: UUID
    }

    private func withTwoTenants(_ body: (Ground) async throws -> Void) async throws {
        try await TestDatabase.with { database in
            let rows = try await TenantRows(database.owner)
            let tenants = try await database.owner.query(
                "INSERT INTO control.tenants (slug, name) VALUES ('mine', 'M'), ('theirs', 'T') RETURNING id")
            let (mine, theirs): (UUID, UUID) = (try tenants[0].get("id"), try tenants[1].get("id"))
            // Titles are classed by what holds for all tenants.
            try await database.owner.query(
                "INSERT INTO report.software_category_standards (category, pattern) VALUES ('x', 'x')")
            try await rows.insert(for: mine, as: database.owner)
            try await rows.insert(for: theirs, as: database.owner)
            try await database.owner.query("UPDATE inventory.software_titles SET name = 'x'")
            try await body(Ground(database: database, rows: rows, mine: mine, theirs: theirs))
        }
    }

    @Test func readersAndWorkersSeeTheirOwnRowsAlone() async throws {
        try await withTwoTenants { ground in
            for (client, role) in [(ground.database.reader, "reader"), (ground.database.worker, "worker")] {
                let things = try await readable(by: client)
                #expect(things.count > 50, "\(role) reads \(things.count) tables and views")
                for thing in things {
                    let count = SQL(text: "SELECT tenant_id FROM \(thing)")
                    let seen = try await client.query(count, tenant: ground.mine).map {
                        try $0.get("tenant_id", as: UUID.self)
                    }
                    #expect(seen == [ground.mine], "\(role) of one tenant in \(thing)")
                    let none = try await client.transaction(tenant: nil, readOnly: true) {
                        try await $0.query(count).count
                    }
                    #expect(none == 0, "\(role) of no tenant in \(thing)")
                }
            }
        }
    }

    @Test func nobodyReadsWhoElseIsThere() async throws {
        try await withTwoTenants { ground in
            for client in [ground.database.reader, ground.database.worker] {
                let slugs = try await client.query("SELECT slug FROM control.tenants", tenant: ground.mine).map {
                    $0["slug"]
                }
                #expect(slugs == ["mine"])
            }
        }
    }

    @Test func nobodyChangesOrDeletesAnothersRows() async throws {
        try await withTwoTenants { ground in
            for client in [ground.database.reader, ground.database.worker] {
                let foreign = "WHERE tenant_id = '\(ground.theirs)'"
                for table in try await tables(of: ground, for: client, privilege: "DELETE") {
                    let sql = SQL(text: "DELETE FROM \(table.name) \(foreign)")
                    #expect(try await client.query(sql, tenant: ground.mine, readOnly: false).affected == 0, "\(table)")
                }
                for table in try await tables(of: ground, for: client, privilege: "UPDATE") {
                    let sql = SQL(text: "UPDATE \(table.name) SET tenant_id = tenant_id \(foreign)")
                    #expect(try await client.query(sql, tenant: ground.mine, readOnly: false).affected == 0, "\(table)")
                }
            }
        }
    }

    @Test func nobodyWritesForAnother() async throws {
        try await withTwoTenants { ground in
            try await ground.database.owner.query("TRUNCATE control.tenants CASCADE")
            for client in [ground.database.reader, ground.database.worker] {
                for table in try await tables(of: ground, for: client, privilege: "INSERT") {
                    await expectRefusal(table.insertion(for: ground.theirs), of: client, as: ground.mine)
                }
            }
        }
    }

    @Test func nobodyGivesARowAway() async throws {
        try await withTwoTenants { ground in
            let client = ground.database.worker
            for table in try await tables(of: ground, for: client, privilege: "UPDATE") {
                let sql = SQL(text: "UPDATE \(table.name) SET tenant_id = '\(ground.theirs)'")
                await expectRefusal(sql, of: client, as: ground.mine)
            }
        }
    }

    /// Refused by row-level security, not by something that happens to stand in the way.
    private func expectRefusal(_ sql: SQL, of client: PostgresClient, as tenant: UUID) async {
        do {
            try await client.query(sql, tenant: tenant, readOnly: false)
            Issue.record("not refused: \(sql.text)")
        } catch {
            let refusal = error as? PostgresError
            #expect(refusal?.sqlState == "42501" && refusal?.message.contains("row-level security") == true, "\(error)")
        }
    }

    /// The tables on which a client's role has a privilege.
    private func tables(
        of ground: Ground, for client: PostgresClient, privilege: String
    ) async throws -> [TenantRows.Table] {
        var tables: [TenantRows.Table] = []
        for table in ground.rows.tables {
            let row = try await client.query("SELECT has_table_privilege(\(table.name), \(privilege)) AS may").only()
            if try row.get("may") { tables.append(table) }
        }
        return tables
    }

    /// Every table and view with a tenant that a client's role may read.
    private func readable(by client: PostgresClient) async throws -> [String] {
        try await client.query(
            """
            SELECT format('%s.%s', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_attribute t ON t.attrelid = c.oid AND t.attname = 'tenant_id'
            WHERE c.relkind IN ('r', 'p', 'v') AND n.nspname IN ('inventory', 'live', 'control', 'report')
                AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') ORDER BY 1
            """
        ).compactMap { $0[0] }
    }
}
