import Inventory
import Postgres
import TestSupport
import Testing

@Suite struct CatalogueTests {
    @Test func theCatalogueKeepsTheRules() async throws {
        try await TestDatabase.with { database in
            let catalogue = Catalogue(client: database.owner, rolePrefix: database.rolePrefix)
            let findings = try await catalogue.findings()
            #expect(findings == [])
        }
    }

    /// The check is worth something: whatever breaks a rule is found.
    @Test(arguments: [
        ("DROP POLICY service ON inventory.device_facts", "inventory.device_facts: no policy of the house"),
        ("ALTER TABLE inventory.software_rows NO FORCE ROW LEVEL SECURITY", "row-level security is not forced"),
        ("ALTER TABLE control.runs DISABLE ROW LEVEL SECURITY", "control.runs: row-level security is off"),
        ("CREATE POLICY open ON inventory.ticket_facts USING (true)", "policy open is not the plain comparison"),
        (
            "CREATE POLICY more ON inventory.ticket_facts FOR SELECT TO PUBLIC USING (inventory.analyst_limits_hold())",
            "policy more is not the plain comparison"
        ),
        ("CREATE TABLE inventory.orphans (id uuid PRIMARY KEY)", "inventory.orphans: has no tenant_id"),
        (
            "CREATE VIEW live.leak AS SELECT * FROM inventory.device_facts",
            "live.leak: a view that is not security_invoker"
        ),
        ("CREATE INDEX slow ON inventory.device_facts (hostname)", "inventory.slow: begins with another column"),
        ("CREATE INDEX hot ON inventory.device_readings (tenant_id, online)", "indexes the volatile online"),
        (
            """
            ALTER TABLE inventory.software_rows ADD FOREIGN KEY (tenant_id, device_number)
            REFERENCES inventory.device_numbers (tenant_id, number)
            """, "inventory.software_rows: a bulk table with a foreign key"
        ),
        (
            "CREATE FUNCTION control.peek() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT 1::bigint'",
            "control.peek(): everybody may call it"
        ),
    ])
    func aBrokenRuleIsFound(_ sabotage: String, _ finding: String) async throws {
        try await TestDatabase.with { database in
            try await database.owner.query(SQL(text: sabotage))
            let catalogue = Catalogue(client: database.owner, rolePrefix: database.rolePrefix)
            let findings = try await catalogue.findings()
            #expect(findings.contains { $0.contains(finding) }, "\(findings)")
        }
    }

    /// The declarations, the views and the tables beneath them say the same.
    @Test func declaredColumnsAreTheDatabasesColumns() async throws {
        try await TestDatabase.with { database in
            let columns = try await Self.columns(database.owner)
            for entity in Entities.all {
                let expected = Self.expected(entity)
                #expect(columns["inventory." + entity.name] == expected, "inventory.\(entity.name)")
                #expect(columns["live." + entity.name] == expected, "live.\(entity.name)")
            }
        }
    }

    @Test func factsAndReadingsHoldWhatTheLoaderWrites() async throws {
        try await TestDatabase.with { database in
            let columns = try await Self.columns(database.owner)
            for entity in Entities.all where entity.storage == .rows {
                let facts = try #require(columns["inventory.\(entity.singular)_facts"])
                let readings = columns["inventory.\(entity.singular)_readings"]
                let volatile = Set(entity.columns.filter(\.isVolatile).map(\.name))
                let steady = Set(entity.columns.map(\.name)).subtracting(volatile)
                #expect(steady.union(entity.references.map(\.idColumn)).isSubset(of: facts.keys), "\(entity.name)")
                #expect(volatile.isDisjoint(with: facts.keys), "\(entity.name)")
                #expect((facts["custom_fields"] != nil) == entity.hasCustomFields, "\(entity.name)")
                #expect(
                    readings.map { Set($0.keys) }
                        == (volatile.isEmpty ? nil : volatile.union(["tenant_id", "id", "vendor_fields"])),
                    "\(entity.name)")
            }
        }
    }

    @Test func dictionariesHoldTheDeclaredColumns() async throws {
        try await TestDatabase.with { database in
            let columns = try await Self.columns(database.owner)
            for entity in Entities.all {
                guard case .deviceSets(let table, let dictionaries) = entity.storage else { continue }
                var held: Set<String> = ["device_external_id"]
                for dictionary in dictionaries {
                    let own = Set(dictionary.columns + ["tenant_id", "number", "hash"])
                    let names = Set(try #require(columns["inventory." + dictionary.table]).keys)
                    #expect(names == (dictionary.holdsSourceKey ? own.union(["source_key"]) : own))
                    held.formUnion(dictionary.columns)
                }
                let own = Set(entity.columns.map(\.name)).subtracting(held)
                let numbers = Set(dictionaries.map(\.numberColumn))
                let narrow = Set(try #require(columns["inventory." + table]).keys)
                #expect(narrow == own.union(numbers).union(["tenant_id", "device_number", "part"]))
            }
        }
    }

    /// A check in the database and the values that are declared are the same list.
    @Test func theDatabaseTakesTheDeclaredValuesAndNoOthers() async throws {
        try await TestDatabase.with { database in
            let rows = try await database.owner.query(
                """
                SELECT c.relname AS table, pg_get_constraintdef(k.oid) AS definition, a.attname AS column
                FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
                WHERE k.contype = 'c' AND c.relnamespace = 'inventory'::regnamespace
                """)
            var checks: [String: Set<String>] = [:]
            for row in rows {
                let values = (row["definition"] ?? "").matches(of: /'([a-z_]+)'/).map { String($0.1) }
                checks["\(row["table"] ?? "").\(row["column"] ?? "")"] = Set(values)
            }
            for entity in Entities.all {
                for column in entity.columns {
                    guard let allowed = column.allowed else { continue }
                    let table =
                        entity.storage == .rows
                        ? entity.singular + "_facts" : column.name == "state" ? "patch_states" : "patch_titles"
                    #expect(checks["\(table).\(column.name)"] == Set(allowed), "\(table).\(column.name)")
                }
            }
        }
    }

    private static func expected(_ entity: EntityDescription) -> [String: String] {
        var columns = [
            "tenant_id": "uuid", "connection_id": "uuid", "id": "uuid", "external_id": "text",
            "source_created_at": "timestamptz", "source_updated_at": "timestamptz", "first_synced_at": "timestamptz",
            "changed_at": "timestamptz", "deleted_at": "timestamptz",
        ]
        for column in entity.columns { columns[column.name] = column.type.rawValue }
        for reference in entity.references { columns[reference.idColumn] = "uuid" }
        if entity.hasVendorFields { columns["vendor_fields"] = "jsonb" }
        if entity.hasCustomFields { columns["custom_fields"] = "jsonb" }
        return columns
    }

    /// Table or view to column to type.
    private static func columns(_ client: PostgresClient) async throws -> [String: [String: String]] {
        let rows = try await client.query(
            """
            SELECT format('%s.%s', n.nspname, c.relname) AS table, a.attname AS column,
                replace(format_type(a.atttypid, a.atttypmod), 'timestamp with time zone', 'timestamptz') AS type
            FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname IN ('inventory', 'live') AND c.relkind IN ('r', 'v') AND a.attnum > 0 AND NOT a.attisdropped
            """)
        var columns: [String: [String: String]] = [:]
        for row in rows { columns[row["table"] ?? "", default: [:]][row["column"] ?? ""] = row["type"] }
        return columns
    }
}
