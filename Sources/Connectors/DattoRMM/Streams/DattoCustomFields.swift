import JSON

/// User-defined fields by allowed names (trap 8): `udf1` to `udf300` of v2, which holds texts; of v3 by their number or
/// their label, with their types.
enum DattoCustomFields {
    static func text(_ row: JSONValue, allowing allowed: AllowedFields) -> String? {
        if allowed.isEmpty { return nil }
        guard let typed = row["udfs"].array else { return allowed.pick(row["udf"]) }
        let found = typed.flatMap { field -> [(key: String, value: JSONValue)] in
            let names = [field["ordinal"].text.map { "udf\($0)" }, field["label"].cleaned].compactMap(\.self)
            return value(field).map { value in names.map { ($0, value) } } ?? []
        }
        return allowed.pick(found)
    }

    private static func value(_ field: JSONValue) -> JSONValue? {
        ["valueString", "valueBoolean", "valueNumber", "valueDate"].lazy.map { field[$0] }.first { !$0.isNull }
    }
}
