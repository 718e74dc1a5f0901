import Foundation
import HTTPTransport
import HTTPTypes
import JSON
import VendorSimulator

/// A reader of the simulated Automate server, as a connector is one, but with nothing of the connectors' in it.
struct AutomateCaller {
    let handle: SimulatorHandle
    let connection: SimulatedConnection
    var token = ""
    private let transport = CurlTransport(egress: .allowingPrivate)

    static let clientID = HTTPField.Name("clientid") ?? .trailer

    init(_ handle: SimulatorHandle) throws {
        self.handle = handle
        guard let connection = handle.connection("connectwise-automate") else { throw Unavailable() }
        self.connection = connection
    }

    struct Unavailable: Error {}

    static func loggedIn(_ handle: SimulatorHandle) async throws -> AutomateCaller {
        var caller = try AutomateCaller(handle)
        caller.token = try JSONValue.parse(await caller.login().body)["AccessToken"].string ?? ""
        return caller
    }

    func login(
        user: String? = nil, password: String? = nil, passcode: String? = nil, isKnown: Bool = true
    ) async throws -> TransportResponse {
        let user = user ?? connection.credentials["username"] ?? ""
        let password = password ?? connection.credentials["password"] ?? ""
        let second = passcode.map { ",\"TwoFactorPasscode\":\"\($0)\"" } ?? ""
        return try await post(
            "/cwa/api/v1/APIToken", "{\"Username\":\"\(user)\",\"Password\":\"\(password)\"\(second)}", isKnown: isKnown
        )
    }

    func post(_ path: String, _ body: String, isKnown: Bool = true) async throws -> TransportResponse {
        var headers: HTTPFields = [.contentType: "application/json"]
        if isKnown { headers[Self.clientID] = connection.credentials["client_id"] }
        return try await transport.send(
            TransportRequest(
                method: .post, url: connection.baseURL + path, headers: headers, body: Array(body.utf8)))
    }

    func get(_ path: String, isKnown: Bool = true) async throws -> TransportResponse {
        var headers: HTTPFields = [.authorization: "Bearer \(token)"]
        if isKnown { headers[Self.clientID] = connection.credentials["client_id"] }
        return try await transport.send(
            TransportRequest(url: connection.baseURL + "/cwa/api/v1/" + path, headers: headers))
    }

    func rows(_ path: String, _ query: [(String, String)] = []) async throws -> [JSONValue] {
        let fields = query.map { "\($0.0)=\($0.1.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")" }
        return try JSONValue.parse(await get("\(path)?\(fields.joined(separator: "&"))").body).array ?? []
    }

    /// All rows of a list by page numbers, until a page is empty.
    func list(_ path: String, order: String, size: Int = 1000) async throws -> [JSONValue] {
        var rows: [JSONValue] = []
        for page in 1..<10_000 {
            let next = try await self.rows(
                path, [("page", "\(page)"), ("pageSize", "\(size)"), ("orderBy", "\(order) asc")])
            if next.isEmpty { break }
            rows += next
        }
        return rows
    }
}
