import HTTPTypes
import JSON

/// ServiceNow's ways of saying no: `{"error":{"message","detail"},"status":"failure"}`, with any status.
enum ServiceNowRefusals {
    static let reading = AnswerReading(refusal: refusal, success: success)

    @Sendable private static func refusal(_ refusal: Refusal) -> ConnectorError? {
        var told = refusal
        if let words = words(refusal.json) { told.words = words }
        let message = refusal.json["error"]["message"].string ?? ""
        switch refusal.status {
        case 401 where HTTPField.Name("X-MFA_TOKEN").flatMap({ refusal.headers[$0] }) != nil:
            return .unauthorised("a second factor is demanded of this user, which an integration cannot give")
        // The text is inferred; another 400 stays a refusal of the call.
        case 400 where message.hasPrefix("Invalid table"): return .notAvailable(told.text)
        case 500... where isTimeOut(message): return .unavailable(told.text)
        default: return told.error
        }
    }

    /// An error in an answer of 200, be there rows beside it or not: a page that broke off.
    @Sendable private static func success(_ json: JSONValue) -> ConnectorError? {
        guard let words = words(json) else { return nil }
        let message = (json["error"]["message"].string ?? "").lowercased()
        if message.contains("not authenticated") { return .unauthorised(words) }
        if message.contains("rate limit") { return .throttled(retryAfterSeconds: nil, words) }
        return .unavailable("an error in place of data: \(words)")
    }

    /// A transaction that took its minute, an answer that did not come or that was too long: fewer rows at once may do.
    static func isTooMuch(_ error: ConnectorError) -> Bool {
        switch error {
        case .unavailable(let words): isTimeOut(words)
        case .malformedAnswer(let words): words.hasPrefix("an answer of more than")
        default: false
        }
    }

    private static func isTimeOut(_ words: String) -> Bool {
        let words = words.lowercased()
        return words.contains("maximum execution time") || words.contains("transaction cancelled")
            || words.contains("timed out") || words.contains("no answer in time")
    }

    private static func words(_ json: JSONValue) -> String? {
        let error = json["error"]
        guard !error.isNull, error.string != "" else { return nil }
        let parts = [error.string, error["message"].string, error["detail"].string]
        return Shortened.text(parts.compactMap { $0 }.joined(separator: ": "))
    }
}
