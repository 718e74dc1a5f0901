import Access
import HTTPTypes
import Hummingbird
import Postgres

extension Problem {
    /// What a caller is told of an error, whatever it is: the one place that decides. Nothing of the inside is told.
    init(_ error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let error as AccessError: self = Problem(error)
        case let error as PostgresError: self = Problem(error)
        case let error as HTTPError: self = Problem(error.status)
        case is CancellationError: self = .databaseDown
        default: self = .internalError
        }
    }

    private init(_ error: AccessError) {
        switch error {
        case .unknownKey, .keyExpired, .keyRevoked: self = .unauthorised(error.description, isInvalid: true)
        default: self = .internalError
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
