public import HTTPTransport

/// What a vendor's sheet says of its limits, or a cautious default where it says nothing. Every call counts against the
/// account; what else it counts against is listed.
public struct BudgetDescription: Sendable, Hashable {
    /// A limit beside the account's.
    public struct Part: Sendable, Hashable {
        /// What the vendor counts by.
        public enum Counting: Sendable, Hashable {
            /// The account's calls of some endpoints, by the beginnings of their paths; see ``BudgetRule/paths``.
            case endpoint(String, paths: [String])
            /// All calls that come from this machine, whosever they are.
            case callersAddress
        }

        public var counting: Counting
        public var callsPerMinute: Int?
        /// In place of a number a minute, where the vendor counts by the hour.
        public var callsPerHour: Int?
        public var concurrentCalls: Int
        /// Whether the vendor's refusals, and what its headers say of limits, are about this part.
        public var isTold: Bool

        public init(
            _ counting: Counting, callsPerMinute: Int? = nil, callsPerHour: Int? = nil, concurrentCalls: Int = 16,
            isTold: Bool = false
        ) {
            self.counting = counting
            self.callsPerMinute = callsPerMinute
            self.callsPerHour = callsPerHour
            self.concurrentCalls = concurrentCalls
            self.isTold = isTold
        }
    }

    /// The account's.
    public var callsPerMinute: Int
    public var concurrentCalls: Int
    /// Whether refusals and headers are about the account.
    public var isTold: Bool
    /// How long a refusal pauses what it is about, where the answer does not say; nil: a guess, longer each time.
    public var pauseSeconds: Int?
    public var parts: [Part]

    public init(
        callsPerMinute: Int, concurrentCalls: Int, isTold: Bool = true, pauseSeconds: Int? = nil, parts: [Part] = []
    ) {
        self.pauseSeconds = pauseSeconds
        self.callsPerMinute = callsPerMinute
        self.concurrentCalls = concurrentCalls
        self.isTold = isTold
        self.parts = parts
    }

    /// The setting of vendors that count endpoints by the hour: how many calls of each they have granted.
    public static let hourly = "calls_per_hour"

    /// Which answers ask us to wait, and for how long.
    public var throttle: ThrottleRule { .standard(pauseSeconds: pauseSeconds.map(Double.init)) }

    /// What a connection's calls count against.
    /// - Parameters:
    ///   - host: the vendor's, as this machine calls it.
    ///   - settings: the connection's; `calls_per_minute` and `concurrent_calls` take the place of the account's limits.
    public func rules(account: BudgetScope, host: String, settings: [String: String]) -> [BudgetRule] {
        let calls = settings["calls_per_minute"].flatMap { Int($0) }
        let concurrent = settings["concurrent_calls"].flatMap { Int($0) }
        let limits = BudgetLimits(
            callsPerMinute: calls ?? callsPerMinute, concurrentCalls: concurrent ?? concurrentCalls,
            isFirm: calls != nil || concurrent != nil)
        return [BudgetRule(account, limits, isTold: isTold)]
            + parts.map {
                $0.rule(account: account, host: host, callsPerHour: settings[Self.hourly].flatMap { Int($0) })
            }
    }
}

extension BudgetDescription.Part {
    fileprivate func rule(account: BudgetScope, host: String, callsPerHour granted: Int?) -> BudgetRule {
        let limits = BudgetLimits(
            callsPerMinute: callsPerMinute, callsPerHour: callsPerHour.map { granted ?? $0 },
            concurrentCalls: concurrentCalls)
        switch counting {
        case .endpoint(let name, let paths):
            return BudgetRule(account.endpoint(name), limits, paths: paths, isTold: isTold)
        case .callersAddress: return BudgetRule(.callersAddress(host: host), limits, isTold: isTold)
        }
    }
}
