import Foundation
import HTTPTypes

/// Who may call: a token's id and secret, as HTTP Basic on every call. It has no life time that shows.
struct VSAXLogin: Sendable {
    let tokenID: String
    let tokenSecret: String
    var isRevoked = false

    init(identity: VendorIdentity) {
        tokenID = Identifiers.secret(identity.seed, "kaseya-vsa-x-id-\(identity.tenant)")
        tokenSecret = Identifiers.secret(identity.seed, "kaseya-vsa-x-secret-\(identity.tenant)")
    }

    var credentials: [String: String] { ["token_id": tokenID, "token_secret": tokenSecret] }

    /// Why a call is not let through.
    func refusal(of call: VendorCall) -> VendorAnswer? {
        let expected = "Basic " + Data("\(tokenID):\(tokenSecret)".utf8).base64EncodedString()
        guard !isRevoked, call.headers[.authorization] == expected else {
            return VSAXError.failure("Unauthorized", status: 401)
        }
        return nil
    }
}
