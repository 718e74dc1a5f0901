import JSON

/// A vendor's document without what must not be stored: licence keys and passwords, wherever they stand in it.
enum NCentralScrubbed {
    /// The object as a document of its own, without some of its members.
    static func document(_ value: JSONValue, omitting: Set<String> = []) -> JSONValue {
        let members = (value.object ?? []).filter { !omitting.contains($0.key) }
        return (try? JSONValue.parse(Array(object(members).utf8))) ?? .missing
    }

    private static func text(_ value: JSONValue) -> String {
        if let members = value.object { return object(members) }
        if let elements = value.array { return "[\(elements.map(text).joined(separator: ","))]" }
        return value.serialised()
    }

    private static func object(_ members: [(key: String, value: JSONValue)]) -> String {
        let kept = members.filter { !isSecret($0.key) }.map { "\(JSONText.quoted($0.key)):\(text($0.value))" }
        return "{\(kept.joined(separator: ","))}"
    }

    private static func isSecret(_ name: String) -> Bool {
        let letters = name.lowercased().filter(\.isLetter)
        return ["licensekey", "licencekey", "productkey", "password", "passphrase"].contains { letters.contains($0) }
    }
}
