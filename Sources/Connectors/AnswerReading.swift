import HTTPTransport
public import HTTPTypes
import Inventory
public import JSON

/// Reads an answer: its JSON (or its XML as JSON), or why it is none. The one place where a status becomes a ``ConnectorError``.
///
/// A vendor's own habits come in through the two hooks; both may leave the matter to the general reading (nil).
public struct AnswerReading: Sendable {
    /// Called with every answer of 300 or more, before the general reading.
    public var refusal: @Sendable (Refusal) -> ConnectorError?
    /// Called with the JSON of every good answer, made from XML where it was that: some vendors send their errors with 200.
    public var success: @Sendable (JSONValue) -> ConnectorError?

    public init(
        refusal: @escaping @Sendable (Refusal) -> ConnectorError? = { _ in nil },
        success: @escaping @Sendable (JSONValue) -> ConnectorError? = { _ in nil }
    ) {
        self.refusal = refusal
        self.success = success
    }

    /// - Parameter secrets: what was sent and must not come back in an error's words.
    func json(
        of response: TransportResponse, now: Timestamp, hiding secrets: [String] = []
    ) throws(ConnectorError) -> JSONValue {
        try refuse(response, now: now, hiding: secrets)
        if response.status == .noContent { return .missing }
        if Refusal.isHTML(response) { throw .unavailable("a web page in place of data (maintenance or log-in)") }
        do {
            let json = try JSONValue.parse(response.body)
            if let error = success(json) { throw HiddenWords(secrets).hide(in: error) }
            return json
        } catch let error as JSONError {
            throw .malformedAnswer("the answer is not JSON: \(error)")
        } catch let error as ConnectorError {
            throw error
        } catch {
            throw .malformedAnswer("the answer cannot be read")
        }
    }

    /// An answer of XML, as JSON in the shape that the form declares.
    func xml(
        of response: TransportResponse, _ form: XMLForm, now: Timestamp, hiding secrets: [String] = []
    ) throws(ConnectorError) -> JSONValue {
        try refuse(response, now: now, hiding: secrets)
        let json: JSONValue
        do throws(XMLError) {
            json = try XMLReading.json(response.body, form)
        } catch {
            throw ConnectorError(error)
        }
        if let error = success(json) { throw HiddenWords(secrets).hide(in: error) }
        return json
    }

    private func refuse(
        _ response: TransportResponse, now: Timestamp, hiding secrets: [String]
    ) throws(ConnectorError) {
        guard !(200..<300).contains(response.status.code) else { return }
        let refused = Refusal(response, now: now, hiding: secrets)
        throw HiddenWords(secrets).hide(in: refusal(refused) ?? refused.error)
    }
}

extension ConnectorError {
    fileprivate init(_ error: XMLError) {
        self =
            switch error {
            case .empty: .unavailable("an empty body in place of data")
            case .html: .unavailable("a web page in place of data (maintenance or log-in)")
            case .notXML: .malformedAnswer("the answer is not XML")
            case .documentType: .malformedAnswer("the answer has a document type, which is refused unread")
            case .encoding: .malformedAnswer("the answer's encoding is not one that is read")
            case .root(let name): .malformedAnswer("the answer's root is '\(Shortened.text(name))'")
            case .tooDeep: .malformedAnswer("the answer's elements lie too deep in each other")
            case .malformed(let line): .malformedAnswer("the answer's XML breaks off or is broken in line \(line)")
            }
    }
}

/// An answer that is not what was asked for.
public struct Refusal: Sendable {
    public let status: Int
    public let headers: HTTPFields
    /// The body where it is JSON, else missing.
    public let json: JSONValue
    /// From `Retry-After`, in either of its forms.
    public let retryAfterSeconds: Int?
    /// The vendor's own words: an error member of the JSON or the plain text, short; never a web page.
    public var words: String

    /// A refusal that came as a good answer, with the status that its body tells.
    public init(status: Int, json: JSONValue, words: String) {
        self.status = status
        headers = [:]
        self.json = json
        retryAfterSeconds = nil
        self.words = words
    }

    init(_ response: TransportResponse, now: Timestamp, hiding secrets: [String] = []) {
        status = response.status.code
        headers = response.headers
        json = (try? JSONValue.parse(response.body)) ?? .missing
        retryAfterSeconds = Self.retryAfter(response.headers, now: now)
        words = Shortened.text(secrets.reduce(Self.words(response, json)) { $0.replacing($1, with: "***") })
    }

    /// What the status alone means, for any vendor.
    public var error: ConnectorError {
        switch status {
        case 401: .unauthorised(text)
        // A throttle in disguise says when to come back; a missing permission does not.
        case 403 where retryAfterSeconds != nil: .throttled(retryAfterSeconds: retryAfterSeconds, text)
        case 403: .forbidden(text)
        case 404: .notFound(text)
        case 429: .throttled(retryAfterSeconds: retryAfterSeconds, text)
        case 503 where retryAfterSeconds != nil: .throttled(retryAfterSeconds: retryAfterSeconds, text)
        case 300..<400: .unavailable("sent elsewhere, as to a log-in or maintenance page: \(text)")
        case 408, 425: .unavailable(text)
        case 400..<500: .rejectedCall(status: status, text)
        default: .unavailable(text)
        }
    }

    /// Status and words, as messages have them.
    public var text: String { words.isEmpty ? "status \(status)" : "status \(status): \(words)" }

    static func isHTML(_ response: TransportResponse) -> Bool {
        if response.headers[.contentType]?.lowercased().contains("html") == true { return true }
        return response.body.first { !$0.isASCIISpace } == UInt8(ascii: "<")
    }

    private static func words(_ response: TransportResponse, _ json: JSONValue) -> String {
        guard json.object == nil else {
            let members = [
                "error", "code", "Code", "resultCode", "error_description", "message", "Message", "errorMessage",
            ]
            return members.compactMap { json[$0].string }.joined(separator: ": ")
        }
        return isHTML(response) ? "" : String(decoding: response.body.prefix(8_000), as: UTF8.self)
    }

    private static func retryAfter(_ headers: HTTPFields, now: Timestamp) -> Int? {
        guard let text = headers[.retryAfter] else { return nil }
        if let seconds = Double(text), seconds >= 0, seconds < 1e9 { return Int(seconds.rounded(.up)) }
        guard let until = HTTPDate.parse(text) else { return nil }
        let clock = headers[.date].flatMap(HTTPDate.parse) ?? now
        return max(0, Int((until.microseconds - clock.microseconds) / 1_000_000))
    }
}

extension UInt8 {
    var isASCIISpace: Bool {
        self == 0x20 || (0x09...0x0D).contains(self) || self == 0xEF || self == 0xBB || self == 0xBF
    }
}
