import HTTPTransport
import HTTPTypes
import JSON
import VendorSimulator

/// A reader of the simulated N-central, as a connector is one, but with nothing of the connectors' in it.
struct NCentralCaller {
    let handle: SimulatorHandle
    let connection: SimulatedConnection
    var access = ""
    var refresh = ""
    private let transport = CurlTransport(egress: .allowingPrivate)

    init(_ handle: SimulatorHandle) throws {
        self.handle = handle
        guard let connection = handle.connection("n-central") else { throw Caller.Unavailable() }
        self.connection = connection
    }

    static func loggedIn(_ handle: SimulatorHandle) async throws -> NCentralCaller {
        var caller = try NCentralCaller(handle)
        caller.take(try await caller.authenticate())
        return caller
    }

    mutating func take(_ answer: TransportResponse) {
        let tokens = (try? JSONValue.parse(answer.body))?["tokens"] ?? .missing
        access = tokens["access"]["token"].string ?? ""
        refresh = tokens["refresh"]["token"].string ?? ""
    }

    func authenticate(_ jwt: String? = nil, life: String? = nil) async throws -> TransportResponse {
        var headers: HTTPFields = [.authorization: "Bearer \(jwt ?? connection.credentials["jwt"] ?? "")"]
        if let life, let name = HTTPField.Name("X-ACCESS-EXPIRY-OVERRIDE") { headers[name] = life }
        return try await send(.post, "/api/auth/authenticate", headers)
    }

    func renew(_ token: String, type: String = "text/plain") async throws -> TransportResponse {
        try await send(.post, "/api/auth/refresh", [.contentType: type], token)
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, _ headers: HTTPFields, _ body: String = ""
    ) async throws -> TransportResponse {
        try await transport.send(
            TransportRequest(
                method: method, url: connection.baseURL + path, headers: headers, body: Array(body.utf8)))
    }

    func get(_ path: String) async throws -> TransportResponse {
        try await send(.get, path, [.authorization: "Bearer \(access)"])
    }

    func json(_ path: String) async throws -> JSONValue { try JSONValue.parse(await get(path).body) }

    /// All rows of a sorted list, read to its total.
    func list(_ path: String, id: String, size: Int) async throws -> [JSONValue] {
        var rows: [JSONValue] = []
        var page = 1
        while true {
            let answer = try await json("\(path)?pageNumber=\(page)&pageSize=\(size)&sortBy=\(id)&sortOrder=asc")
            let more = answer["data"].array ?? []
            rows += more
            if more.isEmpty || rows.count >= answer["totalItems"].integer ?? 0 { return rows }
            page += 1
        }
    }
}
