import Foundation
import HTTPTransport
import HTTPTypes
import JSON
import VendorSimulator

/// Calls the simulated vendor as a client would that keeps to its sheet.
struct AutotaskCaller {
    let connection: SimulatedConnection
    let transport = CurlTransport(egress: EgressPolicy(allowing: [AddressBlock("127.0.0.0/8")].compactMap(\.self)))

    struct Reply {
        let status: Int
        let body: JSONValue
        let bytes: [UInt8]

        var items: [JSONValue] { body["items"].array ?? [] }
        var ids: [Int64] { items.compactMap { $0["id"].integer } }
        var next: String? { body["pageDetails"]["nextPageUrl"].string }
        var errors: [String] { body["errors"].array?.compactMap(\.string) ?? [] }
    }

    func zone() async throws -> String {
        let user = connection.credentials["username"]?.replacing("@", with: "%40") ?? ""
        let path = "/atservicesrest/v1.0/zoneInformation?user=\(user)"
        return try await send(connection.baseURL + path, headers: [:]).body["url"].string ?? ""
    }

    func get(_ path: String, with other: [String: String] = [:]) async throws -> Reply {
        try await send(try await zone() + "v1.0/" + path, headers: headers.merging(other) { $1 })
    }

    func query(_ entity: String, _ body: String, with other: [String: String] = [:]) async throws -> Reply {
        try await send(
            try await zone() + "v1.0/\(entity)/query", headers: headers.merging(other) { $1 }, body: Array(body.utf8))
    }

    func query(at address: String, _ body: String = "") async throws -> Reply {
        try await send(address, headers: headers, body: Array(body.utf8))
    }

    /// Everything of an entity, by the address that each page gives.
    func sweep(_ entity: String, _ filter: String = Self.all, size: Int = 500) async throws -> (
        rows: [JSONValue], pages: Int
    ) {
        let body = #"{"maxRecords":\#(size),"filter":[\#(filter)]}"#
        var reply = try await query(entity, body)
        var (rows, pages) = (reply.items, 1)
        while let next = reply.next {
            reply = try await query(at: next, body)
            rows += reply.items
            pages += 1
        }
        return (rows, pages)
    }

    static let all = #"{"op":"exist","field":"id"}"#

    private var headers: [String: String] {
        [
            "UserName": connection.credentials["username"] ?? "", "Secret": connection.credentials["secret"] ?? "",
            "ApiIntegrationCode": connection.credentials["integration_code"] ?? "",
        ]
    }

    private func send(_ url: String, headers: [String: String], body: [UInt8]? = nil) async throws -> Reply {
        var fields = HTTPFields()
        for (name, value) in headers { if let name = HTTPField.Name(name) { fields[name] = value } }
        let response = try await transport.send(
            TransportRequest(method: body == nil ? .get : .post, url: url, headers: fields, body: body ?? []))
        let json = (try? JSONValue.parse(response.body)) ?? .missing
        return Reply(status: response.status.code, body: json, bytes: response.body)
    }

    /// Runs the vendor while the closure calls it.
    static func with(
        devices: Int = 120, _ body: @Sendable (AutotaskCaller, SimulatorHandle) async throws -> Void
    ) async throws {
        let tenant = SimulatorConfiguration.Tenant(seed: 5, devices: devices, vendors: ["autotask"])
        try await SimulatorServer.with(SimulatorConfiguration(tenants: [tenant])) { handle in
            guard let connection = handle.connection("autotask") else { throw NotSimulated() }
            try await body(AutotaskCaller(connection: connection), handle)
        }
    }

    struct NotSimulated: Error {}
}
