import JSON

/// N-sight's own ways of saying no (sheet, Errors): mostly with status 200.
enum NSightRefusals {
    static let reading = AnswerReading(refusal: refusal, success: failure)

    /// Asked too often, it pauses for as long as the sheet's own advice has it, unless it says how long. A wrong address
    /// has been seen to be answered with 403 too.
    private static func refusal(_ refusal: Refusal) -> ConnectorError? {
        guard [403, 429].contains(refusal.status) else { return nil }
        return .throttled(
            retryAfterSeconds: refusal.retryAfterSeconds ?? 90,
            "\(refusal.text); if it stays, the base URL may not be the API's")
    }

    /// A root without a status (patches, settings) is good; one that says FAIL never is, whatever else it holds.
    private static func failure(_ json: JSONValue) -> ConnectorError? {
        let root = json["result"]
        let status = root["@status"].cleaned?.uppercased()
        guard status == "FAIL" || !root["error"]["errorcode"].isMissing else { return nil }
        let words = Shortened.text(root["error"]["message"].cleaned ?? root["msg"].cleaned ?? "no reason given")
        switch root["error"]["errorcode"].digits {
        case 3: return .unauthorised("\(words); or the account lives in another territory than the base URL's")
        case 4: return .notFound(words)
        case 5: return .rejectedCall(status: 200, words)
        case let code: return .unavailable("the vendor reports failure \(code.map { String($0) } ?? "?"): \(words)")
        }
    }
}
