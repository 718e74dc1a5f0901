import Foundation
import HTTPTransport
import HTTPTypes
import JSON
import VendorSimulator

/// Calls the simulated instance as a client would that keeps to its sheet.
struct ServiceNowCaller {
    let connection: SimulatedConnection
    private let transport = CurlTransport(egress: .allowingPrivate)

    struct Reply {
        let status: Int
        let headers: HTTPFields
        let body: JSONValue

        var rows: [JSONValue] { body["result"].array ?? [] }
        var ids: [String] { rows.compactMap { $0["sys_id"].string } }
        var total: Int? { HTTPField.Name("X-Total-Count").flatMap { headers[$0] }.flatMap { Int($0) } }
        var link: String { HTTPField.Name("Link").flatMap { headers[$0] } ?? "" }
    }

    var basic: String {
        let pair = "\(connection.credentials["username"] ?? ""):\(connection.credentials["password"] ?? "")"
        return "Basic \(Data(pair.utf8).base64EncodedString())"
    }

    func get(
        _ path: String, _ query: [(String, String)] = [], authorization: String? = nil,
        accept: String = "application/json"
    ) async throws -> Reply {
        let fields = query.map { "\($0.0)=\($0.1.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")" }
        let url = "\(connection.baseURL)/api/now/\(path)?\(fields.joined(separator: "&"))"
        let headers: HTTPFields = [.accept: accept, .authorization: authorization ?? basic]
        return try await send(TransportRequest(url: url, headers: headers))
    }

    func token(_ form: String) async throws -> Reply {
        try await send(
            TransportRequest(
                method: .post, url: connection.baseURL + "/oauth_token.do",
                headers: [.contentType: "application/x-www-form-urlencoded"], body: Array(form.utf8)))
    }

    private func send(_ request: TransportRequest) async throws -> Reply {
        let response = try await transport.send(request)
        return Reply(
            status: response.status.code, headers: response.headers,
            body: (try? JSONValue.parse(response.body)) ?? .missing)
    }

    /// A table's rows that meet a query.
    func rows(_ table: String, _ query: String = "", _ more: [(String, String)] = []) async throws -> Reply {
        try await get("v2/table/\(table)", [("sysparm_query", query)] + more)
    }

    /// Runs the vendor while the closure calls it.
    static func with(
        devices: Int = 120, _ body: @Sendable (ServiceNowCaller, SimulatorHandle) async throws -> Void
    ) async throws {
        let tenant = SimulatorConfiguration.Tenant(seed: 5, devices: devices, vendors: ["servicenow"])
        try await SimulatorServer.with(SimulatorConfiguration(tenants: [tenant])) { handle in
            guard let connection = handle.connection("servicenow") else { throw NotSimulated() }
            try await body(ServiceNowCaller(connection: connection), handle)
        }
    }

    struct NotSimulated: Error {}
}
