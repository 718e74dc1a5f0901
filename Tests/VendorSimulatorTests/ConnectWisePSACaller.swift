import Foundation
import HTTPTransport
import HTTPTypes
import JSON
import VendorSimulator

/// Calls the simulated vendor as a client would that keeps to its sheet.
struct ConnectWisePSACaller {
    let connection: SimulatedConnection
    let transport = CurlTransport(egress: EgressPolicy(allowing: [AddressBlock("127.0.0.0/8")].compactMap(\.self)))

    struct Reply {
        let status: Int
        let headers: HTTPFields
        let body: JSONValue

        /// The `Link` header; nil where there is none.
        var link: String? { HTTPField.Name("Link").flatMap { headers[$0] } }
        /// The address that it gives for the next page.
        var next: String? {
            link?.split(separator: ",").first { $0.contains("rel=\"next\"") }
                .flatMap { $0.split(separator: "<").last?.split(separator: ">").first.map(String.init) }
        }
        var ids: [Int64] { body.array?.compactMap { $0["id"].integer } ?? [] }
    }

    var headers: [String: String] {
        let keys = connection.credentials
        let login = "\(keys["company_id"] ?? "")+\(keys["public_key"] ?? ""):\(keys["private_key"] ?? "")"
        return [
            "Authorization": "Basic " + Data(login.utf8).base64EncodedString(), "clientId": keys["client_id"] ?? "",
            "Accept": "application/vnd.connectwise.com+json; version=2025.8",
        ]
    }

    /// A resource below the version, by parameters that are not yet encoded.
    func get(
        _ path: String, _ query: [String: String] = [:], with other: [String: String?] = [:]
    ) async throws -> Reply {
        var allowed = CharacterSet.alphanumerics
        allowed.insert(charactersIn: "-_.")
        let fields = query.sorted { $0.key < $1.key }.map {
            "\($0.key)=\($0.value.addingPercentEncoding(withAllowedCharacters: allowed) ?? "")"
        }
        let address = "\(connection.baseURL)/v4_6_release/apis/3.0/\(path)?\(fields.joined(separator: "&"))"
        return try await get(address: address, with: other)
    }

    /// A search below the version, by a body.
    func search(_ path: String, _ body: String) async throws -> Reply {
        try await send(address: "\(connection.baseURL)/v4_6_release/apis/3.0/\(path)", body: Array(body.utf8))
    }

    func get(address: String, with other: [String: String?] = [:]) async throws -> Reply {
        try await send(address: address, with: other)
    }

    private func send(
        address: String, with other: [String: String?] = [:], body: [UInt8]? = nil
    ) async throws -> Reply {
        var fields = HTTPFields()
        for (name, value) in headers.merging(other.compactMapValues(\.self), uniquingKeysWith: { $1 })
        where other[name] != .some(nil) {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        let response = try await transport.send(
            TransportRequest(method: body == nil ? .get : .post, url: address, headers: fields, body: body ?? []))
        return Reply(
            status: response.status.code, headers: response.headers,
            body: (try? JSONValue.parse(response.body)) ?? .missing)
    }

    /// A whole list, after ids.
    func sweep(_ path: String, _ query: [String: String] = [:]) async throws -> (rows: [JSONValue], pages: Int) {
        let mode = ["pagination-type": "forward-only" as String?]
        var reply = try await get(path, query, with: mode)
        var rows = reply.body.array ?? []
        var pages = 1
        while let next = reply.next {
            reply = try await get(address: next, with: mode)
            rows += reply.body.array ?? []
            pages += 1
        }
        return (rows, pages)
    }

    /// Runs the vendor while the closure calls it.
    static func with(
        devices: Int = 120, _ body: @Sendable (ConnectWisePSACaller, SimulatorHandle) async throws -> Void
    ) async throws {
        let tenant = SimulatorConfiguration.Tenant(seed: 5, devices: devices, vendors: ["connectwise-psa"])
        try await SimulatorServer.with(SimulatorConfiguration(tenants: [tenant])) { handle in
            guard let connection = handle.connection("connectwise-psa") else { throw NotSimulated() }
            try await body(ConnectWisePSACaller(connection: connection), handle)
        }
    }

    struct NotSimulated: Error {}
}
