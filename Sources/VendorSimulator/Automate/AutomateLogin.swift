import Foundation
import HTTPTypes
import Inventory

extension Automate {
    /// Who may call: a user's name and password for a token that ends, and the id of the integration beside each call.
    struct Login: Sendable {
        let username = "svc-quartermaster"
        /// A technician with the same password, who is asked for a second factor.
        static let technician = "technician"
        static let passcode = "123456"
        let password: String
        let clientID: String
        var isRevoked = false
        private let seed: UInt64
        private var issued = 0
        private var valid: [String: Timestamp] = [:]

        private static let lifetime = 3600

        private struct Form: Decodable {
            var Username: String?
            var Password: String?
            var TwoFactorPasscode: String?
        }

        init(identity: VendorIdentity) {
            seed = identity.seed
            password = Identifiers.secret(identity.seed, "connectwise-automate-password-\(identity.tenant)")
            clientID = Identifiers.uuid(identity.seed, .credential, 21)
        }

        var credentials: [String: String] {
            ["username": username, "password": password, "client_id": clientID]
        }

        mutating func expireAll() { valid = [:] }

        /// Gives out a token, or says that a second factor is wanted: with 200, and no token.
        mutating func token(_ call: VendorCall) -> VendorAnswer {
            guard call.headers[Self.clientIDName] == clientID else {
                return Automate.message("A valid ClientId header is required.", status: 400)
            }
            guard let form = try? JSONDecoder().decode(Form.self, from: Data(call.body)) else {
                return Automate.message("The request is invalid.", status: 400)
            }
            guard !isRevoked, form.Password == password, [username, Self.technician].contains(form.Username ?? "")
            else { return Automate.failure("Unauthorized", "Invalid username or password", status: 401) }
            if form.Username == Self.technician, form.TwoFactorPasscode != Self.passcode {
                return .json { json in
                    json.object {
                        $0.member("AccessToken", nil as String?)
                        $0.member("IsTwoFactorRequired", true)
                        $0.member("IsInternalTwoFactorRequired", true)
                    }
                }
            }
            return issue(at: call.now)
        }

        /// A new token for one that is still valid, which comes as a bare JSON text.
        mutating func refresh(_ call: VendorCall) -> VendorAnswer {
            guard let old = text(call.body), let end = valid[old], call.now < end, !isRevoked else {
                return Self.refused
            }
            valid[old] = nil
            return issue(at: call.now)
        }

        mutating func disable(_ call: VendorCall) -> VendorAnswer {
            struct Form: Decodable { var SecurityToken: String }
            guard let form = try? JSONDecoder().decode(Form.self, from: Data(call.body)) else {
                return Automate.message("The request is invalid.", status: 400)
            }
            valid[form.SecurityToken] = nil
            return VendorAnswer(status: 204)
        }

        private func text(_ body: [UInt8]) -> String? {
            try? JSONDecoder().decode(String.self, from: Data(body))
        }

        private mutating func issue(at now: Timestamp) -> VendorAnswer {
            issued += 1
            let token = "sim.\(Identifiers.uuid(seed, .credential, 1000 + issued)).\(issued)"
            let end = now.plus(seconds: Self.lifetime)
            valid[token] = end
            return .json { json in
                json.object {
                    $0.member("AccessToken", token)
                    $0.member("TokenType", "Bearer")
                    $0.member("ExpirationDate", TimeText.iso(end))
                    $0.member("AbsoluteExpirationDate", TimeText.iso(now.plus(hours: 24)))
                    $0.member("UserId", "17")
                    $0.member("InternalUserName", username)
                    $0.member("IsTwoFactorRequired", false)
                    $0.member("IsInternalTwoFactorRequired", false)
                    $0.member("SSOAccessToken", nil as String?)
                }
            }
        }

        /// Why a call is not let through: no token, an old one, or none of an integration's.
        func refusal(of call: VendorCall) -> VendorAnswer? {
            guard let header = call.headers[.authorization], header.hasPrefix("Bearer "), !isRevoked,
                let end = valid[String(header.dropFirst(7))], call.now < end
            else { return Self.refused }
            guard call.headers[Self.clientIDName] == clientID else {
                return Automate.message("A valid ClientId header is required.", status: 401)
            }
            return nil
        }

        private static let refused = Automate.failure("Unauthorized", "Authorization has been denied", status: 401)
        private static let clientIDName = HTTPField.Name("ClientId") ?? .trailer
    }
}
