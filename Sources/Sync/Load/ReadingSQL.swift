import Inventory

/// The statements of an entity's narrow row of volatile columns: written only where something in it differs, without
/// locking or touching a row that stays as it is. `$1` is the tenant, the page's arrays begin at `$2`.
struct ReadingSQL: Sendable {
    private let table: String
    private let columns: [(name: String, type: String)]

    init(_ shape: RowShape) {
        table = shape.readingsTable
        columns = shape.readings.map { ($0.column.name, $0.column.type.rawValue) }
    }

    func arrays(_ rows: [(id: String, row: IncomingRow)]) -> [String] {
        var arrays = Array(repeating: ArrayText(), count: columns.count + 2)
        for (id, row) in rows {
            for (index, cell) in ([id] + row.readings + [row.volatileFields]).enumerated() {
                arrays[index].append(cell)
            }
        }
        return arrays.map(\.text)
    }

    private var incoming: String {
        let all = [("id", "uuid")] + columns + [("vendor_fields", "jsonb")]
        let names = all.map { RowSQL.quoted($0.0) }
        let arrays = all.indices.map { "$\($0 + 2)::text[]" }.joined(separator: ", ")
        let cells = zip(names, all).map { "u.\($0)::\($1.1) AS \($0)" }.joined(separator: ", ")
        return "SELECT \(cells) FROM unnest(\(arrays)) AS u(\(names.joined(separator: ", ")))"
    }

    var update: String {
        let names = columns.map { RowSQL.quoted($0.name) }
        let merged = "coalesce(r.vendor_fields, '{}') || coalesce(i.vendor_fields, '{}')"
        let assignments = names.map { "\($0) = i.\($0)" } + ["vendor_fields = \(merged)"]
        let differences =
            names.map { "r.\($0) IS DISTINCT FROM i.\($0)" }
            + ["(i.vendor_fields IS NOT NULL AND \(merged) IS DISTINCT FROM r.vendor_fields)"]
        return """
            UPDATE \(table) r SET \(assignments.joined(separator: ", "))
            FROM (\(incoming)) i
            WHERE r.tenant_id = $1 AND r.id = i.id AND (\(differences.joined(separator: " OR ")))
            """
    }

    /// The ids of `$2` that have no row.
    var missing: String {
        """
        SELECT u.id FROM unnest($2::uuid[]) AS u(id)
        WHERE NOT EXISTS (SELECT FROM \(table) r WHERE r.tenant_id = $1 AND r.id = u.id)
        """
    }

    var insert: String {
        let names = ["id"] + columns.map { RowSQL.quoted($0.name) } + ["vendor_fields"]
        let cells = names.map { "i.\($0)" }.joined(separator: ", ")
        return """
            INSERT INTO \(table) (tenant_id, \(names.joined(separator: ", ")))
            SELECT $1, \(cells) FROM (\(incoming)) i
            WHERE NOT EXISTS (SELECT FROM \(table) r WHERE r.tenant_id = $1 AND r.id = i.id)
            """
    }
}
