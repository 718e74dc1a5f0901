import Foundation
import HTTPTransport
import HTTPTypes
import Logging
import Postgres

/// Answers a second over loopback, client and service on one machine, beside the same rows straight from PostgreSQL.
struct ServePath {
    let warehouse: Warehouse

    private static let atOnce = 8

    func run() async throws {
        _ = try await warehouse.program.run(
            ["sync", "--tenant", Warehouse.tenant, "--streams", "organizations,sites,devices"])
        try await warehouse.owner.query("ANALYZE")
        let made = try await warehouse.program.run(
            ["key", "create", "--tenant", Warehouse.tenant, "--name", "bench", "--profile", "read_only"])
        let key = made.output.trimmingCharacters(in: .whitespacesAndNewlines)
        let row = try await warehouse.owner.query("SELECT tenant_id, id FROM live.devices LIMIT 1").only()
        let (tenant, device): (UUID, UUID) = (try row.get("tenant_id"), try row.get("id"))
        say("\nServing: \(Self.atOnce) requests at once, client and service on this machine")
        try await warehouse.program.with(["serve", "--port", "0"]) { said in
            let client = Client(base: try Self.address(in: said), key: key)
            for path in ["/v1/devices?limit=50", "/v1/devices/\(device)"] {
                let rate = try await Pace.perSecond(atOnce: Self.atOnce) { try await client.get(path) }
                say("  GET \(path): \(rate) a second")
            }
        }
        try await straight(tenant, device)
    }

    private func straight(_ tenant: UUID, _ device: UUID) async throws {
        let statements: [(String, SQL)] = [
            ("50 devices", "SELECT * FROM live.devices WHERE tenant_id = \(tenant) ORDER BY id LIMIT 51"),
            ("a device", "SELECT * FROM live.devices WHERE tenant_id = \(tenant) AND id = \(device)"),
        ]
        for (name, sql) in statements {
            let owner = warehouse.owner
            let rate = try await Pace.perSecond(atOnce: Self.atOnce) { try await owner.query(sql, tenant: tenant) }
            say("  \(name) straight from PostgreSQL: \(rate) a second")
        }
    }

    private static func address(in said: String) throws -> String {
        let words = said.split { $0.isWhitespace || $0 == ";" }
        guard let url = words.first(where: { $0.hasPrefix("http://") }) else {
            throw Program.Failure(description: "the service does not listen: \(said)")
        }
        return String(url)
    }
}

/// Asks the service.
private struct Client: Sendable {
    let base: String
    let key: String
    private let transport = CurlTransport(egress: .allowingPrivate)

    init(base: String, key: String) {
        self.base = base
        self.key = key
    }

    func get(_ path: String) async throws {
        let answer = try await transport.send(
            TransportRequest(url: base + path, headers: [.authorization: "Bearer \(key)"]))
        guard answer.status == .ok else {
            throw Program.Failure(
                description: "\(path): \(answer.status) \(String(decoding: answer.body, as: UTF8.self))")
        }
    }
}
