import HTTPTypes

/// What a call came to, as budgets and retries see it.
enum CallOutcome: Sendable, Hashable {
    /// An answer of any status that is no sign of overload or failure.
    case answered
    /// The vendor asks to wait, so many seconds where it says.
    case throttled(after: Double?)
    /// The vendor is failing for now.
    case failing(status: Int)
    /// No whole answer; another try may bring one.
    case lost(TransportError)
    /// No whole answer, and none to be had by trying again.
    case hopeless(TransportError)

    init(_ result: Result<TransportResponse, TransportError>, signs: RateSigns, rule: ThrottleRule) {
        switch result {
        case .success(let response):
            if rule.isThrottle(response) || (response.status.code == 503 && signs.retryAfter != nil) {
                self = .throttled(after: signs.retryAfter ?? rule.pauseSeconds)
            } else {
                self = Self.isFailing(response.status.code) ? .failing(status: response.status.code) : .answered
            }
        case .failure(let error):
            self = error.isTransient ? .lost(error) : .hopeless(error)
        }
    }

    /// 520 to 527 are what a well-known proxy answers for servers that do not.
    private static func isFailing(_ status: Int) -> Bool {
        [408, 425, 500, 502, 503, 504].contains(status) || (520...527).contains(status)
    }
}

/// Which answers mean ‘too fast’. 429 does everywhere; a vendor that says it otherwise (403, 200 with an error) has its own.
public struct ThrottleRule: Sendable {
    public var isThrottle: @Sendable (TransportResponse) -> Bool
    /// How long such an answer pauses its scope when it does not say itself; nil: a guess, longer each time.
    public var pauseSeconds: Double?

    public init(pauseSeconds: Double? = nil, _ isThrottle: @escaping @Sendable (TransportResponse) -> Bool) {
        self.pauseSeconds = pauseSeconds
        self.isThrottle = isThrottle
    }

    public static let standard = standard(pauseSeconds: nil)

    /// 429 alone, and how long the vendor wants to be left alone after one.
    public static func standard(pauseSeconds: Double?) -> ThrottleRule {
        ThrottleRule(pauseSeconds: pauseSeconds) { $0.status.code == 429 }
    }
}

extension TransportError {
    /// May another try go better?
    var isTransient: Bool {
        switch self {
        case .cannotResolve, .cannotConnect, .timedOut(.connect), .timedOut(.idle), .brokenTransfer: true
        // A whole time limit, spent again and again, would hold a run for hours.
        case .timedOut(.total), .egressRefused, .badURL, .tls, .bodyTooLarge, .cancelled: false
        }
    }

    /// Has nothing been sent for sure?
    var isBeforeSending: Bool {
        switch self {
        case .cannotResolve, .cannotConnect, .timedOut(.connect): true
        default: false
        }
    }
}
