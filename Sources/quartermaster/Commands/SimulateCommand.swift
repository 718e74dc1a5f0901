import ArgumentParser
import Foundation
import Inventory
import VendorSimulator

/// `simulate`: the vendors' APIs over a made-up fleet.
struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Serves the simulated vendors; prints base URLs, credentials and fitting settings as JSON.",
        discussion: "Example: quartermaster simulate --vendor ninjaone --port 9000 --devices 500 --fault throttled")

    @Option(help: "A vendor's short name, or all.") var vendor = "all"
    @Option(help: "The first vendor's port, the others' follow; 0 takes whatever is free.") var port = 0
    @Option(help: "How many devices the fleet has.") var devices = 200
    @Option(help: "How many tickets it has; without it two for three devices.") var tickets: Int?
    @Option(help: "The same seed makes the same fleet.") var seed: UInt64 = 1
    @Option(help: "What goes wrong, any number of times; a wrong name lists all.") var fault: [String] = []

    private struct Line: Encodable {
        let vendor: String
        let baseUrl: String
        let credentials: [String: String]
        let settings: [String: String]
    }

    func run() async throws {
        let known = VendorFaces.all.map { $0.vendor }
        guard vendor == "all" || known.contains(vendor) else {
            throw CallError(
                "the vendor '\(vendor)' is not simulated; choose all or one of \(known.joined(separator: ", "))")
        }
        let tenant = SimulatorConfiguration.Tenant(
            seed: seed, devices: devices, tickets: tickets, vendors: vendor == "all" ? nil : [vendor])
        let configuration = SimulatorConfiguration(
            tenants: [tenant], firstPort: port, start: nil, faults: try fault.map(Self.rule))
        _ = try? await cancelledBySignals {
            try await SimulatorServer.run(configuration) { handle in
                let lines = handle.connections.map {
                    Line(
                        vendor: $0.vendor, baseUrl: $0.baseURL, credentials: $0.credentials, settings: $0.settings)
                }
                try? Console.json(lines)
                fflush(nil)
            }
        }
    }

    private static func rule(_ name: String) throws -> FaultRule {
        guard let fault = Fault.named(name) else {
            throw CallError(
                "there is no fault '\(name)'; choose one of \(Fault.usual.map(\.name).joined(separator: ", "))")
        }
        return FaultRule(fault)
    }
}
