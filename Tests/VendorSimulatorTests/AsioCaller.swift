import HTTPTransport
import HTTPTypes
import JSON
import VendorSimulator

/// A reader of the simulated Asio, as a connector is one, but with nothing of the connectors' in it.
struct AsioCaller {
    let handle: SimulatorHandle
    let connection: SimulatedConnection
    var token = ""
    private let transport = CurlTransport(egress: .allowingPrivate)

    static let devices = "/api/platform/v2/device/categories/all/endpoints"

    init(_ handle: SimulatorHandle) throws {
        self.handle = handle
        guard let connection = handle.connection("connectwise-asio") else { throw Unavailable() }
        self.connection = connection
    }

    struct Unavailable: Error {}

    static func loggedIn(_ handle: SimulatorHandle, scope: String? = nil) async throws -> AsioCaller {
        var caller = try AsioCaller(handle)
        caller.token = try JSONValue.parse(await caller.login(scope: scope).body)["access_token"].string ?? ""
        return caller
    }

    func login(
        secret: String? = nil, scope: String? = nil, type: String = "application/json"
    ) async throws -> TransportResponse {
        let id = connection.credentials["client_id"] ?? ""
        let secret = secret ?? connection.credentials["client_secret"] ?? ""
        let named = scope.map { #","scope":"\#($0)""# } ?? ""
        let body = #"{"grant_type":"client_credentials","client_id":"\#(id)","client_secret":"\#(secret)"\#(named)}"#
        return try await transport.send(
            TransportRequest(
                method: .post, url: connection.baseURL + "/v1/token", headers: [.contentType: type],
                body: Array(body.utf8)))
    }

    func get(_ path: String) async throws -> TransportResponse { try await send(.get, path, "") }

    /// Asks for a list by company.
    func list(
        _ path: String, _ query: String = "limit=500&cursor=0", type: String = "company", of ids: [String]
    ) async throws -> TransportResponse {
        let list = ids.map { "\"\($0)\"" }.joined(separator: ",")
        return try await send(.post, "\(path)?\(query)", #"{"resourceType":"\#(type)","resources":[\#(list)]}"#)
    }

    private func send(_ method: HTTPRequest.Method, _ path: String, _ body: String) async throws -> TransportResponse {
        try await transport.send(
            TransportRequest(
                method: method, url: connection.baseURL + path, headers: [.authorization: "Bearer \(token)"],
                body: Array(body.utf8)))
    }

    func companies() async throws -> [String] {
        try JSONValue.parse(await get("/api/platform/v1/company/companies").body).array?.compactMap { $0["id"].string }
            ?? []
    }
}

extension TransportResponse {
    /// The cursor of the `Link` header's next page.
    var nextCursor: String? {
        HTTPField.Name("Link").flatMap { headers[$0] }?.split(separator: "cursor=").last?.prefix { $0.isNumber }
            .description
    }
}
