import ArgumentParser
import Foundation
import VendorSimulator

/// `demo`: what `make run` runs.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Runs the whole thing on this machine with simulated vendors.",
        discussion: """
            A private PostgreSQL, the vendor simulator, two tenants, a first sync, and the query service.
            Example: quartermaster demo --devices 500
            """)

    @OptionGroup var options: GlobalOptions
    @Option(help: "How many devices each tenant has, at the first run.") var devices = 200
    @Option(help: "The port of the query service (8080).") var port: String?

    func run() async throws {
        let settings = try options.settings([.serverPort: port, .allowPrivateAddresses: "127.0.0.0/8"])
        try await untilStopped {
            try await Runtime.with(settings) { runtime in
                let state = try DemoState.load(settings.dataDirectory)
                let tenants = Demo.tenants.enumerated().map { number, tenant in
                    SimulatorConfiguration.Tenant(name: tenant.0, seed: UInt64(number + 1), devices: devices)
                }
                try state.save(settings.dataDirectory)
                try await SimulatorServer.with(SimulatorConfiguration(tenants: tenants, start: state.start)) { handle in
                    try await Demo(runtime: runtime, handle: handle, state: state).run()
                }
            }
        }
    }
}
