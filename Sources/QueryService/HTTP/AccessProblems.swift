import Access
import HTTPTypes
import Inventory

/// What can be wrong with who asks, where, and how.
extension Problem {
    static func unauthorised(_ detail: String, isInvalid: Bool) -> Problem {
        let challenge = "Bearer realm=\"quartermaster\"" + (isInvalid ? ", error=\"invalid_token\"" : "")
        return Problem(
            status: .unauthorized, kind: "unauthorised", title: "No valid key", detail: detail,
            headers: [.wwwAuthenticate: challenge])
    }

    static func forbidden(_ group: PermissionGroup, _ level: Level = .readOnly, for what: String) -> Problem {
        Problem(
            status: .forbidden, kind: "forbidden", title: "Not permitted",
            detail: "This key lacks the permission group '\(group.rawValue)' (\(level.rawValue)), which \(what) needs.",
            members: [("group", .string(group.rawValue))])
    }

    /// The address is for keys that name the tenant.
    static func ofPlatform(_ group: PermissionGroup, _ level: Level) -> Problem {
        Problem(
            status: .forbidden, kind: "platform-key", title: "Not permitted",
            detail: """
                This address needs a platform key ('key create --platform') with the permission group '\(group.rawValue)' \
                (\(level.rawValue)); a tenant's key has its own at /v1/syncs.
                """,
            members: [("group", .string(group.rawValue))])
    }

    /// A key of no tenant, where a tenant's is needed.
    static let platformKey = Problem(
        status: .forbidden, kind: "platform-key", title: "Not permitted",
        detail: "A platform key names the tenant in the address, and reaches its syncs alone: /v1/tenants/{slug}/syncs."
    )

    /// The table cannot be tied to companies, and the key is limited to some.
    static func untied(_ resource: Resource) -> Problem {
        Problem(
            status: .forbidden, kind: "limited-key", title: "Not permitted",
            detail: """
                This key is limited to some companies, and \(resource.name) cannot be tied to a company: a key of the group \
                '\(resource.group.rawValue)' without that limit is needed.
                """,
            members: [("group", .string(resource.group.rawValue))])
    }

    /// What concerns all of a tenant is not for a key that is limited to some of its companies.
    static func limited(_ group: PermissionGroup, to what: String) -> Problem {
        Problem(
            status: .forbidden, kind: "limited-key", title: "Not permitted",
            detail:
                "This key is limited to some companies, and \(what) concern all: a key without that limit is needed.",
            members: [("group", .string(group.rawValue))])
    }

    static let notThere = Problem(
        status: .notFound, kind: "not-found", title: "Not there",
        detail: "There is no such row, or it is not yours to see. A row that was deleted is shown with deleted=include."
    )

    static func noSuchPath(_ path: String, known: [String]) -> Problem {
        Problem(
            status: .notFound, kind: "no-such-path", title: "No such address",
            detail: "There is nothing at '\(path.prefix(200))'; /v1/openapi.json lists what there is."
        )
        .naming(nearest: Nearest.name(to: path, in: known))
    }

    static func notAllowed(_ method: String, allowed: [String]) -> Problem {
        Problem(
            status: .methodNotAllowed, kind: "method-not-allowed", title: "Method not allowed",
            detail: "\(method) is not a method of this address; it takes \(allowed.joined(separator: ", ")).",
            headers: [.allow: allowed.joined(separator: ", ")]
        )
        .naming(allowed: allowed)
    }

    static let bodyTooLarge = Problem(
        status: .contentTooLarge, kind: "body-too-large", title: "Body too large",
        detail: "The request's body is larger than this service takes.")

    static let databaseDown = Problem(
        status: .serviceUnavailable, kind: "database-unavailable", title: "Not ready",
        detail: "The database cannot be reached at the moment; try again.", headers: [.retryAfter: "5"])

    static let internalError = Problem(
        status: .internalServerError, kind: "internal", title: "Internal error",
        detail: "Something went wrong on this side; the request's id finds it in the log.")
}
