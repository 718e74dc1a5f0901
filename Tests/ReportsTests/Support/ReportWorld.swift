import Connectors
import Foundation
import HTTPTransport
import Inventory
import Logging
import Postgres
import Sync
import TestSupport
import VendorSimulator

@testable import Reports

/// A database into which two tenants' simulated vendors were read: one load for all tests that only read.
struct ReportWorld: Sendable {
    /// The vendors' clock, and the day that reports count to.
    static let day = CalendarDate(year: 2026, month: 7, day: 1)
    private static let vendors = ["ninjaone", "autotask"]
    private static let loaded = Once<ReportWorld>()

    let database: TestDatabase
    let tenant: UUID
    /// Of the tenant: what its vendors really have.
    let fleet: Fleet
    /// Of the tenant, as the vendor of that name shows it.
    let truths: [String: Truth]
    let neighbour: UUID
    let catalogue: ReportCatalogue

    var runner: ReportRunner { ReportRunner(reader: database.reader, catalogue: catalogue) }

    static func shared() async throws -> ReportWorld { try await loaded.value { try await load() } }

    /// Runs a report of the tenant on the simulator's day.
    func run(
        _ name: String, _ parameters: [String: String] = [:], companies: [UUID]? = nil, tenant: UUID? = nil,
        limit: Int = 100_000, offset: Int = 0
    ) async throws -> ReportResult {
        try await runner.run(
            try catalogue.report(name),
            ReportRequest(
                tenant: tenant ?? self.tenant, companies: companies, day: Self.day, parameters: parameters,
                limit: limit,
                offset: offset))
    }

    static let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    private static func load() async throws -> ReportWorld {
        let database = try await TestDatabase.make()
        try await ReferenceFiles(folder: project + "/Config").load(database.owner)
        let tenants = [("acme", UInt64(7), 110), ("globex", 8, 25)].map { name, seed, devices in
            SimulatorConfiguration.Tenant(name: name, seed: seed, devices: devices, vendors: vendors)
        }
        return try await SimulatorServer.with(SimulatorConfiguration(tenants: tenants)) { vendors in
            for vendor in vendors.connections { try await read(vendor, database) }
            let ids = try await tenantIDs(database)
            let fleet = try required(vendors.tenant("acme")?.fleet)
            try await TruthfulMatching(tenant: ids["acme"] ?? UUID(), fleet: fleet).store(database.owner)
            try await TruthfulMatching(
                tenant: ids["globex"] ?? UUID(), fleet: try required(vendors.tenant("globex")?.fleet)
            ).store(database.owner)
            try await database.owner.query("ANALYZE")
            return ReportWorld(
                database: database, tenant: try required(ids["acme"]), fleet: fleet,
                truths: ["ninjaone": vendors.truth("ninjaone", tenant: "acme")],
                neighbour: try required(ids["globex"]),
                catalogue: try ReportCatalogue(folder: project + "/Sources/Reports/Catalogue"))
        }
    }

    private static func read(_ vendor: SimulatedConnection, _ database: TestDatabase) async throws {
        let (tenant, _) = try await database.tenant(
            slug: vendor.tenant, vendor: vendor.vendor, connection: vendor.vendor, baseURL: vendor.baseURL)
        let engine = SyncEngine(
            worker: database.worker, connect: { (_) throws(ConnectorError) in try connector(vendor) },
            options: SyncOptions(owner: "the test"))
        let report = try await engine.run(SyncRequest(tenant: tenant, connection: .name(vendor.vendor)))
        guard report.state == .done else { throw Failure(words: "\(vendor.vendor): \(report)") }
    }

    private static func connector(_ vendor: SimulatedConnection) throws(ConnectorError) -> any Connector {
        guard let type = Registry.connector(for: vendor.vendor) else {
            throw ConnectorError.misconfigured("there is no vendor '\(vendor.vendor)'")
        }
        let credentials = vendor.credentials
        return try type.init(
            ConnectorContext(
                baseURL: vendor.baseURL, settings: vendor.settings, credentials: { Credentials(credentials) },
                transport: CurlTransport(egress: .allowingPrivate), now: { Fleet.usualStart },
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
    }

    private static func tenantIDs(_ database: TestDatabase) async throws -> [String: UUID] {
        var ids: [String: UUID] = [:]
        for row in try await database.owner.query("SELECT slug, id FROM control.tenants") {
            ids[row["slug"] ?? ""] = try row.get("id", as: UUID.self)
        }
        return ids
    }

    private static func required<Value>(_ value: Value?) throws -> Value {
        guard let value else { throw Failure(words: "the simulator has no such thing") }
        return value
    }

    struct Failure: Error { let words: String }
}
