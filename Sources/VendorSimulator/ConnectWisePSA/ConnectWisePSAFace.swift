import HTTPTypes
import Inventory
import Synchronization

/// ConnectWise PSA's API 3.0 (once called Manage) as its sheet and its document have it: bare lists with conditions,
/// page numbers or forward-only pages, and what hangs on companies, tickets, boards and agreements.
public final class ConnectWisePSAFace: VendorFace {
    public static let vendor = "connectwise-psa"
    public static let settings = ["rmm_vendor": "ninjaone"]

    private let state: Mutex<State>

    private struct State {
        var login: ConnectWisePSA.Login
        var codebase = ConnectWisePSA.Codebase()
    }

    public init(identity: VendorIdentity) {
        state = Mutex(State(login: ConnectWisePSA.Login(identity: identity)))
    }

    public var credentials: [String: String] { state.withLock { $0.login.credentials } }

    public func answer(_ call: VendorCall) async -> VendorAnswer {
        let (login, codebase) = state.withLock { ($0.login, $0.codebase) }
        if call.segments.count == 3, call.segments[0] == "login", call.segments[1] == "companyinfo" {
            return login.companyInfo(call.segments[2], codebase)
        }
        let segments = call.segments
        guard segments.count > 3, codebase.isCalled(segments[0]), segments[1] == "apis", segments[2] == "3.0" else {
            return .text("<html><body>404 - File or directory not found.</body></html>", status: 404)
        }
        if let refusal = login.refusal(of: call) { return refusal }
        var answer = answer(call, Array(segments.dropFirst(3)))
        answer.headers[.contentType] = "application/vnd.connectwise.com+json; version=2025.8; charset=utf-8"
        answer.headers[ConnectWisePSA.Headers.version] = "2025.16"
        answer.headers[ConnectWisePSA.Headers.request] = "sim-\(call.number)"
        return answer
    }

    private func answer(_ call: VendorCall, _ path: [String]) -> VendorAnswer {
        guard let endpoint = ConnectWisePSA.Endpoint.named(path) else { return .notFound }
        guard endpoint.method == call.method else {
            return .connectWise("MethodNotAllowed", "The method is not supported", status: 405)
        }
        if let complaint = endpoint.complaint(call.query) { return .bad(complaint) }
        let scope = ConnectWisePSA.Scope(fleet: call.fleet, baseURL: call.baseURL, disturbance: call.disturbance)
        do throws(ConnectWisePSA.Complaint) {
            return try endpoint.answer(
                ConnectWisePSA.Request(call: call, ids: path.compactMap { Int($0) }, scope: scope))
        } catch {
            return .bad(error)
        }
    }

    public func answer(to failure: Failure) -> VendorAnswer {
        switch failure {
        case .throttled(let status): .connectWise("TooManyRequests", "Rate limit exceeded", status: status)
        case .server(500): .failure(500)
        case .server(let status): .text("<html><body>\(status) Bad Gateway</body></html>", status: status)
        case .inBody: .failure(200)
        case .forbidden: .connectWise("Forbidden", "You do not have security permission", status: 403)
        }
    }

    /// There are no tokens; what runs out is the codebase: an upgrade gives it another name.
    public func expireTokens() { state.withLock { $0.codebase.upgrade() } }
    public func revokeCredentials() { state.withLock { $0.login.isRevoked = true } }
    public func restoreCredentials() { state.withLock { $0.login.isRevoked = false } }

    public static func truth(of fleet: Fleet) -> Truth { ConnectWisePSATruth(fleet: fleet).all }
}
