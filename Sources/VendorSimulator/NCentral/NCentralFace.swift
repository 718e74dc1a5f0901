import HTTPTypes
import Inventory
import Synchronization

/// N-able N-central's REST API as its sheet and its document have it: the two-step token, the numbered lists in two
/// envelopes, and what hangs on one device.
public final class NCentralFace: VendorFace {
    public static let vendor = "n-central"

    private let tokens: Mutex<NCentralTokens>
    private let traffic = NCentralTraffic()

    public init(identity: VendorIdentity) { tokens = Mutex(NCentralTokens(identity: identity)) }

    public var credentials: [String: String] { tokens.withLock { ["jwt": $0.jwt] } }

    public func answer(_ call: VendorCall) async -> VendorAnswer {
        // A double slash is no path.
        guard call.segments.first == "api", !call.path.contains("//") else { return NCentralError.noSuchPath }
        let path = Array(call.segments.dropFirst())
        if path == ["health"] { return NCentralServer.health(call.now) }
        if path.first == "auth" { return tokens.withLock { $0.answer(call, action: path.last ?? "") } }
        if let refusal = tokens.withLock({ $0.refusal(of: call) }) { return refusal }
        guard let endpoint = NCentralEndpoint.named(path) else { return NCentralError.noSuchPath }
        guard call.method == .get else { return NCentralError.methodNotAllowed }
        return await traffic.answer(endpoint) { endpoint.answer(NCentralRequest(call: call, path: path)) }
    }

    public func answer(to failure: Failure) -> VendorAnswer {
        switch failure {
        case .throttled(let status): NCentralError.answer("TOO_MANY_REQUESTS: Too many concurrent calls", status)
        case .server(500): NCentralError.crash
        case .server(let status): .text("<html><body>\(status) Bad Gateway</body></html>", status: status)
        case .inBody: NCentralError.inBody
        case .forbidden: NCentralError.forbidden
        }
    }

    /// The server was started again: its memory held the tokens.
    public func expireTokens() { tokens.withLock { $0.expireAll() } }
    public func revokeCredentials() { tokens.withLock { $0.isRevoked = true } }
    public func restoreCredentials() { tokens.withLock { $0.isRevoked = false } }

    public static func truth(of fleet: Fleet) -> Truth { NCentralTruth(fleet: fleet).all }
}
