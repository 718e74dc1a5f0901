import HTTPTypes
import JSON

/// Client credentials, for a tenant that is named in the address (sheet, Authentication). The authorisation server may be
/// another than the resource server.
///
/// Whether a new token puts an end to those before is not established: so the token is kept where other runs and other
/// processes find it, and one is asked for when none is left or the last was refused.
struct HaloLogIn: Sendable {
    private let context: ConnectorContext
    private let options: HaloOptions
    private let caller: Caller

    init(_ context: ConnectorContext, _ options: HaloOptions) {
        self.context = context
        self.options = options
        var there = context
        there.baseURL = options.authorisationURL ?? "\(context.baseURL)/auth"
        caller = Caller(there, reading: AnswerReading(refusal: Self.refusal))
    }

    var tokens: TokenSource {
        TokenSource(now: context.now, name: options.scope, keeper: context.tokens) {
            () async throws(ConnectorError) in try await token()
        }
    }

    private func token() async throws(ConnectorError) -> TokenSource.Token {
        let credentials = try await context.credentials()
        let form = [
            ("grant_type", "client_credentials"), ("client_id", credentials.secret("client_id")),
            ("client_secret", credentials.secret("client_secret")), ("scope", options.scope),
        ]
        let answer = try await caller.json(
            VendorCall(
                "/token", query: [("tenant", credentials.secret("tenant"))], method: .post,
                headers: [.contentType: "application/x-www-form-urlencoded"], body: Array(URLText.form(form).utf8),
                isRepeatable: true))
        guard let value = answer.json["access_token"].string, !value.isEmpty else {
            throw .malformedAnswer("the token endpoint answered without a token")
        }
        let seconds = answer.json["expires_in"].text.flatMap { Double($0) } ?? 300
        return TokenSource.Token(value, lifetimeSeconds: Int(min(max(1, seconds), 86_400)), cost: answer.cost)
    }

    /// Which status refuses a client is not established; that some 4xx names `invalid_client` is.
    private static func refusal(_ refusal: Refusal) -> ConnectorError? {
        switch (refusal.status, refusal.json["error"].string) {
        case (400..<500, "invalid_scope"):
            .forbidden("the application lacks a scope that is asked for: see the setting scope (\(refusal.text))")
        case (400..<500, "invalid_client"), (400..<500, "unauthorized_client"), (400..<500, "invalid_grant"):
            .unauthorised("the client, its secret or the tenant was refused (\(refusal.text))")
        case (404, _):
            .misconfigured(
                """
                no authorisation server at this base URL: set auth_url as Configuration > Integrations > Halo API shows \
                it (\(refusal.text))
                """)
        default: HaloRefusals.error(refusal)
        }
    }
}
