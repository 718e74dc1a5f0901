import Foundation
import HTTPTypes
import Inventory

/// The token endpoint: a JSON body, an hour's life, no refresh, and a lock on the key of whoever asks again and again
/// while what was given out is still good.
struct AsioTokens: Sendable {
    let clientID: String
    let clientSecret: String
    var isRevoked = false
    private let seed: UInt64
    private var issued = 0
    private var valid: [String: Grant] = [:]
    private var lockedUntil: Timestamp?

    private struct Grant: Sendable {
        let scopes: Set<String>
        let expiresAt: Timestamp
    }

    private struct Asked: Decodable {
        var grant_type: String?
        var client_id: String?
        var client_secret: String?
        var scope: String?
    }

    private static let lifetime = 3600
    /// So many good tokens of one set of scopes are borne.
    private static let mostValid = 5
    private static let lockSeconds = 300

    init(identity: VendorIdentity) {
        seed = identity.seed
        clientID = "0e30" + Identifiers.secret(identity.seed, "asio-id-\(identity.tenant)")
        clientSecret = Identifiers.secret(identity.seed, "asio-secret-\(identity.tenant)")
    }

    mutating func expireAll() { valid = [:] }

    mutating func answer(_ call: VendorCall) -> VendorAnswer {
        guard call.method == .post else { return AsioError.message("Method Not Allowed", status: 405) }
        let type = call.headers[.contentType] ?? ""
        guard type.hasPrefix("application/json"),
            let asked = try? JSONDecoder().decode(Asked.self, from: Data(call.body))
        else { return AsioError.oauth("invalid_request", "a JSON body is expected", status: 400) }
        if let lockedUntil, call.now < lockedUntil { return AsioError.locked }
        guard asked.grant_type == "client_credentials" else {
            return AsioError.oauth("unsupported_grant_type", status: 400)
        }
        guard !isRevoked, asked.client_id == clientID, asked.client_secret == clientSecret else {
            return AsioError.oauth("invalid_client", status: 401)
        }
        let scopes = Set((asked.scope ?? "").split(separator: " ").map(String.init))
        // One scope that the key lacks fails the whole.
        guard scopes.isSubset(of: AsioScope.all) else { return AsioError.oauth("invalid_scope", status: 400) }
        return issue(scopes.isEmpty ? AsioScope.all : scopes, at: call.now)
    }

    private mutating func issue(_ scopes: Set<String>, at now: Timestamp) -> VendorAnswer {
        valid = valid.filter { $0.value.expiresAt > now }
        guard valid.values.filter({ $0.scopes == scopes }).count < Self.mostValid else {
            lockedUntil = now.plus(seconds: Self.lockSeconds)
            return AsioError.locked
        }
        issued += 1
        let token = "sim.\(Identifiers.uuid(seed, .credential, issued, 7)).\(issued)"
        valid[token] = Grant(scopes: scopes, expiresAt: now.plus(seconds: Self.lifetime))
        return .json { json in
            json.object {
                $0.member("access_token", token)
                $0.member("expires_in", Self.lifetime - 1)
                $0.member("token_type", "Bearer")
            }
        }
    }

    /// Why a call is not let through: no token or an old one (401), or one without the scope (403).
    func refusal(of call: VendorCall, scope: String) -> VendorAnswer? {
        guard let header = call.headers[.authorization], header.hasPrefix("Bearer "), !isRevoked,
            let grant = valid[String(header.dropFirst(7))], call.now < grant.expiresAt
        else { return AsioError.message("Unauthorized", status: 401) }
        return grant.scopes.contains(scope) ? nil : AsioError.noAccess
    }
}

/// What a key may be made with, as far as it is simulated.
enum AsioScope {
    static let companies = "platform.companies.read"
    static let sites = "platform.sites.read"
    static let devices = "platform.devices.read"
    static let systemPatches = "platform.ospatching.management.read"
    static let productPatches = "platform.tppatching.management.read"
    static let backups = "backupdashboard.jobs.read"
    static let fields = "platform.custom_fields_values.read"
    static let definitions = "platform.custom_fields_definitions.read"

    static let all: Set<String> = [
        companies, sites, devices, systemPatches, productPatches, backups, fields, definitions,
    ]
}
