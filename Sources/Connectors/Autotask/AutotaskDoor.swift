import HTTPTransport
import HTTPTypes
import JSON

/// The calls themselves: to the host that tells the zone, and to a zone as somebody.
struct AutotaskDoor: Sendable {
    let context: ConnectorContext

    /// Who we are. `Secret` and the tracking identifier never show in an error.
    func identity() async throws(ConnectorError) -> AutotaskIdentity {
        AutotaskIdentity(try await context.credentials())
    }

    /// The zone of our user, asked for without credentials. It may be another one tomorrow: kept for half a day.
    func zone() async throws(ConnectorError) -> TokenSource.Token {
        let user = try await context.credentials().secret("username")
        let reading = AnswerReading(refusal: { (refusal) in
            // A user that nobody knows is a 500 with words, a failing server one without.
            guard refusal.status == 500, refusal.json["errors"].array != nil else { return nil }
            return .misconfigured("no zone knows the user; check username and base URL")
        })
        let answer = try await Caller(context, reading: reading)
            .json(VendorCall("/atservicesrest/v1.0/zoneInformation", query: [("user", user)]))
        let zone = try AutotaskZone(answer.json, base: context.baseURL)
        return TokenSource.Token(zone.url, lifetimeSeconds: 43_200, cost: answer.cost)
    }

    /// How many of the hour's calls are used; nil where our level may not ask.
    func threshold(
        at zone: AutotaskZone, as identity: AutotaskIdentity
    ) async throws(ConnectorError) -> (AutotaskThreshold?, CallCost) {
        do throws(ConnectorError) {
            let call = VendorCall("\(zone.folder)/v1.0/ThresholdInformation")
            let answer = try await answer(call, at: zone, as: identity)
            return (AutotaskThreshold(answer.json), answer.cost)
        } catch {
            switch error {
            case .forbidden, .notFound, .rejectedCall: return (nil, CallCost(calls: 1))
            default: throw error
            }
        }
    }

    func answer(
        _ call: VendorCall, at zone: AutotaskZone, as identity: AutotaskIdentity
    ) async throws(ConnectorError) -> VendorAnswer {
        var call = call
        // A query may run for five minutes before a byte of it comes.
        (call.limits.idle, call.limits.total) = (.seconds(310), .seconds(600))
        var there = context
        there.baseURL = zone.origin
        let headers = identity.headers
        do throws(ConnectorError) {
            return try await Caller(
                there, authorisation: .headers { headers }, reading: AutotaskRefusals.reading
            ).json(call)
        } catch {
            throw identity.hidden.hide(in: error)
        }
    }

    static func query(_ path: String, _ body: String) -> VendorCall {
        VendorCall(
            path, method: .post, headers: [.contentType: "application/json"], body: Array(body.utf8),
            isRepeatable: true)
    }
}

/// Who we are at Autotask: all three with each call.
struct AutotaskIdentity: Sendable, Hashable {
    let headers: HTTPFields
    private let secrets: [String]

    init(_ credentials: Credentials) {
        headers = [
            .autotaskUser: credentials.secret("username"), .autotaskSecret: credentials.secret("secret"),
            .autotaskCode: credentials.secret("integration_code"),
        ]
        secrets = [credentials.secret("secret"), credentials.secret("integration_code")]
    }

    var hidden: HiddenWords { HiddenWords(secrets) }
}

extension HTTPField.Name {
    static let autotaskUser = HTTPField.Name("UserName")!
    static let autotaskSecret = HTTPField.Name("Secret")!
    static let autotaskCode = HTTPField.Name("ApiIntegrationCode")!
}
