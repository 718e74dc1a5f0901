import Connectors
import Inventory

/// The statements of one entity as one stream fills it, generated from the declaration. `$1` is always the tenant and
/// `$2` the connection; a page's columns are arrays from `$3` on.
struct RowSQL: Sendable {
    let shape: RowShape
    /// The facts table of each entity that a reference may point to.
    let targets: [String: String]

    init(_ shape: RowShape, targets: [String: String]) {
        self.shape = shape
        self.targets = targets
    }

    static func quoted(_ identifier: String) -> String {
        "\"" + identifier.replacing("\"", with: "\"\"") + "\""
    }

    static func micros(_ expression: String) -> String {
        "(extract(epoch FROM \(expression)) * 1000000)::bigint"
    }

    /// What is stored of a page's external ids: the live rows, and of the deleted ones the last.
    /// `$3`: the external ids; `$4` (secondary streams): the stream's name.
    var stored: String {
        let digest = shape.stream.isPrimary ? "encode(f.digest, 'hex')" : "f.stream_digests ->> $4::text"
        var columns = [
            "f.external_id", "f.id", "\(digest) AS digest", "\(Self.micros("f.source_created_at")) AS created",
            "\(Self.micros("f.source_updated_at")) AS updated", "\(Self.micros("f.deleted_at")) AS deleted",
        ]
        columns += shape.watched.enumerated().map { "f.\(Self.quoted($1.reference.externalColumn)) AS parent\($0)" }
        if shape.serialPlace != nil { columns.append("f.serial_number AS serial") }
        let select = "SELECT \(columns.joined(separator: ", ")) FROM \(shape.factsTable) f"
        let keys = "f.tenant_id = $1 AND f.connection_id = $2 AND f.external_id = ANY ($3::text[])"
        let live = "\(select) WHERE \(keys) AND f.deleted_at IS NULL"
        guard shape.stream.isPrimary else { return live }
        return """
            \(live)
            UNION ALL (SELECT DISTINCT ON (f.external_id) \(columns.joined(separator: ", ")) FROM \(shape.factsTable) f
            WHERE \(keys) AND f.deleted_at IS NOT NULL ORDER BY f.external_id, f.deleted_at DESC)
            """
    }

    /// The columns of a written row that come with it, in the order of their arrays: name, type and source.
    private var written: [(name: String, type: String)] {
        var columns = [("id", "uuid")]
        if shape.stream.isPrimary {
            columns += [
                ("external_id", "text"), ("source_created_at", "timestamptz"), ("source_updated_at", "timestamptz"),
            ]
        }
        columns.append(("digest", shape.stream.isPrimary ? "bytea" : "text"))
        if shape.storesVendorFields { columns.append(("vendor_fields", "jsonb")) }
        if shape.storesCustomFields { columns.append(("custom_fields", "jsonb")) }
        return columns + shape.facts.map { ($0.column.name, $0.column.type.rawValue) }
    }

    /// The arrays of a page, one for each written column.
    func arrays(_ rows: [(id: String, row: IncomingRow)]) -> [String] {
        var arrays = Array(repeating: ArrayText(), count: written.count)
        for (id, row) in rows {
            var cells: [String?] = [id]
            if shape.stream.isPrimary {
                cells += [row.externalID, row.createdAt?.postgresText, row.updatedAt?.postgresText]
            }
            cells.append(shape.stream.isPrimary ? "\\x" + row.digest : row.digest)
            if shape.storesVendorFields { cells.append(row.vendorFields) }
            if shape.storesCustomFields { cells.append(row.customFields) }
            cells += row.facts
            for (index, cell) in cells.enumerated() { arrays[index].append(cell) }
        }
        return arrays.map(\.text)
    }

    /// `incoming`: a page's arrays as typed rows.
    private func incoming(from first: Int) -> String {
        let names = written.map { Self.quoted($0.name) }.joined(separator: ", ")
        let arrays = written.indices.map { "$\(first + $0)::text[]" }.joined(separator: ", ")
        let cells = written.map { "u.\(Self.quoted($0.name))::\($0.type) AS \(Self.quoted($0.name))" }
        return "SELECT \(cells.joined(separator: ", ")) FROM unnest(\(arrays)) AS u(\(names))"
    }

    /// The parents that are here, by their external ids.
    private var joins: String {
        shape.references.enumerated().map { index, reference in
            guard let target = targets[reference.target] else { return "" }
            return """
                LEFT JOIN \(target) p\(index) ON p\(index).tenant_id = $1 AND p\(index).connection_id = $2
                    AND p\(index).external_id = i.\(Self.quoted(reference.externalColumn)) AND p\(index).deleted_at IS NULL
                """
        }.joined(separator: "\n")
    }

    private var links: [(column: String, value: String)] {
        shape.references.enumerated().map { index, reference in
            (Self.quoted(reference.idColumn), targets[reference.target] == nil ? "NULL::uuid" : "p\(index).id")
        }
    }

