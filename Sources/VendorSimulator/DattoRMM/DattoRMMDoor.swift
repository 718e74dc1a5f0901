import Foundation
import HTTPTypes
import Inventory

/// The two ways in, which tokens are valid, and who is blocked.
struct DattoRMMDoor: Sendable {
    let apiKey: String
    let apiSecretKey: String
    var isRevoked = false
    private let seed: UInt64
    private var issued = 0
    private var valid: [String: Timestamp] = [:]
    private var wrongLogIns = 0
    private var refusals = 0
    private var isToBeBlocked = false
    private var blockedUntil: Timestamp?

    /// A hundred hours.
    private static let lifetime = 360_000
    private static let blockSeconds = 300
    private static let mostWrongLogIns = 10
    private static let mostRefusals = 100
    private static let client = "Basic " + Data("public-client:public".utf8).base64EncodedString()

    init(identity: VendorIdentity) {
        seed = identity.seed
        // An ampersand and a plus sign in it, so that whoever forgets to encode is refused.
        apiKey = Identifiers.secret(identity.seed, "datto-key-\(identity.tenant)")
        apiSecretKey = Identifiers.secret(identity.seed, "datto-secret-\(identity.tenant)") + "&+x=%41"
    }

    mutating func expireTokens() { valid = [:] }

    /// The caller was told to wait, once more.
    mutating func refuse() {
        refusals += 1
        if refusals >= Self.mostRefusals { isToBeBlocked = true }
    }

    /// Whether nothing is answered at all. A call that gets here was not told to wait.
    mutating func isBlocked(at now: Timestamp) -> Bool {
        if isToBeBlocked { blockedUntil = now.plus(seconds: Self.blockSeconds) }
        (isToBeBlocked, refusals) = (false, 0)
        return blockedUntil.map { now < $0 } ?? false
    }

    /// Whether a call says who it is: a token, or the header that some integrators describe.
    func admits(_ call: VendorCall) -> Bool {
        guard !isRevoked else { return false }
        if let key = HTTPField.Name("x-au-api-key").flatMap({ call.headers[$0] }) { return key == apiKey }
        guard let header = call.headers[.authorization], header.hasPrefix("Bearer "),
            let expires = valid[String(header.dropFirst(7))]
        else { return false }
        return call.now < expires
    }

    /// Gives out a token, or says in OAuth's words why not.
    mutating func logIn(_ call: VendorCall) -> VendorAnswer {
        guard call.method == .post else { return DattoRMMError.answer(405, to: call) }
        guard call.headers[.contentType]?.hasPrefix("application/x-www-form-urlencoded") == true else {
            return DattoRMMError.answer(415, to: call)
        }
        guard call.headers[.authorization] == Self.client else { return refusal("invalid_client", status: 401) }
        let fields = FormEncoding.fields(String(decoding: call.body, as: UTF8.self))
        let form = Dictionary(fields.map { ($0.name, $0.value) }) { $1 }
        guard form["grant_type"] == "password" else { return refusal("unsupported_grant_type", status: 400) }
        guard !isRevoked, form["username"] == apiKey, form["password"] == apiSecretKey else {
            return wrongLogIn(at: call.now)
        }
        wrongLogIns = 0
        return issue(at: call.now)
    }

    private mutating func wrongLogIn(at now: Timestamp) -> VendorAnswer {
        wrongLogIns += 1
        if wrongLogIns >= Self.mostWrongLogIns {
            wrongLogIns = 0
            blockedUntil = now.plus(seconds: Self.blockSeconds)
        }
        return refusal("invalid_grant", status: 400)
    }

    private mutating func issue(at now: Timestamp) -> VendorAnswer {
        issued += 1
        let token = "sim.\(Identifiers.uuid(seed, .credential, issued, 7))"
        valid[token] = now.plus(seconds: Self.lifetime)
        return .json { json in
            json.object {
                $0.member("access_token", token)
                $0.member("token_type", "bearer")
                $0.member("expires_in", Self.lifetime)
                $0.member("scope", "all")
            }
        }
    }

    private func refusal(_ error: String, status: Int) -> VendorAnswer {
        .json(status: status) { json in
            json.object {
                $0.member("error", error)
                $0.member("error_description", "Bad credentials")
            }
        }
    }
}
