import HTTPTypes
import Inventory

/// Who may call: the password grant, tokens for an hour, and a pair of tokens for the next pair, once.
struct BMSDoor: Sendable {
    let username: String
    let password: String
    let tenant: String
    var isRevoked = false
    private let seed: UInt64
    private var issued = 0
    private var accessTokens: [String: Timestamp] = [:]
    /// The refresh tokens that were not used yet, each with the access token that it came with.
    private var refreshTokens: [String: (access: String, until: Timestamp)] = [:]

    private static let accessSeconds = 3_600
    private static let refreshSeconds = 86_400

    init(identity: VendorIdentity) {
        seed = identity.seed
        username = "api@\(identity.tenant).example"
        // Characters that mean something in a form, so that whoever forgets to encode is refused.
        password = Identifiers.secret(identity.seed, "bms-password-\(identity.tenant)") + "&+x=%41"
        tenant = "Simulated \(identity.tenant) & Sons"
    }

    mutating func expireTokens() {
        accessTokens = [:]
        refreshTokens = [:]
    }

    func admits(_ call: VendorCall) -> Bool {
        guard !isRevoked, let header = call.headers[.authorization], header.hasPrefix("Bearer "),
            let until = accessTokens[String(header.dropFirst(7))]
        else { return false }
        return call.now < until
    }

    /// `POST /v2/security/authenticate`: a form, whose names are taken in any case. A wrong log-in is answered 200.
    mutating func authenticate(_ call: VendorCall) -> VendorAnswer {
        guard let form = Self.form(call) else { return BMSAnswer.problem(415, "Unsupported Media Type") }
        guard form["granttype"] == "password" else { return BMSAnswer.failure(1001, "Unsupported grant type") }
        guard !isRevoked, form["username"] == username, form["password"] == password, form["tenant"] == tenant else {
            return BMSAnswer.failure(1002, "Invalid user name or password")
        }
        return issue(at: call.now)
    }

    /// `POST /v2/security/refreshtoken`: the pair that was given out last.
    mutating func refresh(_ call: VendorCall) -> VendorAnswer {
        guard let form = Self.form(call) else { return BMSAnswer.problem(415, "Unsupported Media Type") }
        guard !isRevoked, let held = form["refreshtoken"].flatMap({ refreshTokens.removeValue(forKey: $0) }),
            held.access == form["accesstoken"], call.now < held.until
        else { return BMSAnswer.failure(1003, "Invalid token") }
        accessTokens[held.access] = nil
        return issue(at: call.now)
    }

    private static func form(_ call: VendorCall) -> [String: String]? {
        guard call.headers[.contentType]?.hasPrefix("application/x-www-form-urlencoded") == true else { return nil }
        let fields = FormEncoding.fields(String(decoding: call.body, as: UTF8.self))
        return Dictionary(fields.map { ($0.name.lowercased(), $0.value) }) { $1 }
    }

    private mutating func issue(at now: Timestamp) -> VendorAnswer {
        issued += 1
        let access = "sim.\(Identifiers.uuid(seed, .credential, issued, 21))"
        let refresh = "simr.\(Identifiers.uuid(seed, .credential, issued, 22))"
        let (accessEnd, refreshEnd) = (now.plus(seconds: Self.accessSeconds), now.plus(seconds: Self.refreshSeconds))
        accessTokens[access] = accessEnd
        refreshTokens[refresh] = (access, refreshEnd)
        return BMSAnswer.result { json in
            json.object {
                $0.member("accessToken", access)
                $0.member("refreshToken", refresh)
                $0.member("accessTokenExpireOn", TimeText.iso(accessEnd))
                $0.member("refreshTokenExpireOn", TimeText.iso(refreshEnd))
            }
        }
    }
}
