import HTTPTypes
import Inventory
import JSON

/// The log-in (sheet, Authentication): a form with user, password and tenant gives a pair of tokens; the pair gives the
/// next one, once. How long they live is told beside them and nowhere else.
actor BMSLogIn {
    private let caller: Caller
    private let credentials: @Sendable () async throws(ConnectorError) -> Credentials
    private let now: @Sendable () -> Timestamp
    /// The pair that was not used yet, and from when on asking for another access token is no surprise: who asks
    /// before was refused it, and then only the log-in helps.
    private var pair: (access: String, refresh: String, from: Timestamp)?

    init(_ context: ConnectorContext) {
        caller = Caller(context, reading: BMSReading.logIn)
        credentials = context.credentials
        now = context.now
    }

    func token() async throws(ConnectorError) -> TokenSource.Token {
        if let held = pair {
            pair = nil
            if now() >= held.from, let renewed = try await renewed(held.access, held.refresh) { return renewed }
        }
        return try await authenticated()
    }

    /// nil for any failure, and for an answer that was lost: then the log-in is the way.
    private func renewed(_ access: String, _ refresh: String) async throws(ConnectorError) -> TokenSource.Token? {
        do throws(ConnectorError) {
            return try take(
                try await post(
                    "refreshtoken", [("AccessToken", access), ("RefreshToken", refresh)], isRepeatable: false))
        } catch {
            if error == .cancelled { throw error }
            return nil
        }
    }

    private func authenticated() async throws(ConnectorError) -> TokenSource.Token {
        let credentials = try await credentials()
        let password = credentials.secret("password")
        let form = [
            ("GrantType", "password"), ("UserName", credentials.secret("username")), ("Password", password),
            ("Tenant", credentials.secret("tenant")),
        ]
        do throws(ConnectorError) {
            return try take(try await post("authenticate", form, isRepeatable: true))
        } catch {
            throw HiddenWords([password]).hide(in: error)
        }
    }

    /// The document says multipart; what clients send with success is an ordinary form.
    private func post(
        _ path: String, _ form: [(String, String)], isRepeatable: Bool
    ) async throws(ConnectorError) -> VendorAnswer {
        try await caller.json(
            VendorCall(
                "/v2/security/\(path)", method: .post, headers: [.contentType: "application/x-www-form-urlencoded"],
                body: Array(URLText.form(form).utf8), isRepeatable: isRepeatable))
    }

    private func take(_ answer: VendorAnswer) throws(ConnectorError) -> TokenSource.Token {
        let tokens = BMSEnvelope(answer.json).result
        guard let access = tokens.member(ignoringCase: "accessToken").cleaned else {
            throw .malformedAnswer("the log-in was answered without an access token")
        }
        let life = lifetime(tokens.member(ignoringCase: "accessTokenExpireOn"), answer.cost.vendorDate)
        // A token is renewed a minute, or a fifth of its life, before its end.
        let from = Timestamp(microseconds: now().microseconds + Int64(life - min(60, life / 5)) * 1_000_000)
        pair = tokens.member(ignoringCase: "refreshToken").cleaned.map { (access, $0, from) }
        return TokenSource.Token(access, lifetimeSeconds: life, cost: answer.cost)
    }

    /// Seconds, by the vendor's own clock. An end that is not told or is past (one without a zone may be by any clock) is
    /// taken for a short life, and one that is far off for a day; a token that ends sooner is refused and renewed.
    private func lifetime(_ end: JSONValue, _ vendorDate: Timestamp?) -> Int {
        guard let end = Times.iso(end) else { return 300 }
        let seconds = (end.microseconds - (vendorDate ?? now()).microseconds) / 1_000_000
        return seconds < 30 ? 300 : Int(min(seconds, 86_400))
    }
}
