import Access
import HTTPTypes
import Hummingbird
import Matching
import Postgres
import Sync

extension Problem {
    /// What a caller is told of an error, whatever it is: the one place that decides. Nothing of the inside is told.
    init(_ error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let error as AccessError: self = Problem(error)
        case let error as SyncError: self = Problem(error)
        case let error as MatchingError: self = error.problem
        case let error as PostgresError: self = Problem(error)
        case let error as HTTPError: self = Problem(error.status)
        case is CancellationError: self = .databaseDown
        default: self = .internalError
        }
    }

    private init(_ error: AccessError) {
        switch error {
        case .unknownKey, .keyExpired, .keyRevoked: self = .unauthorised(error.description, isInvalid: true)
        case .platformKey: self = .platformKey
        case .unknownTenant: self = .notThere
        default: self = .internalError
        }
    }

    private init(_ error: SyncError) {
        func problem(_ status: HTTPResponse.Status, _ kind: String, _ title: String) -> Problem {
            Problem(status: status, kind: kind, title: title, detail: error.description.sentence)
        }
        switch error {
        case .unknownConnection: self = problem(.notFound, "no-such-connection", "No such connection")
        case .unknownStream(let name, let known): self = .badChoice(name, of: "streams", allowed: known)
        case .connectionPaused: self = problem(.conflict, "connection-paused", "Paused")
        case .runNotQueued: self = problem(.conflict, "not-queued", "Not queued")
        case .idempotencyKeyReused:
            self = problem(.unprocessableContent, "idempotency-key-reused", "Idempotency key used before")
        case .unknownRun: self = .notThere
        case .nothingHeld: self = problem(.conflict, "nothing-held", "Nothing held")
        case .holdOver: self = problem(.conflict, "hold-over", "Over")
        case .leaseHeld, .leaseLost: self = .internalError
        }
    }

    private init(_ error: PostgresError) {
        switch error.code {
        case .cannotConnect, .connectionLost, .poolClosed, .cancelled, .timedOut, .outOfResources, .adminShutdown:
            self = .databaseDown
        case .invalidText:
            self = Problem(
                status: .badRequest, kind: "bad-value", title: "Wrong value",
                detail: "A value is not of its field's type; /v1/openapi.json says what each takes.")
        default: self = .internalError
        }
    }

    private init(_ status: HTTPResponse.Status) {
        switch status.code {
        case 413: self = .bodyTooLarge
        case 400..<500:
            self = Problem(
                status: status, kind: "bad-request", title: "Bad request", detail: "The request cannot be understood.")
        default: self = .internalError
        }
    }

    /// Whether the error is this side's to look into.
    var isOurs: Bool { status.code >= 500 }
}

extension String {
    /// With a capital at the beginning and a full stop at the end.
    fileprivate var sentence: String { prefix(1).uppercased() + dropFirst() + "." }
}
