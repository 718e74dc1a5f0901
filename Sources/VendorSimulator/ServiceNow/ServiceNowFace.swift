import HTTPTypes
import Inventory
import Synchronization

/// ServiceNow's Table API as its sheet has it: tables that extend each other, encoded queries, values and their labels,
/// a limit that comes before access rules, and deletions in a table of their own.
public final class ServiceNowFace: VendorFace {
    public static let vendor = "servicenow"

    private let login: Mutex<ServiceNow.Login>
    private let selections = ServiceNow.Selections()

    public init(identity: VendorIdentity) { login = Mutex(ServiceNow.Login(identity: identity)) }

    public var credentials: [String: String] { login.withLock { $0.credentials } }

    public func answer(_ call: VendorCall) async -> VendorAnswer {
        if call.path == "/oauth_token.do", call.method == .post { return login.withLock { $0.token(call) } }
        if let refusal = login.withLock({ $0.refusal(of: call) }) { return refusal }
        guard call.headers[.accept]?.contains("application/json") == true else {
            return .serviceNow("Invalid Accept header", "Accept must be application/json", status: 400)
        }
        guard let path = ServiceNow.TablePath(call.segments) else {
            return .serviceNow("Requested URI does not represent any resource", call.path, status: 400)
        }
        guard call.method == .get else {
            return .serviceNow("Method not supported", nil, status: 405)
        }
        return answer(call, path)
    }

    private func answer(_ call: VendorCall, _ path: ServiceNow.TablePath) -> VendorAnswer {
        guard let rows = ServiceNow.Tables.rows(of: path.table) else {
            return .serviceNow("Invalid table \(path.table)", nil, status: 400)
        }
        let scope = ServiceNow.Scope(fleet: call.fleet, baseURL: call.baseURL, disturbance: call.disturbance)
        let request = ServiceNow.Request(call: call, path: path, scope: scope)
        if let id = path.id { return request.record(id, rows) }
        return request.list(rows, selections)
    }

    /// A transaction that took too long is told of with any status, and with the rows that had been found by then.
    public func answer(to failure: Failure) -> VendorAnswer {
        switch failure {
        case .throttled(let status):
            .serviceNow(
                "Rate limit exceeded", "Rate limit of 100 requests per hour for Table API exceeded", status: status)
        case .server(500): .timeOut(500)
        case .server(let status): .text("<html><body>\(status) Bad Gateway</body></html>", status: status)
        case .inBody: .timeOut(200)
        case .forbidden:
            .serviceNow("User Not Authorized", "Failed API level ACL Validation", status: 403)
        }
    }

    public func expireTokens() { login.withLock { $0.expireAll() } }
    public func revokeCredentials() { login.withLock { $0.isRevoked = true } }
    public func restoreCredentials() { login.withLock { $0.isRevoked = false } }

    public static func truth(of fleet: Fleet) -> Truth { ServiceNowTruth(fleet: fleet).all }
}

extension ServiceNow {
    /// `/api/now/table/{table}` or `/api/now/v2/table/{table}`, with a record's id or without.
    struct TablePath: Sendable {
        let table: String
        let id: String?
        /// The first version says 404 where a query finds nothing.
        let isFirstVersion: Bool

        init?(_ segments: [String]) {
            var rest = segments[...]
            guard rest.popFirst() == "api", rest.popFirst() == "now" else { return nil }
            isFirstVersion = rest.first == "v1"
            if rest.first == "v1" || rest.first == "v2" { rest.removeFirst() }
            guard rest.popFirst() == "table", let table = rest.popFirst(), rest.count < 2 else { return nil }
            self.table = table
            id = rest.first
        }
    }
}
