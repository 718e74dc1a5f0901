import JSON

/// VSA X's own ways of saying no (sheet, Errors).
enum VSAXRefusals {
    static let reading = AnswerReading(refusal: refusal, success: failure)

    private static func refusal(_ refusal: Refusal) -> ConnectorError? {
        guard let words = words(refusal.json) else { return nil }
        var refusal = refusal
        refusal.words = words
        return refusal.error
    }

    /// The body repeats the status, and counts where the two differ.
    private static func failure(_ json: JSONValue) -> ConnectorError? {
        if let code = json["Meta"]["ResponseCode"].integer, (300..<600).contains(code) {
            return Refusal(status: Int(code), json: json, words: words(json) ?? "").error
        }
        // Seen by one client on failed runs: another shape, with no status.
        guard json["Data"].isNull, json["Error"].object != nil else { return nil }
        return .unavailable(words(json) ?? "an error in place of data")
    }

    private static func words(_ json: JSONValue) -> String? {
        let told = [json["Meta"]["ErrorMessage"], json["Error"]["Message"], json["Error"]["Details"]]
        let words = told.compactMap(\.cleaned).joined(separator: ": ")
        return words.isEmpty ? nil : Shortened.text(words)
    }
}
