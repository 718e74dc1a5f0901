import Foundation
import Postgres

/// Three reads of an agent at 32 connections, under row-level security, each beside pgbench running the statements that the
/// service sent for it, without row-level security: client, service and PostgreSQL share the machine.
struct ServePath {
    let warehouse: Warehouse

    static let connections = 32
    static let seconds = 8

    private struct Read {
        let name: String
        let path: String
    }

    func run() async throws {
        _ = try await warehouse.program.run(
            ["sync", "--tenant", Warehouse.tenant, "--streams", "organizations,sites,devices,software"])
        try await warehouse.owner.query("VACUUM ANALYZE")
        let made = try await warehouse.program.run(
            ["key", "create", "--tenant", Warehouse.tenant, "--name", "bench", "--profile", "read_only"])
        let key = made.output.trimmingCharacters(in: .whitespacesAndNewlines)
        say("\nServing: \(Self.connections) connections, each request after the other")
        say(ServedFigures.head)
        // Nobody's limit is to be measured.
        var program = warehouse.program
        program.environment["QUARTERMASTER_SERVER_KEY_REQUESTS_PER_MINUTE"] = "10000000"
        program.environment["QUARTERMASTER_SERVER_TENANT_REQUESTS_PER_MINUTE"] = "10000000"
        let reads = try await reads()
        try await program.with(["serve", "--port", "0"]) { said, process in
            let client = ServedClient(base: try Self.address(in: said), key: key, folder: warehouse.folder)
            for read in reads { try await measure(read, client, process) }
        }
    }

    private func reads() async throws -> [Read] {
        let device: UUID = try await warehouse.owner.query(
            "SELECT id FROM live.devices WHERE organization_id IS NOT NULL ORDER BY id LIMIT 1"
        ).only().get("id")
        return [
            Read(name: "a device with its organisation", path: "/v1/devices/\(device)?include=organization"),
            Read(name: "50 devices of a system", path: "/v1/devices?os_family=windows&limit=50"),
            Read(name: "a search of software", path: "/v1/software?q=chrome&limit=50"),
        ]
    }

    private func measure(_ read: Read, _ client: ServedClient, _ process: Int32) async throws {
        let statements = try await SentStatements(warehouse: warehouse).during { try await client.get(read.path) }
        let served = try await client.load(read.path, process)
        say(ServedFigures.line(read.name, served))
        let straight = try await PgBench(warehouse: warehouse).load(statements)
        say(ServedFigures.line("  pgbench", straight, of: served))
    }

    private static func address(in said: String) throws -> String {
        let words = said.split { $0.isWhitespace || $0 == ";" }
        guard let url = words.first(where: { $0.hasPrefix("http://") }) else {
            throw Program.Failure(description: "the service does not listen: \(said)")
        }
        return String(url)
    }
}

/// How a load went.
struct ServedFigures {
    var perSecond: Double
    /// Milliseconds.
    var median: Double
    var p99: Double
    /// The service's own CPU, in microseconds a request; nil of pgbench, which has no service.
    var cpu: Double?

    static let head = line(["", "requests/s", "p50 ms", "p99 ms", "CPU µs", "share of pgbench"])

    static func line(_ name: String, _ figures: ServedFigures, of served: ServedFigures? = nil) -> String {
        line([
            name, String(Int(figures.perSecond)), String(format: "%.2f", figures.median),
            String(format: "%.2f", figures.p99), figures.cpu.map { String(Int($0)) } ?? "-",
            served.map { String(format: "%.0f %%", 100 * $0.perSecond / figures.perSecond) } ?? "",
        ])
    }

    private static func line(_ cells: [String]) -> String {
        Columns.line(cells, widths: [34, 12, 9, 9, 9, 18])
    }
}
