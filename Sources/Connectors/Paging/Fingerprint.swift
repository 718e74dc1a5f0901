public import JSON

/// What tells a page from another: its rows' number, and a hash over its first and last rows as sent.
public enum Fingerprint {
    public static func of(_ rows: [JSONValue]) -> String {
        guard let first = rows.first, let last = rows.last else { return "0" }
        return of(rows.count, first, last)
    }

    /// The same of a list whose rows nobody has taken out of their array.
    static func of(_ count: Int, _ first: JSONValue, _ last: JSONValue) -> String {
        guard count > 0 else { return "0" }
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for row in [first, last] {
            for byte in row.serialised().utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        }
        return "\(count)-\(String(hash, radix: 16))"
    }
}
