import Foundation
import HTTPTypes
import JSON

/// The ways in (sheet, Authentication): a user's name and password with every call, tokens by OAuth, or a key.
enum ServiceNowAuthentication {
    static let setting = "authentication"
    static let choice = CredentialChoice(
        setting: setting, usual: "basic",
        others: [
            "client_credentials": ["client_id", "client_secret"],
            "password_grant": ["client_id", "client_secret", "username", "password"],
            "api_key": ["api_key"],
        ])

    static let meaning = """
        How the connection says who it is: basic (usual: username and password with every call), client_credentials \
        (an OAuth client_id and client_secret, where the instance allows that grant and ties the client to a user), \
        password_grant (both pairs) or api_key (the credential api_key alone, sent as x-sn-apikey).
        """

    static func authorisation(_ context: ConnectorContext) throws(ConnectorError) -> Authorisation {
        let credentials = context.credentials
        switch context.settings[setting] {
        case nil, "", choice.usual:
            return .headers { () async throws(ConnectorError) in [.authorization: basic(try await credentials())] }
        case "api_key":
            return .headers { () async throws(ConnectorError) in
                let key = try await credentials().secret("api_key")
                guard let header, !key.isEmpty else { throw .misconfigured("the credentials have no api_key") }
                return [header: key]
            }
        case "client_credentials": return .token(tokens(context, client))
        // A new token costs one call in half an hour: the token for renewing, good for 100 days, is not kept.
        case "password_grant": return .token(tokens(context, person))
        default: throw .misconfigured("\(setting) must be one of \(choice.values.joined(separator: ", "))")
        }
    }

    /// What must not come back in an error's words.
    static func secrets(_ credentials: Credentials) -> [String] {
        ["password", "client_secret", "api_key"].map(credentials.secret) + [String(basic(credentials).dropFirst(6))]
    }

    private static let header = HTTPField.Name("x-sn-apikey")

    private static func basic(_ credentials: Credentials) -> String {
        let pair = "\(credentials.secret("username")):\(credentials.secret("password"))"
        return "Basic \(Data(pair.utf8).base64EncodedString())"
    }

    /// How a refused log-in looks is not established; a 401 is what the grants share.
    private static func tokens(
        _ context: ConnectorContext, _ form: @escaping @Sendable (Credentials) -> [(String, String)]
    ) -> TokenSource {
        .oauth(
            context, path: "/oauth_token.do",
            refusal: { [400, 401, 403].contains($0.status) ? .unauthorised("no token was given: \($0.text)") : nil },
            form: form)
    }

    @Sendable private static func client(_ credentials: Credentials) -> [(String, String)] {
        [("grant_type", "client_credentials")] + names(["client_id", "client_secret"], credentials)
    }

    @Sendable private static func person(_ credentials: Credentials) -> [(String, String)] {
        [("grant_type", "password")] + names(["client_id", "client_secret", "username", "password"], credentials)
    }

    private static func names(_ names: [String], _ credentials: Credentials) -> [(String, String)] {
        names.map { ($0, credentials.secret($0)) }
    }
}
