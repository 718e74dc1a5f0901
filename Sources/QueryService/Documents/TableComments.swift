import Foundation
import Inventory
public import Postgres

/// What tables and columns mean, written into the database so that SQL tools show it. The words are the declarations',
/// as in the OpenAPI document.
public struct TableComments: Sendable {
    private let owner: PostgresClient

    public init(owner: PostgresClient) { self.owner = owner }

    /// Writes them unless these very words are there; `isForced`: also then, since tables may have been made anew.
    public func write(isForced: Bool = false) async throws {
        let script = Self.script
        let mark = String(Fingerprint.of(script.utf8), radix: 16)
        let words = "The warehouse as readers know it; 'live' has the same without deleted rows. (\(mark))"
        let stored = try await owner.query("SELECT obj_description('inventory'::regnamespace) AS words").only()
        guard isForced || stored["words"] != words else { return }
        try await owner.transaction(tenant: nil) { session in
            try await session.execute(script + Self.comment("SCHEMA", "inventory", words))
        }
    }

    private static let script: String = {
        let own = Set(OwnTables.all.map(\.name))
        return Catalogue(entities: Entities.all).resources.flatMap { resource in
            let isTable = own.contains(resource.name)
            return (isTable ? ["inventory"] : ["inventory", "live"]).flatMap { schema in
                let name = "\(schema).\(resource.name)"
                return [comment(isTable ? "TABLE" : "VIEW", name, resource.meaning)]
                    + resource.fields.map { comment("COLUMN", "\(name).\"\($0.name)\"", $0.words) }
            }
        }
        .joined() + beneath
    }()

    /// The narrower tables beneath the views: a column means what it means in the view of its table (of several the
    /// one with the shortest name, which is the table's own), else what it is for.
    private static var beneath: String {
        let purposes = internals.sorted { $0.key < $1.key }.map { "(\(literal($0.key)), \(literal($0.value)))" }
        return """
            DO $comments$
            DECLARE
                part record;
            BEGIN
                FOR part IN
                    SELECT c.oid::regclass AS name, a.attname AS attribute, coalesce(
                        (SELECT col_description(v.oid, w.attnum) FROM pg_class v
                         JOIN pg_attribute w ON w.attrelid = v.oid AND w.attname = a.attname
                         WHERE v.relnamespace = c.relnamespace AND v.relkind = 'v'
                            AND v.oid IN (SELECT r.ev_class FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid
                                WHERE d.refobjid = c.oid)
                         ORDER BY length(v.relname), v.relname LIMIT 1), p.purpose) AS words
                    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                    LEFT JOIN (VALUES \(purposes.joined(separator: ", "))) AS p (name, purpose) ON p.name = a.attname
                    WHERE c.relnamespace = 'inventory'::regnamespace AND c.relkind = 'r'
                        AND col_description(c.oid, a.attnum) IS NULL
                LOOP
                    EXECUTE format('COMMENT ON COLUMN %s.%I IS %L', part.name, part.attribute, part.words);
                END LOOP;
                FOR part IN
                    SELECT c.oid::regclass AS name, (SELECT string_agg(DISTINCT r.ev_class::regclass::text, ', ')
                        FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid WHERE d.refobjid = c.oid) AS views
                    FROM pg_class c WHERE c.relnamespace = 'inventory'::regnamespace AND c.relkind = 'r'
                        AND obj_description(c.oid) IS NULL
                LOOP
                    EXECUTE format('COMMENT ON TABLE %s IS %L', part.name,
                        coalesce('A part of ' || part.views || ': read that.', 'What the warehouse itself counts by.'));
                END LOOP;
            END
            $comments$;

            """
    }

    private static let internals = [
        "digest": "Of the primary stream's values: an unchanged record is known by it.",
        "stream_digests": "The same for each other stream that fills the row.",
        "vendor_fields": "What the primary stream sent and no column carries.",
        "stream_vendor_fields": "What other streams sent and no column carries, each under its name.",
        "listed_at": "When the list that makes the row last showed it as new or changed.",
        "number": "The tenant's own number for it, which narrow rows hold.",
        "hash": "Of its texts: it is found by that.", "source_key": "The vendor's own id of it, where there is one.",
        "part": "Tells apart the streams that fill the table.", "device_number": "The device, in device_numbers.",
        "title_number": "The title, in software_titles or patch_titles.",
        "version_number": "The version, in software_versions.", "state_number": "The state, in patch_states.",
        "value": "The last number given.", "entity": "The table (of a former version: its view).",
        "valid_from": "Since when it was so.", "valid_to": "The first moment at which it was no longer so.",
        "facts": "The columns that were not null, by name.", "since": "Since when it is whole.",
        "name": "What it is called.", "connection_id": "The connection that it came through.",
        "external_id": "The vendor's own id.", "id": "The row's id.", "tenant_id": "The tenant that it belongs to.",
    ]

    private static func comment(_ kind: String, _ name: String, _ words: String) -> String {
        "COMMENT ON \(kind) \(name) IS \(literal(words));\n"
    }

    private static func literal(_ text: String) -> String { "'\(text.replacing("'", with: "''"))'" }
}

extension Field {
    /// Its meaning and, of an enum, the values.
    fileprivate var words: String {
        allowed.map { "\(meaning) One of: \($0.joined(separator: ", "))." } ?? meaning
    }
}
