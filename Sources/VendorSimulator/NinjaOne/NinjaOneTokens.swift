import Foundation
import HTTPTypes
import Inventory

/// The token endpoint, and which tokens are valid.
struct NinjaOneTokens: Sendable {
    let clientID: String
    let clientSecret: String
    var isRevoked = false
    private let seed: UInt64
    private var issued = 0
    private var valid: [String: Grant] = [:]

    private struct Grant: Sendable {
        let scopes: Set<String>
        let expiresAt: Timestamp
    }

    private static let scopes: Set<String> = ["monitoring", "management", "control", "offline_access"]
    private static let lifetime = 3600

    init(identity: VendorIdentity) {
        seed = identity.seed
        clientID = Identifiers.secret(identity.seed, "ninjaone-id-\(identity.tenant)")
        clientSecret = Identifiers.secret(identity.seed, "ninjaone-secret-\(identity.tenant)")
    }

    mutating func expireAll() { valid = [:] }

    /// Gives out a token, or says in OAuth's words why not.
    mutating func answer(_ call: VendorCall) -> VendorAnswer {
        guard call.method == .post else { return NinjaOneError.methodNotAllowed }
        let type = call.headers[.contentType] ?? ""
        guard type.hasPrefix("application/x-www-form-urlencoded") else {
            return NinjaOneError.oauth("invalid_request", "Form fields expected", status: 400)
        }
        let fields = FormEncoding.fields(String(decoding: call.body, as: UTF8.self))
        func field(_ name: String) -> String? { fields.first { $0.name == name }?.value }
        guard let grant = field("grant_type") else {
            return NinjaOneError.oauth("invalid_request", "grant_type is missing", status: 400)
        }
        let login = Self.basic(call.headers[.authorization]) ?? (field("client_id") ?? "", field("client_secret") ?? "")
        guard !isRevoked, login == (clientID, clientSecret) else {
            return NinjaOneError.oauth("invalid_client", status: 401)
        }
        guard grant == "client_credentials" else { return NinjaOneError.oauth("unsupported_grant_type", status: 400) }
        let asked = Set((field("scope") ?? "").split(separator: " ").map(String.init))
        guard asked.isSubset(of: Self.scopes) else { return NinjaOneError.oauth("invalid_scope", status: 400) }
        return issue(asked, at: call.now)
    }

    private mutating func issue(_ scopes: Set<String>, at now: Timestamp) -> VendorAnswer {
        issued += 1
        let token = "sim.\(Identifiers.uuid(seed, .credential, issued)).\(issued)"
        valid[token] = Grant(scopes: scopes, expiresAt: now.plus(seconds: Self.lifetime))
        return .json { json in
            json.object {
                $0.member("access_token", token)
                $0.member("expires_in", Self.lifetime)
                $0.member("scope", scopes.sorted().joined(separator: " "))
                $0.member("token_type", "Bearer")
            }
        }
    }

    /// Why a call is not let through: no token, an old one, or one without the scope (which is a 401 here as well).
    func refusal(of call: VendorCall) -> VendorAnswer? {
        guard let header = call.headers[.authorization], header.hasPrefix("Bearer ") else {
            return NinjaOneError.oauth("unauthorized", "Full authentication is required", status: 401)
        }
        guard !isRevoked, let grant = valid[String(header.dropFirst(7))], call.now < grant.expiresAt else {
            return NinjaOneError.oauth("invalid_token", "The access token expired", status: 401)
        }
        let needed = call.method == .get ? "monitoring" : "management"
        guard grant.scopes.contains(needed) else {
            return NinjaOneError.oauth("insufficient_privileges", "Scope \(needed) is required", status: 401)
        }
        return nil
    }

    private static func basic(_ header: String?) -> (String, String)? {
        guard let header, header.hasPrefix("Basic "), let data = Data(base64Encoded: String(header.dropFirst(6))) else {
            return nil
        }
        let parts = String(decoding: data, as: UTF8.self).split(separator: ":", maxSplits: 1)
        return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
    }
}
