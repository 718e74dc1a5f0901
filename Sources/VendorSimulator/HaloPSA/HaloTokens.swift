import HTTPTypes
import Inventory

/// The authorisation server: client credentials for a tenant, an hour's life. A new token puts an end to the one before,
/// which the sheet leaves open and a client must be ready for.
struct HaloTokens: Sendable {
    let credentials: [String: String]
    var isRevoked = false
    private let seed: UInt64
    private var issued = 0
    private var valid: (token: String, scopes: Set<String>, expiresAt: Timestamp)?

    private static let lifetime = 3600
    private static let scopes: Set<String> = [
        "all", "all:standard", "admin", "read:tickets", "read:customers", "read:assets", "read:contracts", "read:items",
        "read:crm", "read:timesheets", "read:software", "edit:tickets",
    ]
    /// The scope that an area's lists need beside `all`; areas that are not named are read with `all` alone.
    private static let areas = [
        "tickets": "read:tickets", "actions": "read:tickets", "client": "read:customers", "site": "read:customers",
        "users": "read:customers", "asset": "read:assets", "assettype": "read:assets", "assetgroup": "read:assets",
        "clientcontract": "read:contracts", "item": "read:items", "opportunities": "read:crm",
    ]

    init(identity: VendorIdentity) {
        seed = identity.seed
        let secrets = [1, 2].map { Identifiers.uuid(identity.seed, .credential, 40 + $0) }
        credentials = [
            "client_id": Identifiers.uuid(identity.seed, .credential, 40),
            "client_secret": secrets.joined(separator: "-"), "tenant": "sim_\(identity.tenant)",
        ]
    }

    mutating func expireAll() { valid = nil }

    mutating func answer(_ call: VendorCall) -> VendorAnswer {
        guard call.method == .post, call.headers[.contentType]?.hasPrefix("application/x-www-form-urlencoded") == true
        else { return HaloError.oauth("invalid_request", "A form is expected", status: 400) }
        guard call.parameter("tenant") == credentials["tenant"] else {
            return HaloError.oauth("invalid_client", "No such tenant", status: 400)
        }
        let fields = FormEncoding.fields(String(decoding: call.body, as: UTF8.self))
        func field(_ name: String) -> String? { fields.first { $0.name == name }?.value }
        guard field("grant_type") == "client_credentials" else {
            return HaloError.oauth("unsupported_grant_type", status: 400)
        }
        guard !isRevoked, field("client_id") == credentials["client_id"],
            field("client_secret") == credentials["client_secret"]
        else { return HaloError.oauth("invalid_client", status: 400) }
        let asked = Set((field("scope") ?? "").split(separator: " ").map(String.init))
        guard !asked.isEmpty, asked.isSubset(of: Self.scopes) else {
            return HaloError.oauth("invalid_scope", status: 400)
        }
        return issue(asked, at: call.now)
    }

    private mutating func issue(_ scopes: Set<String>, at now: Timestamp) -> VendorAnswer {
        issued += 1
        let token = "sim.\(Identifiers.uuid(seed, .credential, issued, 12)).\(issued)"
        valid = (token, scopes, now.plus(seconds: Self.lifetime))
        return .json { json in
            json.object {
                $0.member("access_token", token)
                $0.member("token_type", "Bearer")
                $0.member("expires_in", Self.lifetime)
                $0.member("scope", scopes.sorted().joined(separator: " "))
                $0.member("refresh_token", "refresh.\(issued)")
            }
        }
    }

    /// What anybody may ask: where tokens are to be had.
    func information(_ call: VendorCall) -> VendorAnswer {
        .json { json in
            json.object {
                $0.member("auth_url", "\(call.baseURL)/auth")
                $0.member("tenant_id", credentials["tenant"])
            }
        }
    }

    /// Why a call is not let through: no token or an old one (401), or one without the scope (403).
    func refusal(of call: VendorCall, area: String) -> VendorAnswer? {
        guard !isRevoked, let valid, call.headers[.authorization] == "Bearer \(valid.token)",
            call.now < valid.expiresAt
        else { return HaloError.oauth("invalid_token", status: 401) }
        if valid.scopes.contains("all") { return nil }
        if let scope = Self.areas[area], valid.scopes.contains(scope) { return nil }
        return HaloError.message("You do not have permission to access this area", status: 403)
    }
}
