public import JSON

/// JSON as PostgreSQL's `jsonb` takes it.
public enum JSONText {
    /// What a vendor sent and the columns do not carry; nil when nothing is left. A path may lead into an object
    /// (`os.name`); members that are null say nothing and are left out.
    public static func vendorFields(
        _ row: JSONValue, omitting carried: Set<String>, adding more: [(key: String, json: String)] = []
    ) -> String? {
        object(rest(row, omitting: carried.map { $0.split(separator: ".") }) + more)
    }

    private static func rest(_ row: JSONValue, omitting paths: [[Substring]]) -> [(key: String, json: String)] {
        (row.object ?? []).compactMap { member in
            let inner = paths.filter { $0.first.map(String.init) == member.key }.map { Array($0.dropFirst()) }
            if member.value.isNull || inner.contains([]) { return nil }
            if inner.isEmpty || member.value.object == nil { return (member.key, member.value.serialised()) }
            return object(rest(member.value, omitting: inner)).map { (member.key, $0) }
        }
    }

    /// An object of members that are JSON already; nil when there are none.
    public static func object(_ members: [(key: String, json: String)]) -> String? {
        if members.isEmpty { return nil }
        return "{" + members.map { "\(quoted($0.key)):\($0.json)" }.joined(separator: ",") + "}"
    }

    /// A string as JSON, without its NUL characters.
    public static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\0": break
            case let control where control.value < 0x20:
                quoted += "\\u00" + (control.value < 16 ? "0" : "") + String(control.value, radix: 16)
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
