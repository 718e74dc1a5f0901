public import JSON

/// JSON as PostgreSQL's `jsonb` takes it.
public enum JSONText {
    /// What a vendor sent and the columns do not carry; nil when nothing is left. A path may lead into an object
    /// (`os.name`); members that are null say nothing and are left out.
    public static func vendorFields(
        _ row: JSONValue, omitting carried: Set<String>, adding more: [(key: String, json: String)] = []
    ) -> String? {
        object(rest(row, within: "", omitting: carried, parents: parents(of: carried)) + more)
    }

    /// The objects that the paths lead through.
    private static func parents(of paths: Set<String>) -> Set<String> {
        var parents: Set<String> = []
        for path in paths {
            for (place, byte) in path.utf8.enumerated() where byte == UInt8(ascii: ".") {
                parents.insert(String(decoding: path.utf8.prefix(place), as: UTF8.self))
            }
        }
        return parents
    }

    private static func rest(
        _ row: JSONValue, within path: String, omitting carried: Set<String>, parents: Set<String>
    ) -> [(key: String, json: String)] {
        (row.object ?? []).compactMap { member in
            if member.value.isNull { return nil }
            let place = path.isEmpty ? member.key : "\(path).\(member.key)"
            // A name with a dot in it is no path.
            let isNamed = !member.key.utf8.contains(UInt8(ascii: "."))
            if isNamed, carried.contains(place) { return nil }
            guard isNamed, parents.contains(place), member.value.object != nil else {
                return (member.key, member.value.serialised())
            }
            return object(rest(member.value, within: place, omitting: carried, parents: parents)).map {
                (member.key, $0)
            }
        }
    }

    /// An object of members that are JSON already; nil when there are none.
    public static func object(_ members: [(key: String, json: String)]) -> String? {
        if members.isEmpty { return nil }
        return "{" + members.map { "\(quoted($0.key)):\($0.json)" }.joined(separator: ",") + "}"
    }

    /// A string as JSON, without its NUL characters.
    public static func quoted(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
            return "\"" + text + "\""
        }
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
