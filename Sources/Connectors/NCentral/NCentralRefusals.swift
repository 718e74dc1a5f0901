import JSON

/// N-central's own ways of saying no (sheet, Errors and Authentication).
enum NCentralRefusals {
    static let reading = AnswerReading(refusal: refusal, success: failure)

    /// What a person should know of a failure that lasts.
    private static let hint = """
        where this lasts, the API user's password may have expired (after 90 days, unless set otherwise): set a new one \
        and generate a new token
        """

    /// An expired password is a 500 here, though the log-in still works. Only its words tell it from a failure.
    private static func refusal(_ refusal: Refusal) -> ConnectorError? {
        guard refusal.status == 500 else { return nil }
        let words = refusal.words.lowercased()
        if words.contains("password"), words.contains("expire") {
            return .unauthorised("the API user's password has expired (\(refusal.text))")
        }
        return .unavailable("\(refusal.text); \(hint)")
    }

    /// The core's errors come with 200 and a member `error message`, which begins with the error's number.
    private static func failure(_ json: JSONValue) -> ConnectorError? {
        guard let text = json["error message"].cleaned else { return nil }
        let words = Shortened.text("the core reports: \(text)")
        switch text.prefix(while: \.isNumber) {
        // Bad credentials; locked; the session has expired.
        case "2100", "3020", "4000": return .unauthorised(words)
        default: return .unavailable("\(words); \(hint)")
        }
    }
}
