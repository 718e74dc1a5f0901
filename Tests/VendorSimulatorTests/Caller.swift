import HTTPTransport
import HTTPTypes
import JSON
import VendorSimulator

/// A reader of the simulated NinjaOne, as a connector is one, but with nothing of the connectors' in it.
struct Caller {
    let handle: SimulatorHandle
    let connection: SimulatedConnection
    var token = ""
    private let transport = CurlTransport(egress: .allowingPrivate)

    init(_ handle: SimulatorHandle, tenant: String? = nil) throws {
        self.handle = handle
        guard let connection = handle.connection("ninjaone", tenant: tenant) else { throw Unavailable() }
        self.connection = connection
    }

    struct Unavailable: Error {}

    /// Logged in with the scope of a reader.
    static func loggedIn(_ handle: SimulatorHandle, tenant: String? = nil) async throws -> Caller {
        var caller = try Caller(handle, tenant: tenant)
        let answer = try await caller.login()
        caller.token = try JSONValue.parse(answer.body)["access_token"].string ?? ""
        return caller
    }

    func login(secret: String? = nil, scope: String = "monitoring", grant: String = "client_credentials") async throws
        -> TransportResponse
    {
        let id = connection.credentials["client_id"] ?? ""
        let secret = secret ?? connection.credentials["client_secret"] ?? ""
        let body = "grant_type=\(grant)&client_id=\(id)&client_secret=\(secret)&scope=\(scope)"
        return try await transport.send(
            TransportRequest(
                method: .post, url: connection.baseURL + "/ws/oauth/token",
                headers: [.contentType: "application/x-www-form-urlencoded"], body: Array(body.utf8)))
    }

    /// A call as the test wants it, with nothing added.
    func send(_ method: HTTPRequest.Method, _ path: String, _ headers: HTTPFields, _ body: String = "") async throws
        -> TransportResponse
    {
        try await transport.send(
            TransportRequest(
                method: method, url: connection.baseURL + path, headers: headers, body: Array(body.utf8)))
    }

    func get(_ path: String, idle: Duration = .seconds(20)) async throws -> TransportResponse {
        var limits = TransferLimits()
        limits.idle = idle
        return try await transport.send(
            TransportRequest(
                url: connection.baseURL + path, headers: [.authorization: "Bearer \(token)"], limits: limits))
    }

    func json(_ path: String) async throws -> JSONValue { try JSONValue.parse(await get(path).body) }

    /// All rows of a list, read to its empty page.
    func list(_ path: String, pageSize: Int) async throws -> [JSONValue] {
        var rows: [JSONValue] = []
        var after: Int64 = 0
        while true {
            let page = try await json("\(path)?pageSize=\(pageSize)&after=\(after)").array ?? []
            if page.isEmpty { return rows }
            rows += page
            after = page.compactMap { $0["id"].integer }.max() ?? after
        }
    }

    /// All rows of a report, read to its empty page.
    func report(_ path: String, pageSize: Int, then: () -> Void = {}) async throws -> [JSONValue] {
        var rows: [JSONValue] = []
        var cursor = ""
        while true {
            let page = try await json("\(path)?pageSize=\(pageSize)" + (cursor.isEmpty ? "" : "&cursor=\(cursor)"))
            let results = page["results"].array ?? []
            if results.isEmpty { return rows }
            rows += results
            cursor = page["cursor"]["name"].string ?? ""
            then()
        }
    }
}
