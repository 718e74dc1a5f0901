import Foundation
import Postgres

/// Fills every table that has a tenant with a row of one tenant, whatever its columns: the catalogue says what a row
/// needs.
struct TenantRows {
    struct Table: Sendable, CustomStringConvertible {
        let name: String
        /// The columns that a row cannot do without, its id among them, and an expression for each.
        let columns: [(name: String, expression: String)]
        var description: String { name }

        func insertion(for tenant: UUID) -> SQL {
            let names = (["tenant_id"] + columns.map(\.name)).joined(separator: ", ")
            let values = (["'\(tenant)'"] + columns.map(\.expression)).joined(separator: ", ")
            return SQL(text: "INSERT INTO \(name) (\(names)) VALUES (\(values))")
        }
    }

    let tables: [Table]

    /// Finds the tables and what their rows need.
    init(_ client: PostgresClient) async throws {
        let rows = try await client.query(
            """
            SELECT format('%s.%s', n.nspname, c.relname) AS table, a.attname AS column,
                format_type(a.atttypid, NULL) AS type,
                (SELECT (regexp_match(pg_get_constraintdef(k.oid), '''([a-z_]+)'''))[1] FROM pg_constraint k
                 WHERE k.conrelid = c.oid AND k.contype = 'c' AND k.conkey = ARRAY[a.attnum] LIMIT 1) AS allowed
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_attribute t ON t.attrelid = c.oid AND t.attname = 'tenant_id'
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                AND a.attnotnull AND (NOT a.atthasdef OR a.attname = 'id') AND a.attname <> 'tenant_id'
            WHERE c.relkind IN ('r', 'p') AND n.nspname IN ('inventory', 'control', 'report')
            ORDER BY 1, a.attnum
            """)
        var columns: [String: [(name: String, expression: String)]] = [:]
        for row in rows {
            let expression = Self.expression(type: row["type"] ?? "", allowed: row["allowed"])
            columns[row["table"] ?? "", default: []].append((row["column"] ?? "", expression))
        }
        tables = try await Self.names(client).map { Table(name: $0, columns: columns[$0] ?? []) }
    }

    private static func names(_ client: PostgresClient) async throws -> [String] {
        try await client.query(
            """
            SELECT format('%s.%s', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_attribute t ON t.attrelid = c.oid AND t.attname = 'tenant_id'
            WHERE c.relkind IN ('r', 'p') AND n.nspname IN ('inventory', 'control', 'report') ORDER BY 1
            """
        ).compactMap { $0[0] }
    }

    /// The same for every table, so that rows of the same tenant join.
    private static func expression(type: String, allowed: String?) -> String {
        if let allowed { return "'\(allowed)'" }
        return switch type {
        case "uuid": "'00000000-0000-4000-8000-000000000001'"
        case "text": "'x'"
        case "bytea": "'\\x01'"
        case "jsonb": "'{}'"
        case "interval": "'1 hour'"
        case "timestamp with time zone", "date": "now()"
        case "boolean": "true"
        default: "1"
        }
    }

    /// Inserts a row of the tenant into each table, as the owner and past foreign keys.
    func insert(for tenant: UUID, as owner: PostgresClient) async throws {
        try await owner.transaction(tenant: nil) { session in
            try await session.execute("SET LOCAL session_replication_role = replica")
            for table in tables { try await session.query(table.insertion(for: tenant)) }
        }
    }
}
