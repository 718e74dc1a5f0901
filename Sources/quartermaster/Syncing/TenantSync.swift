import Access
import Connectors
import Foundation
import HTTPTransport
import Logging
import Matching
import Sync

/// What a tenant's sync is asked for on the command line.
struct SyncWish: Sendable {
    var connection: String?
    var streams: [String]?
    var isFull = false
    var waits = true
    var acceptsHeld = false
}

/// Syncs a tenant's connections side by side, and then ties its organisations to its companies.
struct TenantSync: Sendable {
    let runtime: Runtime
    let tenant: Tenant
    private let engine: SyncEngine

    init(_ runtime: Runtime, _ tenant: Tenant) throws {
        self.runtime = runtime
        self.tenant = tenant
        engine = try runtime.syncEngine(isShown: true)
    }

    /// Runs what is wished for, to its end: a report a connection, in the connections' order.
    func run(
        _ wish: SyncWish, progress: @escaping @Sendable (String, SyncEvent) -> Void
    ) async throws -> [RunReport] {
        let names = try await connections(wish)
        let reports = try await withThrowingTaskGroup(of: RunReport.self) { group in
            for name in names {
                group.addTask { try await engine.run(request(wish, name)) { progress(name, $0) } }
            }
            var reports: [RunReport] = []
            for try await report in group { reports.append(report) }
            return reports.sorted { $0.connection < $1.connection }
        }
        try await MatchingPass(runtime.worker).run(tenant: tenant.id)
        return reports
    }

    private func connections(_ wish: SyncWish) async throws -> [String] {
        if let name = wish.connection { return [try await runtime.connections.find(name, tenant: tenant).name] }
        let names = try await runtime.connections.list(tenant).filter { $0.state != "paused" }.map(\.name)
        guard !names.isEmpty else {
            throw CallError("tenant '\(tenant.slug)' has no connection to sync; 'connection create' makes one")
        }
        return names
    }

    private func request(_ wish: SyncWish, _ name: String) -> SyncRequest {
        SyncRequest(
            tenant: tenant.id, connection: .name(name), streams: wish.streams, isFull: wish.isFull,
            waitsForLease: wish.waits, releasesBrake: wish.acceptsHeld)
    }
}

extension Runtime {
    /// The engine over this runtime's database, vault and budgets. `isShown`: a person is told what each stream came to, so
    /// that the log repeats it only where more than the usual is asked of it.
    func syncEngine(owner: String = Runtime.actor, isShown: Bool = false) throws -> SyncEngine {
        var logger = logger
        if isShown, logger.logLevel >= .notice { logger.logLevel = .error }
        let access = try vendorAccess()
        _ = try vault()
        var options = SyncOptions(owner: "\(owner) (process \(ProcessInfo.processInfo.processIdentifier))")
        options.streams = try settings.integer(.workerStreams, in: 1...64)
        (options.leaseDuration, options.leaseRenewal) = (try settings.lease, try settings.lease / 4)
        return SyncEngine(
            worker: worker,
            connect: { (connection) async throws(ConnectorError) in try await connector(connection, access) },
            options: options, logger: logger)
    }

    private func connector(
        _ connection: ConnectionRow, _ access: VendorAccess
    ) async throws(ConnectorError) -> any Connector {
        let open: @Sendable () async throws(ConnectorError) -> Credentials
        do {
            open = try credentials(tenant: connection.tenant, connection: connection.id)
        } catch {
            throw .engine(Failure.words(error))
        }
        return try await access.connector(
            tenant: connection.tenant, vendor: connection.vendor, baseURL: connection.baseURL,
            settings: connection.settings, credentials: open)
    }
}
