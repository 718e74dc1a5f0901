import HTTPTypes
import Synchronization

/// Kaseya VSA X (VSA 10, once Pulseway) REST API v3 as its sheet has it: OData-like lists with totals, the thin list of
/// devices beside the heavy one of assets, and notifications that say nothing of their device until asked one by one.
public final class VSAXFace: VendorFace {
    public static let vendor = "kaseya-vsa-x"

    private let login: Mutex<VSAXLogin>

    public init(identity: VendorIdentity) { login = Mutex(VSAXLogin(identity: identity)) }

    public var credentials: [String: String] { login.withLock { $0.credentials } }

    public func answer(_ call: VendorCall) async -> VendorAnswer {
        let segments = call.segments
        guard segments.count > 2, segments[0] == "api", segments[1] == "v3" else { return VSAXError.notFound }
        if let refusal = login.withLock({ $0.refusal(of: call) }) { return refusal }
        guard call.method == .get else { return VSAXError.failure("Method not allowed", status: 405) }
        return VSAXEndpoints.answer(VSAXRequest(call: call, path: Array(segments.dropFirst(2))))
    }

    public func answer(to failure: Failure) -> VendorAnswer {
        switch failure {
        case .throttled(let status): VSAXError.failure("Too many requests", status: status)
        case .server(500): VSAXError.failure("Internal server error", status: 500)
        case .server(let status): .text("<html><body>\(status) Bad Gateway</body></html>", status: status)
        case .inBody: VSAXError.failure("Internal server error", status: 500, sentAs: 200)
        case .forbidden: VSAXError.failure("Request failed", status: 403)
        }
    }

    public func revokeCredentials() { login.withLock { $0.isRevoked = true } }
    public func restoreCredentials() { login.withLock { $0.isRevoked = false } }

    public static func truth(of fleet: Fleet) -> Truth { VSAXTruth(fleet: fleet).all }
}
