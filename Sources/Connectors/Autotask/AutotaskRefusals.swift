import JSON

/// What an error of Autotask's means: the status says little, since almost everything is a 500; the text does.
enum AutotaskRefusals {
    static let reading = AnswerReading(refusal: error, success: errorInBody)

    private static func error(_ refusal: Refusal) -> ConnectorError? {
        var refusal = refusal
        let words = words(refusal.json)
        guard !words.isEmpty else { return nil }
        refusal.words = Shortened.text(words)
        return meaning(refusal, words.lowercased())
    }

    /// A wrong call or a missing right is a 500 that would be the same a second time (trap 4).
    private static func meaning(_ refusal: Refusal, _ words: String) -> ConnectorError {
        if refusal.status == 401 { return refusal.error }
        if words.contains("permission") { return .forbidden(refusal.text) }
        if words.contains("itgenatr005") || words.contains("thread threshold") {
            return .throttled(retryAfterSeconds: refusal.retryAfterSeconds ?? 5, refusal.text)
        }
        if words.contains("threshold") {
            return .throttled(retryAfterSeconds: refusal.retryAfterSeconds, refusal.text)
        }
        return refusal.status == 500 ? .rejectedCall(status: 500, refusal.text) : refusal.error
    }

    private static func errorInBody(_ json: JSONValue) -> ConnectorError? {
        guard let errors = json["errors"].array, !errors.isEmpty else { return nil }
        return error(Refusal(status: 500, json: json, words: ""))
    }

    /// `errors`, an array of texts; of objects with a message too, as has been met.
    private static func words(_ json: JSONValue) -> String {
        (json["errors"].array ?? []).compactMap { $0.string ?? $0["message"].string }.joined(separator: "; ")
    }
}
