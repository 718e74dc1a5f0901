import HTTPTypes
import Inventory
import JSON

/// Logs in with a user's name and password. A token lives as long as its answer says, and is fetched anew by logging in
/// again, which works as well as refreshing it.
enum AutomateAuthentication {
    static func tokens(_ context: ConnectorContext) -> TokenSource {
        let caller = Caller(context, path: AutomateClient.path, reading: AnswerReading(refusal: refusal))
        return TokenSource(now: context.now) { () async throws(ConnectorError) -> TokenSource.Token in
            let credentials = try await context.credentials()
            let answer = try await caller.json(
                VendorCall(
                    "/apitoken", method: .post,
                    headers: [.contentType: "application/json", .clientID: credentials.secret("client_id")],
                    body: Array(body(credentials).utf8), isRepeatable: true))
            return try token(answer, now: context.now())
        }
    }

    private static func body(_ credentials: Credentials) -> String {
        let name = JSONText.quoted(credentials.secret("username"))
        return "{\"Username\":\(name),\"Password\":\(JSONText.quoted(credentials.secret("password")))}"
    }

    /// The token of an answer, which may be 200 without one: the account is then asked for a second factor, which nobody
    /// is there to give.
    private static func token(_ answer: VendorAnswer, now: Timestamp) throws(ConnectorError) -> TokenSource.Token {
        let json = answer.json
        if let value = json["AccessToken"].cleaned {
            return TokenSource.Token(
                value, lifetimeSeconds: lifetime(json, now: answer.cost.vendorDate ?? now), cost: answer.cost)
        }
        if json["IsTwoFactorRequired"].bool == true || json["IsInternalTwoFactorRequired"].bool == true {
            throw .unauthorised("the user is asked for a second factor: use an account that is flagged as Integrator")
        }
        throw .malformedAnswer("the log-in answered without a token")
    }

    /// How long a token lives is not established: `ExpirationDate` says so. Where it says nothing that can be used (a
    /// clock of another zone), the token is kept for five minutes, and a 401 renews it anyhow.
    private static func lifetime(_ json: JSONValue, now: Timestamp) -> Int {
        let ends = [json["ExpirationDate"], json["AbsoluteExpirationDate"]].compactMap(Times.iso)
        guard let end = ends.min() else { return 300 }
        let seconds = (end.microseconds - now.microseconds) / 1_000_000
        return seconds > 0 ? Int(min(seconds, 86_400)) : 300
    }

    /// Wrong credentials come as 400 or as 401. What the server says of them is not repeated: it may hold the name.
    private static func refusal(_ refusal: Refusal) -> ConnectorError? {
        switch refusal.status {
        case 400, 401:
            .unauthorised(
                """
                the log-in was refused (status \(refusal.status)): the user's name, the password or the client id is wrong, \
                or the user may not use the API
                """)
        case 404: .misconfigured("no Automate server at this base URL (status 404)")
        default: nil
        }
    }
}
