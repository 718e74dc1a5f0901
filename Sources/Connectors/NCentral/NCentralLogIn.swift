import HTTPTypes
import Inventory
import JSON

/// The log-in in two steps (sheet, Authentication): the permanent token, a JWT, gives an access token for an hour and a
/// refresh token for a day, which gives the next two without the JWT.
///
/// Both live in the server's memory. So who asks for a token before the last one's time was refused, as after a restart
/// of the server, and then only the JWT helps. A refresh token is used once: whether it stays good is not established.
actor NCentralLogIn {
    private let caller: Caller
    private let credentials: @Sendable () async throws(ConnectorError) -> Credentials
    private let now: @Sendable () -> Timestamp
    /// The refresh token that was not used yet, and from when on asking for another access token is no surprise.
    private var refresh: (token: String, from: Timestamp)?
    /// The server has refused the JWT itself.
    private(set) var isRefused = false

    init(_ context: ConnectorContext) {
        caller = Caller(context, reading: AnswerReading(refusal: Self.refusal))
        credentials = context.credentials
        now = context.now
    }

    /// Another access token: by the refresh token, else by the JWT.
    func token() async throws(ConnectorError) -> TokenSource.Token {
        if let held = refresh {
            refresh = nil
            if now() >= held.from, let renewed = try await renewed(held.token) { return renewed }
        }
        return try await authenticated()
    }

    /// nil for any failure: then the JWT is the way. The sheet's clients disagree on a header; none is the vendor's way.
    private func renewed(_ token: String) async throws(ConnectorError) -> TokenSource.Token? {
        do throws(ConnectorError) {
            return try take(
                try await caller.json(
                    VendorCall(
                        "/api/auth/refresh", method: .post, headers: [.contentType: "text/plain"],
                        body: Array(token.utf8), isRepeatable: false)))
        } catch {
            if error == .cancelled { throw error }
            return nil
        }
    }

    private func authenticated() async throws(ConnectorError) -> TokenSource.Token {
        let jwt = try await credentials().secret("jwt")
        do throws(ConnectorError) {
            let token = try take(
                try await caller.json(
                    VendorCall(
                        "/api/auth/authenticate", method: .post, headers: [.authorization: "Bearer \(jwt)"],
                        isRepeatable: true)))
            isRefused = false
            return token
        } catch {
            if case .unauthorised = error { isRefused = true }
            throw error
        }
    }

    private func take(_ answer: VendorAnswer) throws(ConnectorError) -> TokenSource.Token {
        let tokens = answer.json["tokens"]
        guard let access = tokens["access"]["token"].cleaned else {
            throw .malformedAnswer("the log-in was answered without an access token")
        }
        // An hour is the default; a life that is not told is taken for a short one.
        let seconds = Int(clamping: tokens["access"]["expirySeconds"].text.flatMap { Int64($0) } ?? 300)
        let life = min(max(1, seconds), 86_400)
        // A token is renewed a minute, or a fifth of its life, before its end.
        let early = min(60, life / 5)
        refresh = tokens["refresh"]["token"].cleaned.map {
            ($0, Timestamp(microseconds: now().microseconds + Int64(life - early) * 1_000_000))
        }
        return TokenSource.Token(access, lifetimeSeconds: life, cost: answer.cost)
    }

    private static func refusal(_ refusal: Refusal) -> ConnectorError? {
        switch refusal.status {
        case 401, 403:
            .unauthorised(
                """
                the API token (JWT) was refused: it was generated anew, its user's password or role has changed, or \
                the user signs in with a second factor (\(refusal.text))
                """)
        case 404: .misconfigured("no N-central REST API (2023.9 or later) at this base URL (\(refusal.text))")
        default: nil
        }
    }
}
