public import JSON

/// JSON as PostgreSQL's `jsonb` takes it.
public enum JSONText {
    /// What a vendor sent and the columns do not carry; nil when nothing is left. A path may lead into an object
    /// (`os.name`); members that are null say nothing and are left out.
    public static func vendorFields(
        _ row: JSONValue, omitting carried: Set<String>, adding more: [(key: String, json: String)] = []
    ) -> String? {
        var places = Places()
        for path in carried { places.add(path, of: row) }
        return vendorFields(row, omitting: places, adding: more)
    }

    /// Where values stand that are to be left out, and the objects that a path leads through to them.
    struct Places {
        private(set) var omitted: [UInt32] = []
        private(set) var entered: [UInt32] = []

        mutating func add(_ path: String, of row: JSONValue) {
            if let place = row.place(atPath: path, through: { entered.append($0) }) { omitted.append(place) }
        }

        /// The same by another way to find a path's members.
        mutating func add(_ path: String, _ member: (String) -> JSONValue) {
            if let place = member(path).place { omitted.append(place) }
            for (place, byte) in path.utf8.enumerated() where byte == UInt8(ascii: ".") {
                let parent = member(String(decoding: path.utf8.prefix(place), as: UTF8.self))
                if let place = parent.place { entered.append(place) }
            }
        }
    }

    static func vendorFields(
        _ row: JSONValue, omitting places: Places, adding more: [(key: String, json: String)] = []
    ) -> String? {
        let rest = row.rest(omitting: places.omitted, entering: places.entered)
        guard let added = object(more) else { return rest }
        return rest.map { $0.dropLast() + "," + added.dropFirst() } ?? added
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
