import Foundation
import Postgres
import TestSupport
import Testing
import VendorSimulator

/// A setting may make other credentials required, where a vendor has several ways in.
@Suite(.timeLimit(.minutes(3))) struct CredentialChoiceTests {
    private let vendor = "datto-rmm"

    private func create(_ url: String, _ settings: String...) -> [String] {
        [
            "connection", "create", "--tenant", "acme", "--vendor", vendor, "--name", "a", "--base-url", url,
            "--credentials", "-",
        ] + settings.flatMap { ["--setting", $0] }
    }

    private func with(_ body: @Sendable @escaping (Program, SimulatedConnection, TestDatabase) async throws -> Void)
        async throws
    {
        let tenants = [SimulatorConfiguration.Tenant(devices: 12, vendors: [vendor])]
        try await TestDatabase.with { database in
            try await withProgram { program in
                try await SimulatorServer.with(SimulatorConfiguration(tenants: tenants)) { vendors in
                    let program = program.on(database)
                    #expect(try await program.run("tenant", "create", "acme", "--name", "Acme IT").status == 0)
                    try await body(program, try #require(vendors.connection(vendor)), database)
                }
            }
        }
    }

    private func object(_ fields: [String: String]) throws -> String {
        String(decoding: try JSONEncoder().encode(fields), as: UTF8.self)
    }

    @Test func theOtherWayInTakesItsOwnCredentialAndSyncs() async throws {
        try await with { program, simulated, database in
            let key = try object(["api_key": simulated.credentials["api_key"] ?? ""])
            let created = try await program.run(
                create(simulated.baseURL, "authentication=api_key_header"), input: key)
            #expect(created.status == 0, "\(created.errors)")
            let synced = try await program.run("sync", "--tenant", "acme")
            #expect(synced.status == 0, "\(synced.output)\(synced.errors)")
            #expect(try await database.owner.query("SELECT FROM live.devices").count == 12)
            let both = try await program.run(
                ["connection", "rotate", "a", "--tenant", "acme", "--credentials", "-"],
                input: try object(simulated.credentials))
            #expect(both.status == 2 && both.errors.contains("api_secret_key"), "\(both.errors)")
        }
    }

    @Test func eachWayNamesTheFieldsThatItTakes() async throws {
        try await with { program, simulated, _ in
            let key = #"{"api_key": "hunter2"}"#
            let usual = try await program.run(create(simulated.baseURL), input: key)
            #expect(usual.status == 2 && usual.errors.contains("lacks api_secret_key"), "\(usual.errors)")
            let other = try await program.run(
                create(simulated.baseURL, "authentication=api_key_header"),
                input: #"{"api_key": "hunter2", "api_secret_key": "hunter3"}"#)
            #expect(other.status == 2 && other.errors.contains("does not know api_secret_key"), "\(other.errors)")
            let wrong = try await program.run(create(simulated.baseURL, "authentication=basic"), input: key)
            #expect(wrong.status == 2 && wrong.errors.contains("password_grant, api_key_header"), "\(wrong.errors)")
            #expect(![usual, other, wrong].contains { $0.errors.contains("hunter") })
        }
    }
}
