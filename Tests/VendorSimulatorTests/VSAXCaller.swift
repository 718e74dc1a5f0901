import Foundation
import HTTPTransport
import HTTPTypes
import JSON
import VendorSimulator

/// Calls the simulated VSA X as a client would that keeps to its sheet.
struct VSAXCaller {
    let connection: SimulatedConnection
    private let transport = CurlTransport(egress: .allowingPrivate)

    struct Reply {
        let status: Int
        let body: JSONValue

        var data: JSONValue { body["Data"] }
        var rows: [JSONValue] { data.array ?? [] }
        var total: Int64? { body["Meta"]["TotalCount"].integer }
    }

    /// - Parameter login: id and secret; nil sends none.
    func get(_ path: String, login: String?) async throws -> Reply {
        var headers: HTTPFields = [.accept: "application/json"]
        if let login { headers[.authorization] = "Basic " + Data(login.utf8).base64EncodedString() }
        let response = try await transport.send(
            TransportRequest(url: "\(connection.baseURL)/api/v3/\(path)", headers: headers))
        return Reply(status: response.status.code, body: (try? JSONValue.parse(response.body)) ?? .missing)
    }

    func get(_ path: String) async throws -> Reply {
        let keys = connection.credentials
        return try await get(path, login: "\(keys["token_id"] ?? ""):\(keys["token_secret"] ?? "")")
    }

    /// A whole list in the order of its ids.
    func list(_ path: String, by id: String, size: Int = 100) async throws -> [JSONValue] {
        var rows: [JSONValue] = []
        while true {
            let reply = try await get("\(path)?$top=\(size)&$skip=\(rows.count)&$orderby=\(id)")
            rows += reply.rows
            if reply.rows.isEmpty || Int64(rows.count) >= reply.total ?? .max { return rows }
        }
    }

    /// Runs the vendor while the closure calls it.
    static func with(
        devices: Int = 60, _ body: @Sendable (VSAXCaller, SimulatorHandle) async throws -> Void
    ) async throws {
        let tenant = SimulatorConfiguration.Tenant(seed: 5, devices: devices, vendors: ["kaseya-vsa-x"])
        try await SimulatorServer.with(SimulatorConfiguration(tenants: [tenant])) { handle in
            guard let connection = handle.connection("kaseya-vsa-x") else { throw NotSimulated() }
            try await body(VSAXCaller(connection: connection), handle)
        }
    }

    struct NotSimulated: Error {}
}
