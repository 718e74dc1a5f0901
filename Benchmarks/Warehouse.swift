import Foundation
import Logging
import Postgres
import VendorSimulator

/// A simulated vendor with its fleet, an empty database that loses nothing, and the program between them.
struct Warehouse: Sendable {
    static let tenant = "bench"

    let folder: URL
    let vendor: SimulatorHandle
    let owner: PostgresClient
    let program: Program
    let databaseURL: String
    private let postmaster: Int32

    /// Makes it for the length of `body`, and removes it.
    static func with(
        devices: Int, tenants: [String] = [tenant], home: String,
        _ body: @Sendable @escaping (Warehouse) async throws -> Void
    ) async throws {
        try await EmptyDatabase.with { database in
            let fleets = tenants.enumerated().map { place, name in
                SimulatorConfiguration.Tenant(
                    name: name, seed: UInt64(place + 1), devices: devices, vendors: ["ninjaone"])
            }
            try await SimulatorServer.with(SimulatorConfiguration(tenants: fleets)) { vendor in
                try await body(Warehouse(database.folder, vendor, database.url, home: home))
            }
        }
    }

    private init(_ folder: URL, _ vendor: SimulatorHandle, _ url: String, home: String) async throws {
        self.folder = folder
        self.vendor = vendor
        databaseURL = url
        let configuration = PostgresConfiguration(url: url, maximumConnections: 4)
        owner = PostgresClient(configuration, logger: Logger(label: "bench"))
        program = Program(home: home, folder: folder, database: url)
        let file = folder.appendingPathComponent("postgres/postmaster.pid")
        postmaster =
            try String(contentsOf: file, encoding: .utf8).split(separator: "\n").first.flatMap { Int32($0) } ?? 0
        try await connect()
    }

    private func connect() async throws {
        _ = try await program.run(["migrate"])
        for connection in vendor.connections {
            _ = try await program.run(["tenant", "create", connection.tenant, "--name", connection.tenant])
            let credentials = try JSONEncoder().encode(connection.credentials)
            _ = try await program.run(
                [
                    "connection", "create", "--tenant", connection.tenant, "--vendor", connection.vendor, "--name",
                    "rmm",
                    "--base-url", connection.baseURL, "--setting", "calls_per_minute=1000000",
                    "--setting", "concurrent_calls=16", "--credentials", "-",
                ], input: String(decoding: credentials, as: UTF8.self))
        }
    }

    /// What a stretch of work costs, the loader's part as `work` says, PostgreSQL's as it is seen from here.
    /// - Parameter checkpointing: So that none pays for what the one before it left unwritten; but then each page of a table
    ///   is written whole to the WAL at its first change.
    func measure(checkpointing: Bool = true, _ work: () async throws -> Usage) async throws -> Usage {
        if checkpointing { try await owner.query("CHECKPOINT") }
        let (cpu, wal) = (CPUClock.family(of: postmaster), try await walPosition())
        var usage = try await work()
        usage.postgresCPU = CPUClock.family(of: postmaster) - cpu
        usage.walBytes = try await walPosition() - wal
        return usage
    }

    private func walPosition() async throws -> Int {
        try await owner.query("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint AS bytes").only().get(
            "bytes")
    }

    /// The streams whose load is measured.
    static let devices = "organizations,sites,devices"
    static let all = devices + ",software"

    /// One sync of some streams.
    func sync(_ streams: String = all, checkpointing: Bool = true) async throws -> Usage {
        try await measure(checkpointing: checkpointing) {
            try await program.run(Self.sync(Self.tenant, streams)).usage
        }
    }

    /// The first syncs of a day also read a hundredth of the devices again one by one, to see whether the warehouse has drifted:
    /// that is no part of a load, and is done here.
    func takeDriftSamples() async throws {
        var left = 1
        while left > 0 {
            _ = try await program.run(Self.sync(Self.tenant, Self.devices))
            left = try await owner.query(
                "SELECT coalesce(sum(due - checked - unread), 0)::int AS left FROM control.drift"
            )
            .only().get("left")
        }
    }

    static func sync(_ tenant: String, _ streams: String = all) -> [String] {
        ["sync", "--tenant", tenant, "--streams", streams]
    }

    func softwareRows() async throws -> Int {
        try await owner.query("SELECT count(*) AS rows FROM inventory.software_rows").only().get("rows")
    }
}
