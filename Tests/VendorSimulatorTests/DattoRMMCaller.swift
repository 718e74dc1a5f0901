import Foundation
import HTTPTransport
import HTTPTypes
import JSON
import VendorSimulator

/// A reader of the simulated Datto RMM with nothing of the connectors' in it.
struct DattoRMMCaller {
    let handle: SimulatorHandle
    let connection: SimulatedConnection
    var token = ""
    private let transport = CurlTransport(egress: .allowingPrivate)

    init(_ handle: SimulatorHandle) throws {
        self.handle = handle
        guard let connection = handle.connection("datto-rmm") else { throw Caller.Unavailable() }
        self.connection = connection
    }

    static func with(
        devices: Int = 60, _ body: @Sendable @escaping (DattoRMMCaller) async throws -> Void
    ) async throws {
        let tenant = SimulatorConfiguration.Tenant(devices: devices, vendors: ["datto-rmm"])
        try await SimulatorServer.with(SimulatorConfiguration(tenants: [tenant])) { handle in
            var caller = try DattoRMMCaller(handle)
            caller.token = try JSONValue.parse(await caller.logIn().body)["access_token"].string ?? ""
            try await body(caller)
        }
    }

    static let client = "Basic " + Data("public-client:public".utf8).base64EncodedString()
    private static let unreserved = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "-._~"))

    private func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: Self.unreserved) ?? ""
    }

    func logIn(
        secret: String? = nil, grant: String = "password", client: String? = Self.client,
        isEncoded: Bool = true
    ) async throws -> TransportResponse {
        let key = connection.credentials["api_key"] ?? ""
        let secret = secret ?? connection.credentials["api_secret_key"] ?? ""
        let password = isEncoded ? encoded(secret) : secret
        var headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        headers[.authorization] = client
        return try await transport.send(
            TransportRequest(
                method: .post, url: connection.baseURL + "/auth/oauth/token", headers: headers,
                body: Array("grant_type=\(grant)&username=\(encoded(key))&password=\(password)".utf8)))
    }

    /// A call below `/api`.
    func get(_ path: String, _ headers: HTTPFields? = nil) async throws -> TransportResponse {
        try await transport.send(
            TransportRequest(
                url: connection.baseURL + "/api" + path, headers: headers ?? [.authorization: "Bearer \(token)"]))
    }

    func json(_ path: String) async throws -> JSONValue { try JSONValue.parse(await get(path).body) }

    /// All rows of a list, by its links.
    func list(_ path: String, _ member: String, max: Int = 250) async throws -> [JSONValue] {
        var rows: [JSONValue] = []
        var page = try await json("\(path)?max=\(max)")
        while true {
            rows += page[member].array ?? []
            guard let link = page["pageDetails"]["nextPageUrl"].string, !link.isEmpty else { return rows }
            page = try await json(String(link.dropFirst((connection.baseURL + "/api").count)))
        }
    }
}
