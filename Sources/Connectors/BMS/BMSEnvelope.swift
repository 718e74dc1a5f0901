import JSON

/// What stands in the envelope that BMS puts around its answers: `Success`, `Error`, `Result`, and `TotalRecords` where
/// the endpoint has a total.
///
/// The document spells names with capital letters, the wire without them, and two endpoints have no envelope at all:
/// each is read whichever way it comes.
struct BMSEnvelope {
    let result: JSONValue
    /// nil where the endpoint tells none.
    let total: Int64?

    init(_ json: JSONValue) {
        let isWrapped = !json.member(ignoringCase: "success").isMissing
        result = isWrapped ? json.member(ignoringCase: "result") : json
        total = isWrapped ? json.member(ignoringCase: "totalRecords").integer : nil
    }

    /// Why an answer is a failure that says so in its body alone: failures come with status 200 too.
    static func failure(in json: JSONValue) -> ConnectorError? {
        let success = json.member(ignoringCase: "success")
        guard success.bool == false || success.cleaned?.lowercased() == "false" else { return nil }
        return BMSFailure(json).error
    }
}

/// The vendor's words for a failure. Its codes are not published; its stack trace (`StackStrace`) is nobody's business.
struct BMSFailure {
    private let code: Int64?
    /// `Message`, `Details` and `SubErrors`, or what ASP.NET says by itself.
    private let words: String

    init(_ json: JSONValue) {
        let error = json.member(ignoringCase: "error")
        let source = error.object == nil ? json : error
        code = source.member(ignoringCase: "code").integer
        let members = ["message", "title", "details", "detail"].compactMap { source.member(ignoringCase: $0).cleaned }
        let more = source.member(ignoringCase: "subErrors").texts
        let own = error.object == nil ? [error.cleaned].compactMap(\.self) : []
        words = Shortened.text((own + members + more).joined(separator: ": "))
    }

    /// Code and words, as messages have them; empty where there are neither.
    var text: String {
        [code.map { "code \($0)" }, words.isEmpty ? nil : words].compactMap(\.self).joined(separator: ": ")
    }

    /// What a failure that came with status 200 is. A code that looks like a status is taken for one; what no code
    /// tells, words may.
    var error: ConnectorError {
        if let code, (400..<600).contains(code) {
            return Refusal(status: Int(code), json: .missing, words: text).error
        }
        return meaning ?? .unavailable("the call failed with status 200: \(text)")
    }

    private var meaning: ConnectorError? {
        let lower = words.lowercased()
        func says(_ signs: String...) -> Bool { signs.contains { lower.contains($0) } }
        if says("not found", "does not exist", "doesn't exist", "could not be found") { return .notFound(text) }
        if says("token") && says("expired", "invalid") { return .unauthorised(text) }
        if says("permission", "not authorized", "unauthorized", "access denied", "forbidden") {
            return .forbidden(text)
        }
        if says("quota", "rate limit", "too many") { return .throttled(retryAfterSeconds: nil, text) }
        return nil
    }
}

/// How answers of BMS are read.
enum BMSReading {
    static let calls = AnswerReading(refusal: refusal, success: BMSEnvelope.failure)

    /// A refused log-in is one whatever it says: wrong credentials are answered 200 without success.
    static let logIn = AnswerReading(refusal: logInRefusal) { json in
        guard let failure = BMSEnvelope.failure(in: json) else { return nil }
        if case .throttled = failure { return failure }
        return .unauthorised("the user, the password or the tenant's name was refused (\(failure.words))")
    }

    private static func refusal(_ refusal: Refusal) -> ConnectorError? {
        var refusal = refusal
        // The general reading does not look into the envelope.
        if refusal.words.isEmpty { refusal.words = BMSFailure(refusal.json).text }
        return refusal.error
    }

    private static func logInRefusal(_ refusal: Refusal) -> ConnectorError? {
        switch refusal.status {
        case 400, 401, 403: .unauthorised("the user, the password or the tenant's name was refused (\(refusal.text))")
        case 404: .misconfigured("no BMS API 2.0 at this base URL (\(refusal.text))")
        default: nil
        }
    }
}
