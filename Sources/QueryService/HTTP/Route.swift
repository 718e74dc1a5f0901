import Access
import Foundation
import HTTPTypes
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
        /// A key that may write in the group.
        case writing(PermissionGroup)
        /// A key of the platform that has the group so far; the address names the tenant.
        case platform(PermissionGroup, Level)

        /// The group that a key needs, and how far.
        var need: (group: PermissionGroup, level: Level)? {
            switch self {
            case .open, .anyKey: nil
            case .group(let group): (group, .readOnly)
            case .writing(let group): (group, .readWrite)
            case .platform(let group, let level): (group, level)
            }
        }
    }

    /// A request's body may have so many bytes.
    static let bodyLimit = 65_536

    /// As the documents write it: `/v1/devices/{id}`.
    let path: String
    /// GET is answered for HEAD too; others take a body, and what they do is audited, unless they only read.
    var method: HTTPRequest.Method
    let admission: Admission
    let document: Document
    /// Whether it changes nothing, whatever its method: a question may be a body too.
    var isReading: Bool
    /// Whether its answer is long work, which must not keep the other requests of a loop.
    var isLong = false
    let answer: @Sendable (Call) async throws -> Response

    init(
        path: String, method: HTTPRequest.Method = .get, admission: Admission, document: Document,
        isReading: Bool = false, answer: @escaping @Sendable (Call) async throws -> Response
    ) {
        self.path = path
        self.method = method
        self.admission = admission
        self.document = document
        self.isReading = isReading || method == .get
        self.answer = answer
    }

    /// What the documents say of it.
    enum Document: Sendable, Hashable {
        case list(Resource)
        case single(Resource)
        case summary(Resource)
        case plain(summary: String)
        case operation(OpenAPIOperation)
    }

    /// Where its answer is made: see ``LoopExecutor``.
    var executor: (any TaskExecutor)? { isLong ? globalConcurrentExecutor : LoopExecutor.current }

    /// As the router writes it: `/v1/devices/:id`.
    var pattern: String { path.replacing("{", with: ":").replacing("}", with: "") }
}

/// One request to a route, admitted.
struct Call: Sendable {
    let request: Request
    /// Nil on an open route that was called without a key.
    let caller: Caller?
    let id: String?
    /// The name in the address.
    var name: String?
    let logger: Logger
    /// Empty where none is taken.
    var body: [UInt8] = []

    /// The caller of a route that needs a key.
    var admitted: Caller {
        get throws(Problem) {
            guard let caller else { throw .unauthorised("Send a key as 'Authorization: Bearer …'.", isInvalid: false) }
            return caller
        }
    }

    /// The id in the address.
    var identifier: UUID {
        get throws(Problem) {
            guard let id = id.flatMap({ UUID(uuidString: $0) }) else {
                throw .badValue(id ?? "", of: "id", expected: ValueText.expectation(.uuid))
            }
            return id
        }
    }

    var parameters: [QueryParameter] {
        get throws(Problem) { try QueryParameter.parse(request.uri.query ?? "") }
    }
}
