import HTTPTransport
import HTTPTypes
import Inventory
import JSON

/// Asio's own ways of saying no (Errors, Rate limits).
enum AsioRefusals {
    static let reading = AnswerReading(refusal: refusal, success: failure)

    /// 404 has two meanings: of a resource, that a list is empty; otherwise, that there is no such path or method.
    private static func refusal(_ refusal: Refusal) -> ConnectorError? {
        switch refusal.status {
        case 404:
            refusal.words.lowercased().contains("resource")
                ? .notFound(refusal.text) : .rejectedCall(status: 404, refusal.text)
        case 423, 429, 503:
            .throttled(retryAfterSeconds: refusal.retryAfterSeconds ?? reset(refusal) ?? AsioSignIn.rest, refusal.text)
        default: nil
        }
    }

    /// Until the quota is whole again, by the vendor's own clock.
    private static func reset(_ refusal: Refusal) -> Int? {
        guard let now = refusal.headers[.date].flatMap(HTTPDate.parse) else { return nil }
        let texts = ["Reset", "X-RateLimit-Reset"].lazy.compactMap { name in
            HTTPField.Name(name).flatMap { refusal.headers[$0] }
        }
        guard let reset = texts.compactMap({ Double($0) }).first, reset > 1e9, reset < 1e11 else { return nil }
        let seconds = Int(reset) - Int(now.microseconds / 1_000_000)
        return (1...3600).contains(seconds) ? seconds : nil
    }

    /// An error's body with 200.
    private static func failure(_ json: JSONValue) -> ConnectorError? {
        guard let status = json.member(ignoringCase: "status").string?.lowercased(),
            ["failed", "failure", "error"].contains(status),
            json.member(ignoringCase: "successfulRecords").isMissing
        else { return nil }
        let reason = json.member(ignoringCase: "message").string ?? "no reason"
        return .unavailable(Shortened.text("the vendor reports a failure: \(reason)"))
    }
}

extension ConnectorError {
    /// Products differ from partner to partner: what refuses a product is no failure, and blocks nothing else.
    func unavailable(_ product: String) -> ConnectorError {
        switch self {
        case .forbidden(let words), .notFound(let words), .rejectedCall(_, let words):
            .notAvailable("\(product), or the key lacks its scope: \(words)")
        default: self
        }
    }
}
