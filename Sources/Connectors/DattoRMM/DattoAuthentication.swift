import HTTPTypes
import JSON

/// The two ways in (sheet, Authentication): the OAuth password grant, with the key as user and its secret as password;
/// and the key in a header of every call, which integrators describe and no document does.
enum DattoAuthentication {
    static let setting = "authentication"
    static let choice = CredentialChoice(
        setting: setting, usual: "password_grant", others: ["api_key_header": ["api_key"]])

    static let meaning = """
        How the connection says who it is: password_grant (usual: a token for the API key and its secret) or \
        api_key_header (the credential api_key alone, sent as x-au-api-key with every call; some integrators describe \
        it, Datto's own documents do not).
        """

    /// "public-client" with the password "public", for everybody: no secret.
    private static let client = "Basic cHVibGljLWNsaWVudDpwdWJsaWM="
    private static let header = HTTPField.Name("x-au-api-key")

    static func authorisation(_ context: ConnectorContext) throws(ConnectorError) -> Authorisation {
        switch context.settings[setting] {
        case nil, "", choice.usual: .token(tokens(context))
        case "api_key_header": .headers { () async throws(ConnectorError) -> HTTPFields in try await key(context) }
        default: throw .misconfigured("\(setting) must be one of \(choice.values.joined(separator: ", "))")
        }
    }

    private static func tokens(_ context: ConnectorContext) -> TokenSource {
        .oauth(
            context, path: "/auth/oauth/token", headers: [.authorization: client],
            refusal: { refusal in
                // What a refused log-in looks like is not documented; a wrong platform refuses as a wrong key does.
                [400, 401].contains(refusal.status)
                    ? .unauthorised(
                        "the API key or its secret is wrong, or the base URL is another platform's (\(refusal.text))")
                    : DattoGate.refusal(refusal)
            },
            form: {
                [
                    ("grant_type", "password"), ("username", $0.secret("api_key")),
                    ("password", $0.secret("api_secret_key")),
                ]
            })
    }

    private static func key(_ context: ConnectorContext) async throws(ConnectorError) -> HTTPFields {
        let key = try await context.credentials().secret("api_key")
        guard let header, !key.isEmpty else { throw .misconfigured("the credentials have no api_key") }
        return [header: key]
    }
}
