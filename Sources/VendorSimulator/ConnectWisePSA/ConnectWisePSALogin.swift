import Foundation
import HTTPTypes

extension ConnectWisePSA {
    /// The first part of the API's paths: it changes with each upgrade; an alias does not.
    struct Codebase: Sendable {
        static let alias = "v4_6_release"
        private(set) var upgrades = 0

        var name: String { "v2025_\(1 + upgrades)" }

        mutating func upgrade() { upgrades += 1 }

        func isCalled(_ text: String) -> Bool { text == name || text == Self.alias }
    }

    /// Who may call: company, key pair, and the GUID of the integration.
    struct Login: Sendable {
        let companyID: String
        let publicKey: String
        let privateKey: String
        let clientID: String
        var isRevoked = false

        init(identity: VendorIdentity) {
            companyID = "sim_\(identity.tenant)"
            publicKey = Identifiers.secret(identity.seed, "connectwise-psa-public-\(identity.tenant)")
            privateKey = Identifiers.secret(identity.seed, "connectwise-psa-private-\(identity.tenant)")
            clientID = Identifiers.uuid(identity.seed, .credential, 8)
        }

        var credentials: [String: String] {
            [
                "company_id": companyID, "public_key": publicKey, "private_key": privateKey, "client_id": clientID,
            ]
        }

        /// Why a call is not let through.
        func refusal(of call: VendorCall) -> VendorAnswer? {
            guard let header = call.headers[.authorization], header.hasPrefix("Basic ") else {
                return .connectWise("ConnectWiseApi", "UserNotAuthenticated", status: 401)
            }
            let expected = Data("\(companyID)+\(publicKey):\(privateKey)".utf8).base64EncodedString()
            guard !isRevoked, header.dropFirst(6) == expected else {
                return .connectWise("Unauthorized", "Incorrect login credentials", status: 401)
            }
            guard call.headers[Headers.clientID] == clientID else {
                return .connectWise("Unauthorized", "The clientId header is missing or not known", status: 401)
            }
            guard Self.isPinned(call.headers[.accept] ?? "") else {
                return .connectWise("InvalidVersion", "The Accept header names no version that is served", status: 406)
            }
            return nil
        }

        /// `application/vnd.connectwise.com+json; version=2025.8`, of a version that is not too old.
        private static func isPinned(_ accept: String) -> Bool {
            let parts = accept.split(separator: ";").map { $0.trimmingSpaces() }
            guard parts.count == 2, parts[0] == "application/vnd.connectwise.com+json", parts[1].hasPrefix("version=")
            else { return false }
            let version = parts[1].dropFirst(8).split(separator: ".").compactMap { Int($0) }
            return version.count == 2 && (2020...2025).contains(version[0])
        }

        /// What anybody may ask: which codebase a company is on. One that is not known is `null`.
        func companyInfo(_ company: String, _ codebase: Codebase) -> VendorAnswer {
            guard company.lowercased() == companyID.lowercased() else { return .json(Array("null".utf8)) }
            return .json { json in
                json.object {
                    $0.member("CompanyName", companyID)
                    $0.member("Codebase", "\(codebase.name)/")
                    $0.member("VersionCode", codebase.name.replacing("_", with: "."))
                    $0.member("VersionNumber", "v4.6.99999")
                    $0.member("CompanyID", companyID)
                    $0.member("IsCloud", true)
                }
            }
        }
    }
}
