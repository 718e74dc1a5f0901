import HTTPTypes

/// What is tried again, after how long and how often: decided here and nowhere else.
public struct RetryPolicy: Sendable, Hashable {
    /// Tries in all, the first among them.
    public var attempts = 4
    /// The most to wait before the second try; doubled for each that follows.
    public var firstDelay: Duration = .milliseconds(500)
    public var longestDelay: Duration = .seconds(15)
    /// How long a call waits, in all, for pauses that the vendor asked for; beyond that the caller gets the 429.
    public var longestPause: Duration = .seconds(20)

    public init() {}

    /// One try, and no waiting for a pause.
    public static var once: RetryPolicy {
        var policy = RetryPolicy()
        policy.attempts = 1
        policy.longestPause = .zero
        return policy
    }

    enum Decision: Equatable {
        /// The answer, or the error, is the caller's.
        case done
        case again(afterSeconds: Double)
        /// As soon as the scope's pause is over.
        case afterPause
    }

    /// What follows the `attempt`th try (the first is 1). `pause` is how long the scope is paused now, `paused` how long
    /// this call has waited for pauses already.
    func decide(
        _ outcome: CallOutcome, _ request: TransportRequest, attempt: Int, pause: Double = 0, paused: Double = 0,
        random: Double
    ) -> Decision {
        switch outcome {
        case .answered, .hopeless: return .done
        case .throttled:
            return request.isRepeatable && paused + pause <= longestPause.inSeconds && attempt < 4 * attempts
                ? .afterPause : .done
        case .failing(status: 500) where request.method != .get && request.method != .head: return .done
        case .failing: return request.isRepeatable ? backOff(attempt, random) : .done
        case .lost(let error):
            return request.isRepeatable || error.isBeforeSending ? backOff(attempt, random) : .done
        }
    }

    /// Full jitter: anything from nothing to the whole delay, so that those who failed together do not return together.
    private func backOff(_ attempt: Int, _ random: Double) -> Decision {
        guard attempt < attempts else { return .done }
        let delay = firstDelay.inSeconds * Double(1 << min(attempt - 1, 16))
        return .again(afterSeconds: random * min(delay, longestDelay.inSeconds))
    }
}

extension Duration {
    var inSeconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}
