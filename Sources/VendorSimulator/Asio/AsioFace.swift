import HTTPTypes
import Inventory
import Synchronization

/// ConnectWise Asio's platform APIs as the sheet has them: tokens that must be asked for seldom, lists by company that
/// are posted for, in pages by the `Link` header, and 404 where there is nothing.
public final class AsioFace: VendorFace {
    public static let vendor = "connectwise-asio"

    private let tokens: Mutex<AsioTokens>

    public init(identity: VendorIdentity) { tokens = Mutex(AsioTokens(identity: identity)) }

    public var credentials: [String: String] {
        tokens.withLock { ["client_id": $0.clientID, "client_secret": $0.clientSecret] }
    }

    public func answer(_ call: VendorCall) async -> VendorAnswer {
        if call.path == "/v1/token" { return tokens.withLock { $0.answer(call) } }
        guard let (endpoint, ids) = AsioEndpoint.named(call.segments) else { return AsioError.notFound }
        if let refusal = tokens.withLock({ $0.refusal(of: call, scope: endpoint.scope) }) { return refusal }
        guard endpoint.methods.contains(call.method) else {
            return AsioError.message("Method Not Allowed", status: 405)
        }
        return AsioLimits.stated(on: endpoint.answer(AsioRequest(call: call, ids: ids)), at: call.now)
    }

    public func answer(to failure: Failure) -> VendorAnswer {
        switch failure {
        case .throttled(let status): AsioError.message("API rate limit exceeded", status: status)
        case .server(let status): .text("<html><body>\(status) Bad Gateway</body></html>", status: status)
        case .inBody: .json(#"{"status":"failed","message":"internal error"}"#.utf8.map { $0 })
        case .forbidden: AsioError.noAccess
        }
    }

    public func expireTokens() { tokens.withLock { $0.expireAll() } }
    public func revokeCredentials() { tokens.withLock { $0.isRevoked = true } }
    public func restoreCredentials() { tokens.withLock { $0.isRevoked = false } }

    public static func truth(of fleet: Fleet) -> Truth { AsioTruth(fleet: fleet).all }
}

/// What the headers say of the quota: 500 calls in five minutes. The quota itself is the fault `quota`'s business, since
/// the clock of most worlds stands still.
enum AsioLimits {
    private static let names = ["Limit", "Remaining", "Reset"].map { HTTPField.Name($0)! }

    static func stated(on answer: VendorAnswer, at now: Timestamp) -> VendorAnswer {
        var answer = answer
        let reset = (now.microseconds / 1_000_000 / 300 + 1) * 300
        for (name, value) in zip(names, ["500", "499", String(reset)]) { answer.headers[name] = value }
        return answer
    }
}
