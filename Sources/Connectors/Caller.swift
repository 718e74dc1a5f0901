import HTTPTransport
public import HTTPTypes
import Inventory
import JSON

/// Calls a vendor's JSON or XML API: base URL, encoding, who we are, and one reading of every way in which an answer can
/// fail to be one (``AnswerReading``).
public struct Caller: Sendable {
    private let context: ConnectorContext
    private let baseURL: String
    private let headers: HTTPFields
    private let authorisation: Authorisation
    private let reading: AnswerReading

    /// - Parameters:
    ///   - path: what comes before every call's path, where the vendor has such a thing (`/v4_6_release/apis/3.0`).
    ///   - headers: sent with each call, beside `Accept: application/json` and the authorisation.
    public init(
        _ context: ConnectorContext, path: String = "", headers: HTTPFields = [:],
        authorisation: Authorisation = .none, reading: AnswerReading = AnswerReading()
    ) {
        var base = context.baseURL[...]
        while base.last == "/" { base.removeLast() }
        self.context = context
        self.baseURL = base + path
        self.headers = headers
        self.authorisation = authorisation
        self.reading = reading
    }

    /// The answer to a call. A 401 renews a token once, where the connection has one to renew.
    public func json(_ call: VendorCall) async throws(ConnectorError) -> VendorAnswer {
        try await authorised(call) { (response, secrets) throws(ConnectorError) in
            try reading.json(of: response, now: context.now(), hiding: secrets)
        }
    }

    /// The answer to a call that is answered with XML, as JSON in the shape that the form declares.
    public func xml(_ call: VendorCall, _ form: XMLForm) async throws(ConnectorError) -> VendorAnswer {
        var call = call
        call.headers[.accept] = call.headers[.accept] ?? "application/xml, text/xml"
        return try await authorised(call) { (response, secrets) throws(ConnectorError) in
            try reading.xml(of: response, form, now: context.now(), hiding: secrets)
        }
    }

    private typealias Read =
        (TransportResponse, _ hiding: [String]) throws(ConnectorError) -> JSONValue

    private func authorised(_ call: VendorCall, _ read: Read) async throws(ConnectorError) -> VendorAnswer {
        switch authorisation {
        case .none: return try await answer(call, adding: [:], read)
        case .headers(let make): return try await answer(call, adding: try await make(), read)
        case .token(let source):
            let bearer: Authorisation.Bearer = { (refused) async throws(ConnectorError) in
                try await source.token(replacing: refused)
            }
            return try await answer(call, with: bearer, read)
        case .bearer(let bearer): return try await answer(call, with: bearer, read)
        case .query(let make): return try await answer(call, identifying: try await make(), read)
        }
    }

    private func answer(
        _ call: VendorCall, with bearer: Authorisation.Bearer, _ read: Read
    ) async throws(ConnectorError) -> VendorAnswer {
        var (token, cost) = try await bearer(nil)
        do {
            var answer = try await answer(call, adding: [.authorization: "Bearer \(token)"], read)
            answer.cost += cost
            return answer
        } catch .unauthorised {
            let renewed = try await bearer(token)
            (token, cost.calls) = (renewed.value, cost.calls + 1)
            cost += renewed.cost
        }
        var answer = try await answer(call, adding: [.authorization: "Bearer \(token)"], read)
        answer.cost += cost
        return answer
    }

    /// With who we are in the query: whatever comes back is cleaned of it before anybody sees it.
    private func answer(
        _ call: VendorCall, identifying fields: [(String, String)], _ read: Read
    ) async throws(ConnectorError) -> VendorAnswer {
        let hidden = HiddenWords(fields.map(\.1))
        var call = call
        call.query = fields + call.query
        do throws(ConnectorError) {
            return try await answer(call, adding: [:]) { (response, secrets) throws(ConnectorError) in
                var response = response
                response.body = hidden.hide(in: response.body)
                return try read(response, secrets)
            }
        } catch {
            throw hidden.hide(in: error)
        }
    }

    private func answer(
        _ call: VendorCall, adding added: HTTPFields, _ read: Read
    ) async throws(ConnectorError) -> VendorAnswer {
        let request = request(call, adding: added)
        let response = try await send(request)
        let json = try read(response, Self.secrets(request))
        return VendorAnswer(
            status: response.status.code, headers: response.headers, json: json,
            cost: CallCost(
                calls: 1, bytes: response.wireBytes,
                vendorDate: response.headers[.date].flatMap(HTTPDate.parse)))
    }

    private func request(_ call: VendorCall, adding added: HTTPFields) -> TransportRequest {
        var fields: HTTPFields = [.accept: "application/json"]
        for more in [headers, call.headers, added] { for field in more { fields[field.name] = field.value } }
        let query = call.query.isEmpty ? "" : "?" + URLText.form(call.query)
        return TransportRequest(
            method: call.method, url: baseURL + call.path + query, headers: fields, body: call.body,
            limits: call.limits, pinnedPublicKey: context.settings["tls_pin"], isRepeatable: call.isRepeatable)
    }

    /// Who we said we are, with the scheme's word before it and without.
    private static func secrets(_ request: TransportRequest) -> [String] {
        let said = request.headers[.authorization] ?? ""
        return [said, said.split(separator: " ").last.map(String.init) ?? ""].filter { $0.count >= 6 }
    }

    private func send(_ request: TransportRequest) async throws(ConnectorError) -> TransportResponse {
        do {
            return try await context.transport.send(request)
        } catch {
            throw ConnectorError(error)
        }
    }
}

/// How a call says who we are.
public enum Authorisation: Sendable {
    /// The token to use now, and what it has cost; never again the one that the vendor has just refused.
    public typealias Bearer =
        @Sendable (_ refused: String?) async throws(ConnectorError) -> (value: String, cost: CallCost)

    case none
    /// The same headers each time, made from the credentials when they are needed.
    case headers(@Sendable () async throws(ConnectorError) -> HTTPFields)
    /// A bearer token, renewed early and once after a 401.
    case token(TokenSource)
    /// A bearer token that the vendor's own rules choose, among several.
    case bearer(Bearer)
    /// Parameters of the query, before the call's own, for vendors that know no other way. What they hold never shows in
    /// an error or in a record.
    case query(@Sendable () async throws(ConnectorError) -> [(String, String)])
}
