import Connectors
import Postgres

/// What follows from an error: decided here from its type, and nowhere else.
struct Verdict: Sendable, Hashable {
    /// Whose it is to mend.
    enum Fault: Sendable, Hashable { case ours, tenants, vendorsForNow, vendorsForGood, nobodys }

    /// What is done about it at once, within the run.
    enum Retry: Sendable, Hashable {
        case no
        /// Asks for the same page again, so many times.
        case samePage(tries: Int)
        /// Starts the read again from its beginning, so many times.
        case wholeRead(tries: Int)
    }

    var fault: Fault
    var retry: Retry = .no
    /// What the stream of this run comes to.
    var run: RunState
    /// What the stream is until it is read again; nil: as it was.
    var stream: StreamState?
    /// What the connection becomes; nil: as the other streams make it.
    var connection: ConnectionState?
    /// Whether the other streams would meet the same, so that they are not begun.
    var stopsRun = false
    /// When the stream may be tried again, where the vendor said so.
    var retryAfterSeconds: Int?
    /// For the person who must act.
    var words: String
}

enum ErrorPolicy {
    static func verdict(_ error: any Error) -> Verdict {
        switch error {
        case let error as ConnectorError: verdict(error)
        case is CancellationError: verdict(.cancelled)
        case let error as PostgresError where error.code == .cancelled: verdict(.cancelled)
        case let error as PostgresError: ours("The database failed: \(error.message).")
        case let held as Held:
            Verdict(fault: .tenants, run: .held, stream: .held, connection: nil, words: held.words)
        case let error as SyncError:
            Verdict(
                fault: .ours, run: .abandoned, stream: nil, connection: nil, stopsRun: true,
                words: "Stopped: \(error.description).")
        default: ours("The program itself failed: \(error).")
        }
    }

    static func verdict(_ error: ConnectorError) -> Verdict {
        switch error {
        case .unauthorised, .misconfigured, .egressRefused:
            Verdict(
                fault: .tenants, run: .failed, stream: .failing, connection: .blocked, stopsRun: true,
                words: error.words)
        case .forbidden:
            Verdict(fault: .tenants, run: .failed, stream: .failing, connection: .blocked, words: error.words)
        case .notAvailable:
            Verdict(fault: .vendorsForGood, run: .done, stream: .notAvailable, connection: nil, words: error.words)
        case .throttled(let seconds, _):
            Verdict(
                fault: .vendorsForNow, run: .deferred, stream: .deferred, connection: nil, stopsRun: true,
                retryAfterSeconds: seconds, words: error.words)
        case .unavailable:
            Verdict(
                fault: .vendorsForNow, retry: .samePage(tries: 3), run: .failed, stream: .failing,
                connection: .failing, words: error.words)
        case .malformedAnswer:
            Verdict(
                fault: .vendorsForNow, retry: .samePage(tries: 4), run: .failed, stream: .failing,
                connection: .failing, words: error.words)
        case .positionLost:
            Verdict(
                fault: .vendorsForNow, retry: .wholeRead(tries: 3), run: .failed, stream: .failing,
                connection: .failing, words: error.words)
        case .notFound, .rejectedCall:
            Verdict(
                fault: .vendorsForGood, run: .failed, stream: .failing, connection: .failing, words: error.words)
        case .engine: ours(error.words)
        case .cancelled:
            Verdict(fault: .nobodys, run: .abandoned, stream: nil, connection: nil, stopsRun: true, words: error.words)
        }
    }

    private static func ours(_ words: String) -> Verdict {
        Verdict(fault: .ours, run: .failed, stream: .failing, connection: .failing, words: words)
    }

    /// What follows for a connection whose claimed run could not be begun, or could not say how it ended.
    enum ClaimVerdict: Sendable, Hashable {
        /// Somebody else goes on with it, or nobody needs to.
        case leave
        /// What was queued cannot be done, and waits no longer.
        case refuse(String)
        /// The connection is left alone for a while.
        case fail(String)
    }

    static func claim(_ error: any Error) -> ClaimVerdict {
        switch error {
        case is CancellationError: .leave
        case let error as PostgresError where error.code == .cancelled || isOutage(error): .leave
        case let error as SyncError:
            switch error {
            case .unknownStream: .refuse(error.description)
            case .unknownConnection, .connectionPaused, .leaseHeld, .leaseLost, .runNotQueued, .idempotencyKeyReused,
                .unknownRun, .nothingHeld, .holdOver:
                .leave
            }
        default: .fail(verdict(error).words)
        }
    }

    /// A transaction that lost against another one, and may simply be tried again.
    static func isTransient(_ error: PostgresError) -> Bool {
        error.code == .deadlock || error.code == .serialisationFailure
    }

    /// A transaction that broke with its session: whether it was committed is not known, but it can be looked up.
    static func isBroken(_ error: PostgresError) -> Bool {
        error.code == .connectionLost || error.code == .adminShutdown
    }

    /// The database is not there: no connection's fault.
    static func isOutage(_ error: PostgresError) -> Bool {
        isBroken(error) || [.cannotConnect, .poolClosed, .timedOut].contains(error.code)
    }

    /// A value that the database would not take: the row's fault, and no other's.
    static func isDataError(_ error: PostgresError) -> Bool {
        guard let state = error.sqlState else { return false }
        // 54000: too long for an index, or for a member of `jsonb`.
        return state.hasPrefix("22") || state.hasPrefix("23") || state == "54000"
    }
}
