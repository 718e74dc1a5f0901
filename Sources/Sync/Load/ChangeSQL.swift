/// How a statement answers what it did, as the change feed tells it: a JSON object of each column to its old and its new
/// value. Volatile columns are in a row of their own, and so never among them.
enum ChangeSQL {
    /// The columns that a change record does not tell of.
    private static let unseen = [
        "tenant_id", "connection_id", "id", "external_id", "source_created_at", "source_updated_at", "first_synced_at",
        "changed_at", "deleted_at", "digest", "stream_digests", "vendor_fields", "stream_vendor_fields",
        "custom_fields", "listed_at",
    ].map { "'\($0)'" }.joined(separator: ", ")

    /// What of a row is told, as one JSON object. `row`: the alias of its table.
    static func facts(_ row: String) -> String { "to_jsonb(\(row)) - ARRAY[\(unseen)]" }

    /// A new row: every column that is known.
    static func created(_ row: String) -> String { object("jsonb_build_array(NULL, n.value)", facts(row)) }

    /// A row that goes: every column that was known.
    static func deleted(_ row: String) -> String { object("jsonb_build_array(n.value, NULL)", facts(row)) }

    /// What differs between two objects of facts; of a row that was gone, all that is known of it now.
    static func changed(from old: String, to new: String, wasDeleted: String) -> String {
        object(
            "jsonb_build_array(\(old) -> n.key, n.value)", new,
            where: "n.value IS DISTINCT FROM \(old) -> n.key OR \(wasDeleted) AND n.value <> 'null'")
    }

    private static func object(_ value: String, _ facts: String, where condition: String = "n.value <> 'null'")
        -> String
    {
        """
        coalesce((SELECT jsonb_object_agg(n.key, \(value)) FROM jsonb_each(\(facts)) n WHERE \(condition)), '{}')
        """
    }
}
