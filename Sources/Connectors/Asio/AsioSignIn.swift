import HTTPTransport
import HTTPTypes
import JSON

/// Signs in with as few token requests as can be: too many lock the key (423), as may one while a token is still good.
///
/// One token serves all: asked for without a scope, it carries what the key allows. Where a region wants scopes named
/// (not established), that is remembered for a day and each area has a token of its own, so that a product that the key
/// lacks blocks nothing but itself. Tokens are kept where other runs, other processes and a restart find them; none is
/// asked for before the last has ended or was refused; and after a refusal nobody asks until the wait is over.
struct AsioSignIn: Sendable {
    private let whole: TokenSource
    private let areas: [AsioArea: TokenSource]

    /// How long nobody asks after a refusal that names no time (Rate limits).
    static let rest = 300
    private static let manners = TokenManners(renewsEarlyBy: 0, restsWhenThrottled: true)

    init(_ context: ConnectorContext) {
        let request = AsioTokenRequest(context)
        whole = TokenSource(now: context.now, manners: Self.manners, name: "all", keeper: context.tokens) {
            () async throws(ConnectorError) in try await request.whole()
        }
        areas = Dictionary(
            uniqueKeysWithValues: AsioArea.allCases.map { area in
                let source = TokenSource(
                    now: context.now, manners: Self.manners, name: area.rawValue, keeper: context.tokens
                ) { () async throws(ConnectorError) in try await request.token(of: area) }
                return (area, source)
            })
    }

    func authorisation(_ area: AsioArea) -> Authorisation {
        .bearer { (refused) async throws(ConnectorError) in
            let token = try await whole.token(replacing: refused)
            guard token.value.isEmpty, let source = areas[area] else { return token }
            return try await source.token(replacing: refused)
        }
    }
}

/// The request for a token: JSON, not a form, and sent once.
struct AsioTokenRequest: Sendable {
    private let context: ConnectorContext
    private let caller: Caller

    init(_ context: ConnectorContext) {
        self.context = context
        caller = Caller(context, reading: AnswerReading(refusal: Self.refusal))
    }

    /// A token for all that the key allows; an empty one, for a day, where a scope must be named.
    func whole() async throws(ConnectorError) -> TokenSource.Token {
        do throws(ConnectorError) {
            return try await token(scope: nil)
        } catch {
            guard case .rejectedCall = error else { throw error }
            return TokenSource.Token("", lifetimeSeconds: 86_400, cost: CallCost(calls: 1))
        }
    }

    /// A token of one area; a scope that the key lacks is missing for that area alone.
    func token(of area: AsioArea) async throws(ConnectorError) -> TokenSource.Token {
        do throws(ConnectorError) {
            return try await token(scope: area.scopes)
        } catch {
            guard case .rejectedCall(_, let words) = error else { throw error }
            throw .forbidden("the key lacks one of the scopes \(area.scopes): \(words)")
        }
    }

    private func token(scope: String?) async throws(ConnectorError) -> TokenSource.Token {
        let credentials = try await context.credentials()
        try AsioRegion.check(context.baseURL, clientID: credentials.secret("client_id"))
        let answer = try await caller.json(
            VendorCall(
                "/v1/token", method: .post, headers: [.contentType: "application/json"],
                body: Array(Self.body(credentials, scope).utf8), isRepeatable: false))
        // One client takes `Access_Token` as well.
        let value = ["access_token", "accessToken"].lazy.compactMap { answer.json.member(ignoringCase: $0).string }
            .first
        guard let value, !value.isEmpty else {
            throw .malformedAnswer("the token endpoint answered without a token")
        }
        let seconds = answer.json.member(ignoringCase: "expires_in").text.flatMap { Double($0) } ?? 300
        return TokenSource.Token(value, lifetimeSeconds: Int(min(max(1, seconds), 86_400)), cost: answer.cost)
    }

    private static func body(_ credentials: Credentials, _ scope: String?) -> String {
        let members = [
            ("grant_type", "client_credentials"), ("client_id", credentials.secret("client_id")),
            ("client_secret", credentials.secret("client_secret")),
        ]
        return JSONText.object((members + (scope.map { [("scope", $0)] } ?? [])).map { ($0, JSONText.quoted($1)) })
            ?? ""
    }

    /// 400 has an OAuth word (`invalid_scope`: the key lacks one, and scopes are fixed when a key is made). Without a scope
    /// asked for, a word of this kind means that one must be named; ``whole()`` sees to it.
    private static func refusal(_ refusal: Refusal) -> ConnectorError? {
        switch (refusal.status, refusal.json["error"].string) {
        case (423, _):
            .throttled(
                retryAfterSeconds: refusal.retryAfterSeconds ?? AsioSignIn.rest,
                "the key is locked after too many token requests, or because a token is still good (\(refusal.text))")
        case (429, _), (503, _):
            .throttled(retryAfterSeconds: refusal.retryAfterSeconds ?? AsioSignIn.rest, refusal.text)
        case (400, "invalid_scope"), (400, "invalid_request"): .rejectedCall(status: 400, refusal.text)
        case (400..<500, "invalid_client"), (400..<500, "unauthorized_client"), (400..<500, "invalid_grant"):
            .unauthorised("the key was refused; keys work in their own region alone (\(refusal.text))")
        case (404, _): .misconfigured("no token endpoint at this base URL (\(refusal.text))")
        default: nil
        }
    }
}

/// The regions, by their hosts and by how their client ids begin. Credentials work in their own region alone.
enum AsioRegion {
    private static let all = [
        (name: "North America", host: "openapi.service.itsupport247.net", prefix: "0e30"),
        (name: "Europe", host: "openapi.service.euplatform.connectwise.com", prefix: "0e31"),
        (name: "Australia", host: "openapi.service.auplatform.connectwise.com", prefix: "0e32"),
    ]

    /// A client id of one region at the host of another would only be refused, and each refusal counts towards a lock.
    static func check(_ baseURL: String, clientID: String) throws(ConnectorError) {
        guard let called = all.first(where: { baseURL.lowercased().contains($0.host) }),
            let owner = all.first(where: { clientID.lowercased().hasPrefix($0.prefix) }), owner.name != called.name
        else { return }
        throw .misconfigured("the client id is of \(owner.name); its base URL is https://\(owner.host)")
    }
}
