import Access
import Hummingbird
import Inventory
import Logging

/// One address of the service, declared once: who may call it, what it answers, and how the documents show it.
struct Route: Sendable {
    /// Who may call.
    enum Admission: Sendable, Hashable {
        /// Anybody, without a key: tells nothing of a tenant.
        case open
        /// Any valid key.
        case anyKey
        /// A key with the group.
        case group(PermissionGroup)
    }

    /// As the documents write it: `/v1/devices/{id}`.
    let path: String
    let admission: Admission
    let document: Document
    let answer: @Sendable (Call) async throws -> Response

    /// What the documents say of it.
    enum Document: Sendable, Hashable {
        case list(Resource)
        case single(Resource)
        case plain(summary: String)
    }

    /// As the router writes it: `/v1/devices/:id`.
    var pattern: String { path.replacing("{", with: ":").replacing("}", with: "") }
}

/// One request to a route, admitted.
struct Call: Sendable {
    let request: Request
    /// Nil on an open route that was called without a key.
    let caller: Caller?
    let id: String?
    let logger: Logger

    /// The caller of a route that needs a key.
    var admitted: Caller {
        get throws(Problem) {
            guard let caller else { throw .unauthorised("Send a key as 'Authorization: Bearer …'.", isInvalid: false) }
            return caller
        }
    }

    var parameters: [QueryParameter] {
        get throws(Problem) { try QueryParameter.parse(request.uri.query ?? "") }
    }
}
