import JSON

/// What a record has beside the columns, without what must not or need not be kept:
/// - secrets: every member named after a password, and configuration answers that are or look like one;
/// - custom fields, which are kept by allowed names alone (``PSACustomFields``);
/// - links (`_info`), which hold the server's version and would make every record look changed after an upgrade;
/// - nulls, which older versions send where newer ones leave the member out.
enum PSAVendorFields {
    /// - Parameters:
    ///   - carried: what columns hold, and so needs no second place.
    ///   - withheld: what must not be stored.
    static func text(_ json: JSONValue, carried: Set<String>, withheld: Set<String> = []) -> String? {
        let members = (json.object ?? []).filter { (key, value) in
            (!carried.contains(key) || isSentinel(value)) && !withheld.contains(key) && !neverKept.contains(key)
                && !PSACustomFields.holds(key)
        }
        var kept = members.compactMap { pruned($0.key, $0.value) }
        if let who = authors(json["_info"]) { kept.append(("_info", who)) }
        return JSONText.object(kept)
    }

    /// A date that means none: its column is null, and what was sent stays here.
    private static func isSentinel(_ value: JSONValue) -> Bool {
        guard let text = value.string, text.utf8.count >= 11, text.dropFirst(10).first == "T" else { return false }
        return Times.day(value) == nil
    }

    /// Personal data that serves nothing here, what members cost, and what lets somebody in.
    static let neverKept: Set = [
        "gender", "birthDay", "anniversary", "marriedFlag", "childrenFlag", "children", "significantOther", "school",
        "photo", "presence", "portalPassword", "securityIdentifier", "hourlyCost",
    ]

    /// A record that could not be used, as a person may see it in quarantine.
    static func harmless(_ payload: String) -> String {
        guard let json = try? JSONValue.parse(Array(payload.utf8)) else { return "{}" }
        return text(json, carried: [], withheld: ["notes", "vendorNotes"]) ?? "{}"
    }

    private static func pruned(_ key: String, _ value: JSONValue) -> (key: String, json: String)? {
        guard !value.isNull, key != "_info", !Secrets.isNamed(key) else { return nil }
        if key == "questions" { return questions(value).map { (key, $0) } }
        return (key, pruned(value))
    }

    private static func pruned(_ value: JSONValue) -> String {
        if let members = value.object {
            return JSONText.object(members.compactMap { pruned($0.key, $0.value) }) ?? "{}"
        }
        guard let elements = value.array else { return value.serialised() }
        return "[" + elements.map { pruned($0) }.joined(separator: ",") + "]"
    }

    /// A configuration's questions, those whose answers are secrets left out.
    private static func questions(_ value: JSONValue) -> String? {
        let open = (value.array ?? []).filter {
            $0["fieldType"].string != "Password" && !Secrets.isNamed($0["question"].string ?? "")
        }
        return open.isEmpty ? nil : "[" + open.map { pruned($0) }.joined(separator: ",") + "]"
    }

    private static func authors(_ info: JSONValue) -> String? {
        JSONText.object(
            ["enteredBy", "updatedBy"].compactMap { name in
                info[name].cleaned.map { (name, JSONText.quoted($0)) }
            })
    }

    private enum Secrets {
        private static let words = ["password", "passwd", "passphrase", "passcode", "secret", "recovery key"]

        static func isNamed(_ name: String) -> Bool {
            let name = name.lowercased()
            return words.contains { name.contains($0) }
        }
    }
}
