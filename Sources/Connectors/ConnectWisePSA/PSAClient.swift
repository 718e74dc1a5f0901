import Foundation
import HTTPTransport
import HTTPTypes
import JSON

/// Calls one PSA installation: finds its codebase, says who we are, and finds out which of its four meanings a 404 has.
actor PSAClient {
    private let discovery: Caller
    private let api: Caller
    private let companyID: @Sendable () async throws(ConnectorError) -> String
    private let pinnedCodebase: String?
    private var codebase: String?
    /// The keys and the codebase have worked in this run, so that a 404 speaks of the thing asked for.
    private var isProven = false

    init(_ context: ConnectorContext) {
        var apiContext = context
        apiContext.baseURL = PSAHost.api(context.baseURL)
        let credentials = context.credentials
        discovery = Caller(context)
        api = Caller(
            apiContext, headers: [.accept: "application/vnd.connectwise.com+json; version=2025.8"],
            authorisation: .headers { () async throws(ConnectorError) in Self.identity(try await credentials()) })
        companyID = { () async throws(ConnectorError) in try await credentials().secret("company_id") }
        pinnedCodebase = context.settings["codebase"]
    }

    /// `Basic base64("{companyId}+{publicKey}:{privateKey}")` and the integration's own id. The plus is literal.
    private static func identity(_ credentials: Credentials) -> HTTPFields {
        let user = "\(credentials.secret("company_id"))+\(credentials.secret("public_key"))"
        let pair = "\(user):\(credentials.secret("private_key"))"
        return [
            .authorization: "Basic \(Data(pair.utf8).base64EncodedString())",
            .clientID: credentials.secret("client_id"),
        ]
    }

    /// The answer to a GET, from the module on (`/company/companies`).
    ///
    /// A 404 is looked into: after an upgrade of the cloud the codebase has changed (then the call is made again,
    /// once), with wrong keys everything is 404. Only then does it say that this thing is not there, or not for us.
    func get(
        _ path: String, query: [(String, String)] = [], headers: HTTPFields = [:]
    ) async throws(ConnectorError) -> VendorAnswer {
        let base = try await currentCodebase()
        do throws(ConnectorError) {
            return try await call(base, path, query, headers)
        } catch {
            switch error {
            case .notFound:
                if let moved = try await codebaseNow(), moved != base {
                    codebase = moved
                    return try await call(moved, path, query, headers)
                }
                try await prove()
                throw error
            case .unauthorised(let words) where words.contains(Self.notAuthenticated):
                // Also seen with good keys that lack a right or a licence.
                isProven = false
                try await prove()
                throw .forbidden(words)
            default: throw error
            }
        }
    }

    /// Proves that keys and codebase are right, once a run. `/system/info` may be closed to keys that are good.
    func prove() async throws(ConnectorError) {
        if isProven { return }
        let base = try await currentCodebase()
        do throws(ConnectorError) {
            _ = try await call(base, "/system/info", [], [:])
        } catch {
            switch error {
            case .notFound, .forbidden, .unauthorised: try await proveByCompanies(base, error)
            default: throw error
            }
        }
        isProven = true
    }

    private func proveByCompanies(_ base: String, _ first: ConnectorError) async throws(ConnectorError) {
        if case .unauthorised(let words) = first, !words.contains(Self.notAuthenticated) { throw first }
        do throws(ConnectorError) {
            _ = try await call(base, "/company/companies", [("pageSize", "1"), ("fields", "id")], [:])
        } catch {
            guard case .notFound(let words) = error else { throw error }
            throw .unauthorised("every call answers \(words): wrong keys, company or host")
        }
    }

    private static let notAuthenticated = "UserNotAuthenticated"

    private func call(
        _ codebase: String, _ path: String, _ query: [(String, String)], _ headers: HTTPFields
    ) async throws(ConnectorError) -> VendorAnswer {
        var limits = TransferLimits()
        // A long list is silent until the server has all of it.
        limits.idle = .seconds(100)
        return try await api.json(
            VendorCall("/\(codebase)/apis/3.0\(path)", query: query, headers: headers, limits: limits))
    }

    private func currentCodebase() async throws(ConnectorError) -> String {
        if let codebase { return codebase }
        let found = try await codebaseNow() ?? PSAHost.fixedCodebase
        codebase = found
        return found
    }

    /// The codebase as the server tells it, without credentials; nil where it does not tell (older own servers).
    private func codebaseNow() async throws(ConnectorError) -> String? {
        if let pinnedCodebase { return pinnedCodebase }
        let company = URLText.encoded(try await companyID())
        do throws(ConnectorError) {
            return try PSAHost.codebase(try await discovery.json(VendorCall("/login/companyinfo/\(company)")).json)
        } catch {
            switch error {
            case .notFound, .forbidden, .unauthorised, .rejectedCall: return nil
            default: throw error
            }
        }
    }
}
