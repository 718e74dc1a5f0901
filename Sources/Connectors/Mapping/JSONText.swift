public import JSON

/// JSON as PostgreSQL's `jsonb` takes it.
public enum JSONText {
    /// What a vendor sent and the columns do not carry; nil when nothing is left.
    public static func vendorFields(_ row: JSONValue, omitting carried: Set<String>) -> String? {
        let text = withoutNUL(row.serialised(omitting: carried))
        return text == "{}" ? nil : text
    }

    /// An object of members that are JSON already; nil when there are none.
    public static func object(_ members: [(key: String, json: String)]) -> String? {
        guard !members.isEmpty else { return nil }
        return withoutNUL("{" + members.map { "\(quoted($0.key)):\($0.json)" }.joined(separator: ",") + "}")
    }

    /// A string as JSON.
    public static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case ..." ".unicodeScalars.first! where scalar != " ":
                quoted += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    /// Drops the escapes of NUL, which `jsonb` refuses. An escape is one only where its backslash is not escaped.
    static func withoutNUL(_ json: String) -> String {
        var json = json
        return json.withUTF8 { bytes in holdsNUL(bytes) ? kept(bytes) : nil } ?? json
    }

    private static let escape = Array("\\u0000".utf8)

    private static func holdsNUL(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "\\") else {
                index += 1
                continue
            }
            if bytes[index...].starts(with: escape) { return true }
            index += 2
        }
        return false
    }

    private static func kept(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        var kept: [UInt8] = []
        var rest = bytes[...]
        while let byte = rest.first {
            let length = byte == UInt8(ascii: "\\") ? (rest.starts(with: escape) ? 6 : 2) : 1
            if length < 6 { kept += rest.prefix(length) }
            rest = rest.dropFirst(length)
        }
        return String(decoding: kept, as: UTF8.self)
    }
}
