import Inventory
import Postgres
import Testing

/// One table of the warehouse against what the simulated fleet says, cell by cell, by PostgreSQL's own equality.
struct Comparison {
    let entity: String
    let connection: String
    let truth: [String: [String: Value]]
    /// Says nothing of rows that are there and should not be.
    var sparesExtraRows = false

    func differences(in owner: PostgresClient) async throws -> [String] {
        let description = try #require(Entities.named(entity))
        return try await owner.transaction(tenant: nil) { session in
            // Whole tables are joined whole.
            try await session.execute("SET LOCAL enable_nestloop = off")
            try await session.execute("CREATE TEMP TABLE truth_ids (external_id text) ON COMMIT DROP")
            try await copy("truth_ids", truth.keys.map { [.text($0)] }, session)
            var differences = try await rows(session, orExtra: !sparesExtraRows)
            for column in description.columns {
                let stated = truth.compactMap { id, row in row[column.name].map { [Value.text(id), $0] } }
                if !stated.isEmpty { differences += try await cells(column, stated, session) }
            }
            return differences
        }
    }

    /// Rows that are in one and not in the other.
    private func rows(_ session: PostgresConnection, orExtra: Bool) async throws -> [String] {
        let rows = try await session.query(
            """
            SELECT coalesce(t.external_id, w.external_id) AS id, t.external_id IS NULL AS is_extra
            FROM truth_ids t FULL JOIN (\(warehouse("external_id"))) w ON w.external_id = t.external_id
            WHERE t.external_id IS NULL AND \(orExtra) OR w.external_id IS NULL LIMIT 5
            """)
        return try rows.map { row in
            "\(connection) \(entity) \(row["id"] ?? ""): \(try row.get("is_extra") ? "should not be there" : "is missing")"
        }
    }

    private func cells(
        _ column: ColumnDescription, _ stated: [[Value]], _ session: PostgresConnection
    ) async throws -> [String] {
        try await session.execute(
            "CREATE TEMP TABLE truth_cells (external_id text, value \(column.type.rawValue)) ON COMMIT DROP")
        try await copy("truth_cells", stated, session)
        let rows = try await session.query(
            """
            SELECT t.external_id AS id, t.value::text AS expected, w.value::text AS found
            FROM truth_cells t JOIN (\(warehouse("external_id, \(column.name) AS value"))) w USING (external_id)
            WHERE t.value IS DISTINCT FROM w.value LIMIT 3
            """)
        try await session.execute("DROP TABLE truth_cells")
        return rows.map { row in
            """
            \(connection) \(entity) \(row["id"] ?? "") \(column.name): \(row["found"] ?? "null"), \
            not \(row["expected"] ?? "null")
            """
        }
    }

    /// The connection's living rows. Alerts that are resolved stay and are no part of the vendor's list; of lookups the
    /// fleet states the kinds that the model names.
    private func warehouse(_ columns: String) -> SQL {
        let narrowed =
            switch entity {
            case "alerts": " AND w.status = 'open'"
            case "lookups": " AND w.kind IN (SELECT split_part(external_id, ':', 1) FROM truth_ids)"
            default: ""
            }
        return SQL(
            text: """
                SELECT \(columns) FROM live.\(entity) w WHERE w.connection_id = (
                    SELECT id FROM control.connections c WHERE c.name = '\(connection)')\(narrowed)
                """)
    }

    private func copy(_ table: String, _ rows: [[Value]], _ session: PostgresConnection) async throws {
        var bytes: [UInt8] = []
        for row in rows {
            for (position, value) in row.enumerated() {
                if position > 0 { bytes.append(UInt8(ascii: "\t")) }
                value.appendCopyText(to: &bytes)
            }
            bytes.append(UInt8(ascii: "\n"))
        }
        var rest: [UInt8]? = bytes
        try await session.copyIn("COPY \(table) FROM STDIN") {
            defer { rest = nil }
            return rest
        }
    }
}
