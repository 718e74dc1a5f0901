import JSON

/// NinjaOne's own ways of saying no (sheet, Errors and Authentication).
enum NinjaRefusals {
    static let reading = AnswerReading(refusal: refusal, success: failure)

    /// A missing scope comes as 401, which renewing the token would never mend.
    private static func refusal(_ refusal: Refusal) -> ConnectorError? {
        switch refusal.json["error"].string {
        case "insufficient_privileges": .forbidden("the client lacks the scope 'monitoring' (\(refusal.text))")
        case "user_context_required": .forbidden("this needs a user's token, not a client's (\(refusal.text))")
        default: nil
        }
    }

    /// `{"resultCode":"FAILURE"}` comes with 200 too.
    private static func failure(_ json: JSONValue) -> ConnectorError? {
        guard json["resultCode"].string == "FAILURE" else { return nil }
        return .unavailable(
            Shortened.text("the vendor reports a failure: \(json["errorMessage"].string ?? "no reason")"))
    }
}
