import JSON

/// The vendor's ways of saying no, which have no one shape (sheet, Errors).
enum HaloRefusals {
    static let reading = AnswerReading(refusal: error, success: inGoodAnswer)

    /// What the status means, in the words that were found.
    static func error(_ refusal: Refusal) -> ConnectorError? {
        guard let words = words(refusal.json), refusal.words.isEmpty || refusal.json.string != nil else { return nil }
        var refusal = refusal
        refusal.words = Shortened.text(words)
        return refusal.error
    }

    /// A text in JSON, or an object whose only member is the text.
    private static func words(_ json: JSONValue) -> String? {
        if let text = json.string { return text }
        guard let members = json.object, members.count == 1 else { return nil }
        return members[0].value.string
    }

    /// An error that came with 200: it has neither rows nor a record.
    private static func inGoodAnswer(_ json: JSONValue) -> ConnectorError? {
        guard json.object != nil, json["id"].isMissing, json["access_token"].isMissing else { return nil }
        let refused = ["error", "ClassName", "errorMessage"].contains { json[$0].cleaned != nil }
        guard refused else { return nil }
        let words = ["error", "error_description", "ClassName", "Message", "errorMessage"].compactMap {
            json[$0].cleaned
        }
        return .unavailable("an error in place of data: \(Shortened.text(words.joined(separator: ": ")))")
    }
}
