import Foundation
import HTTPTransport
import HTTPTypes
import JSON
import VendorSimulator

/// A reader of the simulated BMS with nothing of the connectors' in it.
struct BMSCaller {
    let handle: SimulatorHandle
    let connection: SimulatedConnection
    var token = ""
    private let transport = CurlTransport(egress: .allowingPrivate)

    static func with(
        devices: Int = 60, _ body: @Sendable @escaping (BMSCaller) async throws -> Void
    ) async throws {
        let tenant = SimulatorConfiguration.Tenant(devices: devices, vendors: ["kaseya-bms"])
        try await SimulatorServer.with(SimulatorConfiguration(tenants: [tenant])) { handle in
            guard let connection = handle.connection("kaseya-bms") else { throw Caller.Unavailable() }
            var caller = BMSCaller(handle: handle, connection: connection)
            caller.token = try await caller.logIn()["Result"]["AccessToken"].string ?? ""
            try await body(caller)
        }
    }

    private init(handle: SimulatorHandle, connection: SimulatedConnection) {
        self.handle = handle
        self.connection = connection
    }

    private static let unreserved = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "-._~"))

    private func form(_ fields: [(String, String)]) -> String {
        fields.map { "\($0.0)=\($0.1.addingPercentEncoding(withAllowedCharacters: Self.unreserved) ?? "")" }
            .joined(separator: "&")
    }

    func logIn(password: String? = nil, grant: String = "password") async throws -> JSONValue {
        let known = connection.credentials
        return try await post(
            "security/authenticate",
            form([
                ("granttype", grant), ("UserName", known["username"] ?? ""),
                ("Password", password ?? known["password"] ?? ""), ("Tenant", known["tenant"] ?? ""),
            ]))
    }

    func refresh(_ tokens: JSONValue) async throws -> JSONValue {
        let fields = ["AccessToken", "RefreshToken"].map { ($0, tokens["Result"][$0].string ?? "") }
        return try await post("security/refreshtoken", form(fields))
    }

    private func post(_ path: String, _ form: String) async throws -> JSONValue {
        try JSONValue.parse(await send(.post, path, form, type: "application/x-www-form-urlencoded").body)
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, _ body: String = "", type: String = "application/json"
    ) async throws -> TransportResponse {
        var headers: HTTPFields = [.contentType: type]
        if !token.isEmpty { headers[.authorization] = "Bearer \(token)" }
        return try await transport.send(
            TransportRequest(
                method: method, url: "\(connection.baseURL)/v2/\(path)", headers: headers, body: Array(body.utf8)))
    }

    func get(_ path: String) async throws -> JSONValue { try JSONValue.parse(await send(.get, path).body) }

    func search(_ path: String, _ body: String) async throws -> JSONValue {
        try JSONValue.parse(await send(.post, path, body).body)
    }
}
