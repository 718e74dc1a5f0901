/// Everything that can go wrong between the engine and a vendor: closed, so that the engine decides on each.
/// Whose fault it is, whether to try again and what to tell whom is derived from it in one place, by the engine.
public enum ConnectorError: Error, Sendable, Hashable {
    /// The vendor refuses our credentials.
    case unauthorised(String)
    /// The credentials work, but not for this.
    case forbidden(String)
    /// The vendor does not have this (not licensed, not in this version).
    case notAvailable(String)
    /// The thing asked for is not there.
    case notFound(String)
    /// The vendor asks us to wait; until when, where it says.
    case throttled(retryAfterSeconds: Int?, String)
    /// The vendor is failing for now: 5xx, broken transfer, time-out, HTML in place of JSON.
    case unavailable(String)
    /// The vendor's answer is not what its document promises, as a whole.
    case malformedAnswer(String)
    /// The vendor refuses the call as wrong: ours to mend.
    case rejectedCall(status: Int, String)
    /// A cursor died or ran in a circle: start the read again.
    case positionLost(String)
    /// The connection's own settings are wrong: what, and what to do.
    case misconfigured(String)
    /// The base URL leads where we may not call.
    case egressRefused(String)
    /// The database or the engine failed below the connector (a credential could not be opened, parents not read).
    case engine(String)
    case cancelled

    /// Whether it may be about the one thing that was asked for, so that the vendor would answer for its neighbours.
    public var maySpareOthers: Bool {
        switch self {
        case .unavailable, .malformedAnswer, .rejectedCall: true
        default: false
        }
    }
}
