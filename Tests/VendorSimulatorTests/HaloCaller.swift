import HTTPTransport
import HTTPTypes
import JSON
import VendorSimulator

/// A reader of the simulated HaloPSA, as a connector is one, but with nothing of the connectors' in it.
struct HaloCaller {
    let handle: SimulatorHandle
    let connection: SimulatedConnection
    var token = ""
    private let transport = CurlTransport(egress: .allowingPrivate)

    struct Unavailable: Error {}

    /// Runs the vendor while the closure calls it, logged in for everything.
    static func with(
        devices: Int = 120, _ body: @Sendable (HaloCaller, SimulatorHandle) async throws -> Void
    ) async throws {
        let tenant = SimulatorConfiguration.Tenant(seed: 5, devices: devices, vendors: ["halopsa"])
        try await SimulatorServer.with(SimulatorConfiguration(tenants: [tenant])) { handle in
            guard let connection = handle.connection("halopsa") else { throw Unavailable() }
            var caller = HaloCaller(handle: handle, connection: connection)
            try await caller.logIn()
            try await body(caller, handle)
        }
    }

    mutating func logIn(scope: String = "all") async throws {
        token = try JSONValue.parse(await askForToken(scope: scope).body)["access_token"].string ?? ""
    }

    func askForToken(
        tenant: String? = nil, secret: String? = nil, scope: String = "all"
    ) async throws -> TransportResponse {
        let keys = connection.credentials
        let form = [
            "grant_type=client_credentials", "client_id=\(keys["client_id"] ?? "")",
            "client_secret=\(secret ?? keys["client_secret"] ?? "")", "scope=\(scope.replacing(" ", with: "+"))",
        ]
        return try await transport.send(
            TransportRequest(
                method: .post, url: "\(connection.baseURL)/auth/token?tenant=\(tenant ?? keys["tenant"] ?? "")",
                headers: [.contentType: "application/x-www-form-urlencoded"],
                body: Array(form.joined(separator: "&").utf8)))
    }

    func get(_ path: String) async throws -> TransportResponse {
        try await transport.send(
            TransportRequest(url: "\(connection.baseURL)\(path)", headers: [.authorization: "Bearer \(token)"]))
    }

    func json(_ path: String) async throws -> JSONValue { try JSONValue.parse(await get("/api/\(path)").body) }

    func ids(_ path: String, _ key: String) async throws -> [String] {
        try await json(path)[key].array?.compactMap { $0["id"].text } ?? []
    }

    /// All rows of a list, by its count.
    func list(_ path: String, _ key: String) async throws -> [JSONValue] {
        var rows: [JSONValue] = []
        for page in 1...200 {
            let sign = path.contains("?") ? "&" : "?"
            let answer = try await json("\(path)\(sign)pageinate=true&page_size=100&page_no=\(page)&order=id")
            let more = answer[key].array ?? []
            rows += more
            if more.isEmpty || rows.count >= answer["record_count"].integer ?? 0 { break }
        }
        return rows
    }
}
