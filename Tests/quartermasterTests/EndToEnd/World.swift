import Foundation
import Inventory
import JSON
import Postgres
import TestSupport
import Testing
import VendorSimulator

/// A tenant of the built program's, on a database of its own, connected to simulated vendors.
struct World {
    let database: TestDatabase
    let vendors: SimulatorHandle
    var program: Program

    /// Makes it for the length of `body`.
    static func with(
        devices: Int = 40, seed: UInt64 = 7, settings: [String: [String]] = [:],
        _ body: @Sendable @escaping (World) async throws -> Void
    ) async throws {
        let tenants = [SimulatorConfiguration.Tenant(name: "acme", seed: seed, devices: devices)]
        try await TestDatabase.with { database in
            try await withProgram { program in
                try await SimulatorServer.with(SimulatorConfiguration(tenants: tenants)) { vendors in
                    let world = World(database: database, vendors: vendors, program: program.on(database))
                    try await world.connect(settings)
                    try await body(world)
                }
            }
        }
    }

    private func connect(_ settings: [String: [String]]) async throws {
        try await succeed("tenant", "create", "acme", "--name", "Acme IT")
        for vendor in vendors.connections {
            let credentials = String(decoding: try JSONEncoder().encode(vendor.credentials), as: UTF8.self)
            let outcome = try await program.run(
                [
                    "connection", "create", "--tenant", "acme", "--vendor", vendor.vendor, "--name", vendor.vendor,
                    "--base-url", vendor.baseURL, "--credentials", "-", "--setting", "calls_per_minute=100000",
                    "--setting", "concurrent_calls=8",
                ] + settings[vendor.vendor, default: []].flatMap { ["--setting", $0] }, input: credentials)
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
    }

    @discardableResult
    func succeed(_ arguments: String...) async throws -> Program.Outcome {
        let outcome = try await program.run(arguments)
        #expect(outcome.status == 0, "\(arguments): \(outcome.errors) \(outcome.output)")
        return outcome
    }

    /// Every vendor's rows in the warehouse that are not what the fleet says, each with its column.
    func differences() async throws -> [String] {
        // Joins of tables that no statistics are known of yet would take half a minute.
        try await database.owner.query("ANALYZE")
        var all: [String] = []
        for vendor in vendors.connections {
            for (entity, rows) in vendors.truth(vendor.vendor) {
                all += try await Comparison(entity: entity, connection: vendor.vendor, truth: rows)
                    .differences(in: database.owner)
            }
        }
        return all
    }
}

extension Program {
    /// The program on a test's database, with a master key of its own, allowed to call this machine.
    func on(_ database: TestDatabase) -> Program {
        var program = self
        program.environment["QUARTERMASTER_DATABASE_URL"] = database.url
        program.environment["QUARTERMASTER_DATABASE_ROLE_PREFIX"] = database.rolePrefix
        program.environment["QUARTERMASTER_SECRETS_MASTER_KEY"] = Data(repeating: 7, count: 32).base64EncodedString()
        program.environment["QUARTERMASTER_EGRESS_ALLOW_PRIVATE_ADDRESSES"] = "127.0.0.0/8"
        return program
    }
}
