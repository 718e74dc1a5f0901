import Foundation
import HTTPTypes
import Inventory

extension ServiceNow {
    /// Who may call: a user with a password, whoever has a token, or whoever has a key.
    struct Login: Sendable {
        let username: String
        let password: String
        let clientID: String
        let clientSecret: String
        let apiKey: String
        var isRevoked = false
        private let seed: UInt64
        private var issued = 0
        private var valid: [String: Timestamp] = [:]
        private var refreshers: Set<String> = []

        /// Half an hour less a second, as the documents' sample has it.
        static let lifetime = 1799

        init(identity: VendorIdentity) {
            seed = identity.seed
            username = "svc.quartermaster"
            password = Identifiers.secret(seed, "servicenow-password-\(identity.tenant)")
            clientID = Identifiers.uuid(seed, .credential, 31).filter { $0 != "-" }
            clientSecret = Identifiers.secret(seed, "servicenow-client-\(identity.tenant)")
            apiKey = Identifiers.secret(seed, "servicenow-key-\(identity.tenant)")
        }

        var credentials: [String: String] { ["username": username, "password": password] }

        mutating func expireAll() { valid = [:] }

        /// Why a call is not let through.
        func refusal(of call: VendorCall) -> VendorAnswer? { isKnown(call) ? nil : Self.notAuthenticated }

        private func isKnown(_ call: VendorCall) -> Bool {
            if isRevoked { return false }
            if let key = HTTPField.Name("x-sn-apikey").flatMap({ call.headers[$0] }) { return key == apiKey }
            let header = call.headers[.authorization] ?? ""
            if header.hasPrefix("Basic ") {
                return header.dropFirst(6) == Data("\(username):\(password)".utf8).base64EncodedString()
            }
            guard header.hasPrefix("Bearer "), let end = valid[String(header.dropFirst(7))] else { return false }
            return call.now < end
        }

        private static let notAuthenticated = VendorAnswer.serviceNow(
            "User Not Authenticated", "Required to provide Auth information", status: 401)

        /// A token by client credentials, by a password, or by the token that came with an earlier one.
        mutating func token(_ call: VendorCall) -> VendorAnswer {
            let form = Dictionary(
                FormEncoding.fields(String(decoding: call.body, as: UTF8.self)).map { ($0.name, $0.value) }
            ) { $1 }
            guard !isRevoked, form["client_id"] == clientID, form["client_secret"] == clientSecret else {
                return Self.refused("invalid_client")
            }
            switch form["grant_type"] {
            case "client_credentials": return issue(at: call.now, refreshes: false)
            case "password" where form["username"] == username && form["password"] == password:
                return issue(at: call.now, refreshes: true)
            case "refresh_token" where refreshers.contains(form["refresh_token"] ?? ""):
                return issue(at: call.now, refreshes: true)
            default: return Self.refused("access_denied")
            }
        }

        private static func refused(_ word: String) -> VendorAnswer {
            .json(status: 401) { json in
                json.object {
                    $0.member("error_description", "access_denied")
                    $0.member("error", word)
                }
            }
        }

        private mutating func issue(at now: Timestamp, refreshes: Bool) -> VendorAnswer {
            issued += 1
            let token = "sim-\(Identifiers.uuid(seed, .credential, 2000 + issued))"
            valid[token] = now.plus(seconds: Self.lifetime)
            let refresher = "sim-refresh-\(Identifiers.uuid(seed, .credential, 3000 + issued))"
            if refreshes { refreshers.insert(refresher) }
            return .json { json in
                json.object { json in
                    json.member("access_token", token)
                    if refreshes { json.member("refresh_token", refresher) }
                    json.member("scope", "useraccount")
                    json.member("token_type", "Bearer")
                    json.member("expires_in", Self.lifetime)
                }
            }
        }
    }
}
