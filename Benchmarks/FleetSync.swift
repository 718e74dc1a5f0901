import Connectors
import Foundation
import VendorSimulator

/// A first sync of one vendor's fleet by the real program, and one after a hundredth of everything has changed.
struct FleetSync {
    let program: Program
    let connector: any Connector.Type
    let devices: Int
    /// Nil: in proportion to the devices.
    let tickets: Int?

    private struct Answer: Decodable {
        struct Run: Decodable {
            let state: String
            let streams: [StreamFigures]
        }
        let runs: [Run]
    }

    /// - Parameter show: is given each sync's figures when it has ended.
    func run(_ show: @Sendable (FleetFigures) -> Void) async throws {
        let fleet = SimulatorConfiguration.Tenant(
            name: "fleet", devices: devices, tickets: tickets, vendors: [connector.vendor.id])
        try await SimulatorServer.with(SimulatorConfiguration(tenants: [fleet], start: nil)) { vendor in
            guard let connection = vendor.connections.first else {
                throw Program.Failure(description: "\(connector.vendor.id) is not simulated")
            }
            try await connect(connection)
            show(try await sync(isFirst: true))
            vendor.advance(.usual(share: 0.01))
            show(try await sync(isFirst: false))
        }
    }

    private func sync(isFirst: Bool) async throws -> FleetFigures {
        let outcome = try await program.run(["sync", "--tenant", "fleet", "--json"], bearing: Program.wellOrInPart)
        let runs = try JSONDecoder().decode(Answer.self, from: Data(outcome.output.utf8)).runs
        return FleetFigures(
            vendor: connector.vendor, isFirst: isFirst, declared: connector.streams, streams: runs.flatMap(\.streams),
            state: runs.first?.state ?? "-", usage: outcome.usage)
    }

    /// The simulator's own, and what lifts a limit by the hour where the vendor has one.
    private func settings(_ connection: SimulatedConnection) -> [String: String] {
        let hourly = BudgetDescription.hourly
        let lifted = connector.vendor.settings[hourly] == nil ? [:] : [hourly: "1000000"]
        return connection.settings.merging(lifted) { $1 }
    }

    private func connect(_ connection: SimulatedConnection) async throws {
        _ = try await program.run(["migrate"])
        _ = try await program.run(["tenant", "create", "fleet", "--name", "Fleet"])
        _ = try await program.run(
            [
                "connection", "create", "--tenant", "fleet", "--vendor", connector.vendor.id, "--name", "fleet",
                "--base-url", connection.baseURL, "--setting", "calls_per_minute=1000000", "--setting",
                "concurrent_calls=16", "--credentials", "-",
            ] + settings(connection).flatMap { ["--setting", "\($0.key)=\($0.value)"] },
            input: String(decoding: try JSONEncoder().encode(connection.credentials), as: UTF8.self))
    }
}