    /// New rows, of which the change feed is not told one by one.
    var insert: String {
        let columns = written.map { Self.quoted($0.name) }
        let names = ["tenant_id", "connection_id", "first_synced_at", "changed_at"] + columns + links.map(\.column)
        let values = ["$1", "$2", "now()", "now()"] + columns.map { "i.\($0)" } + links.map(\.value)
        return """
            INSERT INTO \(shape.factsTable) AS f (\(names.joined(separator: ", ")))
            SELECT \(values.joined(separator: ", ")) FROM (\(incoming(from: 3))) i
            \(joins)
            """
    }

    /// The same, answering each row with its values.
    var insertTelling: String {
        "\(insert) RETURNING f.id, f.external_id, \(ChangeSQL.created("f")) AS fields"
    }

    /// Holds the rows that are about to be changed, so that what they were is what they are when that is told: another
    /// stream may be linking them at this moment. `$2`: their ids.
    var lock: String {
        """
        SELECT FROM \(shape.factsTable) WHERE tenant_id = $1 AND id = ANY ($2::uuid[]) ORDER BY id FOR NO KEY UPDATE
        """
    }

    /// Changed (or restored) rows; answers each with what of it changed.
    var update: String {
        let id = "f.tenant_id = $1 AND f.connection_id = $2 AND f.id = i.id"
        let fields = ChangeSQL.changed(from: "o.facts", to: "c.facts", wasDeleted: "o.deleted")
        return """
            WITH i AS MATERIALIZED (\(incoming(from: 3))),
            old AS MATERIALIZED (
                SELECT f.id, f.deleted_at IS NOT NULL AS deleted, \(ChangeSQL.facts("f")) AS facts
                FROM i JOIN \(shape.factsTable) f ON \(id)
            ), changed AS (
                UPDATE \(shape.factsTable) f SET \(assignments.joined(separator: ", "))
                FROM i
                \(joins)
                WHERE \(id)
                RETURNING f.id, f.external_id, \(ChangeSQL.facts("f")) AS facts
            )
            SELECT c.id, c.external_id, \(fields) AS fields FROM changed c JOIN old o ON o.id = c.id
            """
    }

    private var assignments: [String] {
        let plain = shape.facts.map { Self.quoted($0.column.name) }.map { "\($0) = i.\($0)" }
        let linked = links.map { "\($0.column) = \($0.value)" }
        return ["changed_at = now()"] + ownAssignments + plain + linked
    }

    private var ownAssignments: [String] {
        if shape.stream.isPrimary {
            return written.dropFirst(2).prefix(while: { $0.name != shape.facts.first?.column.name })
                .map { "\(Self.quoted($0.name)) = i.\(Self.quoted($0.name))" } + [
                    "deleted_at = NULL", "listed_at = greatest(f.listed_at, now())",
                ]
        }
        let name = "'" + shape.stream.name.replacing("'", with: "''") + "'::text"
        let digest = "coalesce(f.stream_digests, '{}') || jsonb_build_object(\(name), i.digest)"
        let fields = "coalesce(f.stream_vendor_fields, '{}') || jsonb_build_object(\(name), i.vendor_fields)"
        return ["stream_digests = \(digest)"] + (shape.storesVendorFields ? ["stream_vendor_fields = \(fields)"] : [])
            + (shape.storesCustomFields ? ["custom_fields = i.custom_fields"] : [])
    }

    /// Live rows go; answers those that went, each with what it was. `$2`: their ids.
    var delete: String {
        """
        UPDATE \(shape.factsTable) f SET deleted_at = now(), changed_at = now()
        WHERE f.tenant_id = $1 AND f.id = ANY ($2::uuid[]) AND f.deleted_at IS NULL
        RETURNING f.id, f.external_id, \(ChangeSQL.deleted("f")) AS fields
        """
    }

    /// The same, with the time that the vendor says of it, where that is later: an answer from a copy that lags is older.
    /// `$3`: those times, in microseconds.
    var deleteFlagged: String {
        """
        UPDATE \(shape.factsTable) f SET deleted_at = now(), changed_at = now(), source_updated_at =
            greatest(f.source_updated_at, 'epoch'::timestamptz + u.at * interval '1 microsecond')
        FROM unnest($2::uuid[], $3::bigint[]) AS u(id, at)
        WHERE f.tenant_id = $1 AND f.id = u.id AND f.deleted_at IS NULL
        RETURNING f.id, f.external_id, \(ChangeSQL.deleted("f")) AS fields
        """
    }

    /// The connection's live rows.
    var countLive: String {
        """
        SELECT count(*) AS live FROM \(shape.factsTable)
        WHERE tenant_id = $1 AND connection_id = $2 AND deleted_at IS NULL
        """
    }
}
