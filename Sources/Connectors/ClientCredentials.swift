public import HTTPTypes
import JSON

extension TokenSource {
    /// OAuth 2.0 client credentials: the form is the vendor's, made from the connection's credentials.
    public static func clientCredentials(
        _ context: ConnectorContext, path: String,
        form: @escaping @Sendable (Credentials) -> [(String, String)]
    ) -> TokenSource {
        oauth(context, path: path, form: form)
    }

    /// OAuth 2.0 by any grant that is asked for with a form.
    /// - Parameters:
    ///   - headers: sent beside the form's content type, for vendors whose clients have a name of their own.
    ///   - refusal: the vendor's own ways of refusing a log-in, before the usual ones.
    public static func oauth(
        _ context: ConnectorContext, path: String, headers: HTTPFields = [:],
        refusal: @escaping @Sendable (Refusal) -> ConnectorError? = { _ in nil },
        form: @escaping @Sendable (Credentials) -> [(String, String)]
    ) -> TokenSource {
        let caller = Caller(
            context, headers: headers, reading: AnswerReading(refusal: { refusal($0) ?? tokenRefusal($0) }))
        return TokenSource(now: context.now) { () async throws(ConnectorError) -> Token in
            let fields = form(try await context.credentials())
            let answer = try await caller.json(
                VendorCall(
                    path, method: .post, headers: [.contentType: "application/x-www-form-urlencoded"],
                    body: Array(URLText.form(fields).utf8), isRepeatable: true))
            guard let value = answer.json["access_token"].string, !value.isEmpty else {
                throw .malformedAnswer("the token endpoint answered without a token")
            }
            let seconds = answer.json["expires_in"].text.flatMap { Double($0) } ?? 300
            return Token(value, lifetimeSeconds: Int(min(max(1, seconds), 86_400)), cost: answer.cost)
        }
    }

    /// A token endpoint refuses with 400 as often as with 401, and a wrong instance with 404.
    private static func tokenRefusal(_ refusal: Refusal) -> ConnectorError? {
        switch (refusal.status, refusal.json["error"].string) {
        case (400..<500, "invalid_scope"): .forbidden("the client lacks a scope (\(refusal.text))")
        case (400..<500, "invalid_client"), (400..<500, "unauthorized_client"), (400..<500, "invalid_grant"):
            .unauthorised("the client's credentials were refused (\(refusal.text))")
        case (404, _): .misconfigured("no token endpoint at this base URL (\(refusal.text))")
        default: nil
        }
    }
}
