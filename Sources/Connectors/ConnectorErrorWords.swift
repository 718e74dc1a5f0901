extension ConnectorError {
    /// For a person: what happened, who must act, and what to do.
    public var words: String {
        switch self {
        case .unauthorised(let what):
            "The vendor refuses the credentials (\(what)). Make new ones at the vendor and rotate the connection's."
        case .forbidden(let what):
            "The credentials work, but not for this (\(what)). Give their role or scope the right to read it."
        case .notAvailable(let what):
            "The vendor does not offer this to the account (\(what)). Nothing to do, unless it is to be licensed."
        case .notFound(let what):
            "What was asked for is not there (\(what)). If that is all of it, check the base URL."
        case .throttled(let seconds, let what):
            "The vendor asks us to wait \(seconds.map { "\($0) s" } ?? "a while") (\(what)). It goes on by itself."
        case .unavailable(let what):
            "The vendor does not answer as it should for now (\(what)). It is tried again by itself."
        case .malformedAnswer(let what):
            "The vendor's answer is not what its documents promise (\(what)). It is tried again; report it if it stays."
        case .rejectedCall(let status, let what):
            "The vendor refuses the call as wrong, with status \(status) (\(what)). This is ours to mend: report it."
        case .positionLost(let what):
            "The vendor lost the place in its list (\(what)). The list is read again from its start by itself."
        case .misconfigured(let what):
            "The connection is set up wrongly: \(what). Mend its settings and test it."
        case .egressRefused(let what):
            "The base URL leads to an address that may not be called: \(what). Mend it, or allow the address."
        case .engine(let what):
            "The program itself failed: \(what). See its log and run the doctor."
        case .cancelled:
            "Stopped before it was done. It goes on where it stood."
        }
    }
}
