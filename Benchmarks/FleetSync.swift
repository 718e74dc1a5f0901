import Connectors
import Foundation

/// A first sync of one vendor's fleet by the real program.
struct FleetSync {
    let program: Program
    let connector: any Connector.Type
    let devices: Int

    private struct Line: Decodable {
        let base_url: String
        let credentials: [String: String]
        let settings: [String: String]
    }

    private struct Answer: Decodable {
        struct Run: Decodable {
            let state: String
            let streams: [StreamFigures]
        }
        let runs: [Run]
    }

    func run() async throws -> FleetFigures {
        let simulator = ["simulate", "--vendor", connector.vendor.id, "--devices", String(devices)]
        return try await program.with(simulator) { said in
            guard let line = try JSONDecoder().decode([Line].self, from: Data(said.utf8)).first else {
                throw Program.Failure(description: "\(connector.vendor.id) is not simulated")
            }
            try await connect(line)
            let outcome = try await program.run(
                ["sync", "--tenant", "fleet", "--json"], bearing: Program.wellOrInPart)
            let runs = try JSONDecoder().decode(Answer.self, from: Data(outcome.output.utf8)).runs
            return FleetFigures(
                vendor: connector.vendor, declared: connector.streams, streams: runs.flatMap(\.streams),
                state: runs.first?.state ?? "-", usage: outcome.usage)
        }
    }

    private func connect(_ line: Line) async throws {
        _ = try await program.run(["migrate"])
        _ = try await program.run(["tenant", "create", "fleet", "--name", "Fleet"])
        _ = try await program.run(
            [
                "connection", "create", "--tenant", "fleet", "--vendor", connector.vendor.id, "--name", "fleet",
                "--base-url", line.base_url, "--setting", "calls_per_minute=1000000", "--setting",
                "concurrent_calls=16", "--credentials", "-",
            ] + line.settings.flatMap { ["--setting", "\($0.key)=\($0.value)"] },
            input: String(decoding: try JSONEncoder().encode(line.credentials), as: UTF8.self))
    }
}
