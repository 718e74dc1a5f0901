import HTTPTypes
import Synchronization

/// NinjaOne's public API 2.0 as its sheet and its OpenAPI document have it: the token endpoint, the lists by id,
/// the reports by server-side cursor, and what hangs on one device.
public final class NinjaOneFace: VendorFace {
    public static let vendor = "ninjaone"
    public static let settings = ["psa_company_field": "psaCompanyId"]

    private let identity: VendorIdentity
    private let tokens: Mutex<NinjaOneTokens>
    private let cursors: Mutex<NinjaOneCursors>

    public init(identity: VendorIdentity) {
        self.identity = identity
        tokens = Mutex(NinjaOneTokens(identity: identity))
        cursors = Mutex(NinjaOneCursors(seed: identity.seed))
    }

    public var credentials: [String: String] {
        tokens.withLock { ["client_id": $0.clientID, "client_secret": $0.clientSecret] }
    }

    public func answer(_ call: VendorCall) async -> VendorAnswer {
        if ["/ws/oauth/token", "/oauth/token"].contains(call.path) { return tokens.withLock { $0.answer(call) } }
        guard let path = Self.resource(call.segments) else { return NinjaOneError.notFound }
        if let refusal = tokens.withLock({ $0.refusal(of: call) }) { return refusal }
        guard call.method == .get else { return NinjaOneError.methodNotAllowed }
        return answer(NinjaOneRequest(call: call, path: path))
    }

    /// The path's parts below `/v2`, which has an alias below `/api`.
    private static func resource(_ segments: [String]) -> [String]? {
        let segments = segments.first == "api" ? segments.dropFirst() : segments[...]
        guard segments.first == "v2", segments.count > 1 else { return nil }
        return Array(segments.dropFirst())
    }

    private func answer(_ request: NinjaOneRequest) -> VendorAnswer {
        if let report = NinjaOneReport.named(request.path) {
            if let complaint = report.parameters.complaint(request.call.query) { return complaint }
            return cursors.withLock { $0.page(of: report, request) }
        }
        guard let endpoint = NinjaOneEndpoint.named(request.path) else { return NinjaOneError.notFound }
        if let complaint = endpoint.parameters.complaint(request.call.query) { return complaint }
        if request.path.count > 1, let id = Int(request.path[1]), request.call.disturbance.fails(record: id) {
            return NinjaOneError.crash
        }
        return endpoint.answer(request)
    }

    public func answer(to failure: Failure) -> VendorAnswer {
        switch failure {
        case .throttled(let status): .json(#"{"error":"too_many_requests"}"#.utf8.map { $0 }, status: status)
        case .server(let status): .text("<html><body>\(status) Bad Gateway</body></html>", status: status)
        case .inBody: NinjaOneError.failure("NullPointerException", status: 200)
        case .forbidden: NinjaOneError.failure("Access denied", status: 403)
        }
    }

    public func expireTokens() { tokens.withLock { $0.expireAll() } }
    public func revokeCredentials() { tokens.withLock { $0.isRevoked = true } }
    public func restoreCredentials() { tokens.withLock { $0.isRevoked = false } }

    public static func truth(of fleet: Fleet) -> Truth { NinjaOneTruth(fleet: fleet).all }
}
