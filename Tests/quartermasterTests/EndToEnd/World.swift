import Connectors
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

    /// An RMM and a PSA, for tests of what does not hang on the vendor.
    static let pair = ["ninjaone", "connectwise-psa"]

    /// Makes it for the length of `body`.
    /// - Parameter vendors: Those connected; nil is all that can be simulated.
    static func with(
        devices: Int = 40, seed: UInt64 = 7, vendors: [String]? = pair,
        _ body: @Sendable @escaping (World) async throws -> Void
    ) async throws {
        try await TestDatabase.with { database in
            try await with(on: database, devices: devices, seed: seed, vendors: vendors, body)
        }
    }

    /// The same on a database that is there.
    static func with(
        on database: TestDatabase, devices: Int, seed: UInt64, vendors: [String]?,
        _ body: @Sendable @escaping (World) async throws -> Void
    ) async throws {
        let tenant = SimulatorConfiguration.Tenant(name: "acme", seed: seed, devices: devices, vendors: vendors)
        try await withProgram { program in
            try await SimulatorServer.with(SimulatorConfiguration(tenants: [tenant])) { vendors in
                let world = World(database: database, vendors: vendors, program: program.on(database))
                try await world.connect()
                try await body(world)
            }
        }
    }

    private func connect() async throws {
        try await succeed("tenant", "create", "acme", "--name", "Acme IT")
        for vendor in vendors.connections {
            let credentials = String(decoding: try JSONEncoder().encode(vendor.credentials), as: UTF8.self)
            let outcome = try await program.run(
                [
                    "connection", "create", "--tenant", "acme", "--vendor", vendor.vendor, "--name", vendor.vendor,
                    "--base-url", vendor.baseURL, "--credentials", "-", "--setting", "calls_per_minute=100000",
                    "--setting", "concurrent_calls=8",
                ] + vendor.settings.flatMap { ["--setting", "\($0.key)=\($0.value)"] }, input: credentials)
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
    }

    /// Waits for what the database is to show; each look is a query, so nothing spins.
    func wait(_ condition: SQL) async throws {
        while try await database.owner.query("SELECT coalesce(\(condition), false) AS holds").only().get("holds")
            == false
        {
            try await database.owner.query("SELECT pg_sleep(0.1)")
        }
    }

    @discardableResult
    func succeed(_ arguments: String...) async throws -> Program.Outcome {
        let outcome = try await program.run(arguments)
        #expect(outcome.status == 0, "\(arguments): \(outcome.errors) \(outcome.output)")
        return outcome
    }

    /// Every vendor's rows in the warehouse that are not what the fleet says, each with its column.
    /// - Parameter onlySeen: Whether what only a whole read can see is left out: what is gone from a list that was read
    ///   by its changes, and what hangs on parents whose turn has not come.
    func differences(onlySeen: Bool = false) async throws -> [String] {
        // Joins of tables that no statistics are known of yet would take half a minute.
        try await database.owner.query("ANALYZE")
        var all: [String] = []
        for vendor in vendors.connections.map(\.vendor) {
            for (entity, rows) in vendors.truth(vendor) {
                let sight = onlySeen ? Sight(vendor, entity) : .whole
                guard sight != .parents else { continue }
                all += try await Comparison(
                    entity: entity, connection: vendor, truth: rows, sparesExtraRows: sight == .changes
                ).differences(in: database.owner)
            }
        }
        return all
    }

    /// Rows written in `inventory` so far by table, the volatile readings aside.
    func rowsWritten() async throws -> [String: Int] {
        // Counters are told at the end of a session's transaction, or once a second; this asks for them now.
        try await database.owner.query("SELECT pg_stat_force_next_flush()")
        let rows = try await database.owner.query(
            """
            SELECT relname AS name, n_tup_ins + n_tup_upd + n_tup_del AS written FROM pg_stat_user_tables
            WHERE schemaname = 'inventory' AND relname NOT LIKE '%_readings'
            """)
        var counts: [String: Int] = [:]
        for row in rows { counts[try row.get("name")] = try row.get("written") }
        return counts
    }

    /// What a read of an entity that is not asked for everything sees.
    private enum Sight {
        case whole, changes, parents

        init(_ vendor: String, _ entity: String) {
            let streams = Registry.connector(for: vendor)?.streams ?? []
            self = .whole
            for stream in streams where stream.entity.name == entity {
                switch stream.reading {
                case .perParent: self = .parents
                case .incremental: if self == .whole { self = .changes }
                case .snapshot: continue
                }
            }
        }
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
