import HTTPTypes
import Inventory
import Synchronization

/// HaloPSA's API as its sheet and its document have it: a token for a named tenant, lists that cap a page at a hundred
/// rows and ignore what they do not know, actions numbered within their ticket, assets whose facts the tenant defines.
///
/// The limit of 300 calls in five minutes is not counted here: whoever wants it sets the fault `quota`.
public final class HaloFace: VendorFace {
    public static let vendor = "halopsa"

    private let tokens: Mutex<HaloTokens>
    private let books = HaloBooks()

    public init(identity: VendorIdentity) { tokens = Mutex(HaloTokens(identity: identity)) }

    public var credentials: [String: String] { tokens.withLock { $0.credentials } }

    public func answer(_ call: VendorCall) async -> VendorAnswer {
        let path = call.segments.map { $0.lowercased() }
        if path == ["auth", "token"] { return tokens.withLock { $0.answer(call) } }
        // A host name that is right with a path that is not leads to the web application.
        guard path.first == "api", path.count > 1 else { return .maintenance }
        if path == ["api", "authinfo"] { return tokens.withLock { $0.information(call) } }
        if let refusal = tokens.withLock({ $0.refusal(of: call, area: path[1]) }) { return refusal }
        guard call.method == .get else { return HaloError.message("Method not allowed", status: 405) }
        return HaloEndpoint.answer(HaloRequest(call: call, path: Array(path.dropFirst()), book: books.book(call.fleet)))
    }

    public func answer(to failure: Failure) -> VendorAnswer {
        switch failure {
        case .throttled(let status):
            .text("Rate Limit Reached - 300 Requests per rolling 5 minute window", status: status)
        case .server(500): HaloError.exception("System.NullReferenceException", "Object reference not set", status: 500)
        case .server(let status): .text("<html><body>\(status) Bad Gateway</body></html>", status: status)
        case .inBody: HaloError.oauth("server_error", "An internal error occurred", status: 200)
        case .forbidden: HaloError.message("You do not have permission to access this area", status: 403)
        }
    }

    public func expireTokens() { tokens.withLock { $0.expireAll() } }
    public func revokeCredentials() { tokens.withLock { $0.isRevoked = true } }
    public func restoreCredentials() { tokens.withLock { $0.isRevoked = false } }

    public static func truth(of fleet: Fleet) -> Truth { HaloTruth(fleet: fleet).all }
}
