public import Connectors
import Foundation
import Inventory
public import Logging
public import Postgres

/// Runs syncs: one run of one connection at a time, from the lease to the last word. The command line and the worker
/// call the same function.
public struct SyncEngine: Sendable {
    /// Makes a connection's connector. How (credentials, transport, budgets) is its maker's business.
    public typealias Connect = @Sendable (ConnectionRow) async throws(ConnectorError) -> any Connector

    private let worker: PostgresClient
    private let connect: Connect
    private let options: SyncOptions
    private let logger: Logger

    /// - Parameter worker: the database as the role that writes.
    public init(
        worker: PostgresClient, connect: @escaping Connect, options: SyncOptions = SyncOptions(),
        logger: Logger = Logger(label: "sync")
    ) {
        self.worker = worker
        self.connect = connect
        self.options = options
        self.logger = logger
    }

    /// Runs one sync to its end. What the vendor or a record does wrong is in the report; thrown is what kept the run
    /// from beginning (``SyncError``, a database that is not there) or from saying how it ended.
    ///
    /// When the task is cancelled, the page in hand is finished or not begun, the lease is let go, and the report's state
    /// is ``RunState/abandoned``; the next run goes on at the last page.
    public func run(
        _ request: SyncRequest, progress: @escaping @Sendable (SyncEvent) -> Void = { _ in }
    ) async throws -> RunReport {
        let connection = try await worker.transaction(tenant: request.tenant, readOnly: true) { session in
            try await ConnectionStore.find(request, in: session)
        }
        guard connection.state != .paused else { throw SyncError.connectionPaused(connection.name) }
        let keeper = LeaseKeeper(client: worker, options: options)
        let lease = try await keeper.take(connection, waits: request.waitsForLease, progress: progress)
        do {
            let report = try await run(request, connection, lease, keeper, progress)
            await keeper.release(lease)
            return report
        } catch {
            await keeper.release(lease)
            throw error
        }
    }

    /// Does the work while a child task keeps the lease; when that is lost, the work is cancelled.
    private func run(
        _ request: SyncRequest, _ connection: ConnectionRow, _ lease: Lease, _ keeper: LeaseKeeper,
        _ progress: @escaping @Sendable (SyncEvent) -> Void
    ) async throws -> RunReport {
        try await withThrowingTaskGroup(of: RunReport?.self) { group in
            group.addTask {
                do {
                    try await keeper.keep(lease)
                } catch is CancellationError {
                } catch let error as PostgresError where error.code == .cancelled {
                }
                return nil
            }
            group.addTask { try await work(request, connection, lease, progress) }
            defer { group.cancelAll() }
            while let report = try await group.next() {
                if let report { return report }
            }
            throw CancellationError()
        }
    }

    private func work(
        _ request: SyncRequest, _ connection: ConnectionRow, _ lease: Lease,
        _ progress: @escaping @Sendable (SyncEvent) -> Void
    ) async throws -> RunReport {
        let connector: any Connector
        do throws(ConnectorError) {
            connector = try await connect(connection)
        } catch {
            return try await fail(request, connection, lease, error, progress)
        }
        let declared = type(of: connector).streams
        let streams = try chosen(request.streams, of: declared)
        let context = try await begin(request, connection, lease, declared, streams, progress)
        return try await ConnectionRun(context: context, connector: connector, streams: streams).run()
    }

    private func chosen(_ names: [String]?, of declared: [StreamDescription]) throws -> [StreamDescription] {
        guard let names else { return declared }
        let known = declared.map(\.name)
        if let unknown = names.first(where: { !known.contains($0) }) {
            throw SyncError.unknownStream(unknown, known: known)
        }
        return declared.filter { names.contains($0.name) }
    }

    /// Ends what a worker that is gone left behind, and begins the run.
    private func begin(
        _ request: SyncRequest, _ connection: ConnectionRow, _ lease: Lease, _ declared: [StreamDescription],
        _ streams: [StreamDescription], _ progress: @escaping @Sendable (SyncEvent) -> Void
    ) async throws -> RunContext {
        let runs = RunStore(tenant: connection.tenant, connection: connection.id)
        let run = try await worker.retrying { client in
            try await client.transaction(tenant: connection.tenant) { session in
                try await runs.abandonOthers(in: session)
                try await StreamStore(tenant: connection.tenant, connection: connection.id)
                    .ensure(declared, in: session)
                let run = try await runs.begin(request, streams: streams, in: session)
                try await lease.check(in: session)
                return run
            }
        }
        let log = RunLog(logger, connection, run: run)
        return RunContext(
            client: worker, connection: connection, lease: lease, run: run, request: request, declared: declared,
            options: options, logger: logger
        ) { event in
            log.note(event)
            progress(event)
        }
    }

    /// A connection that no connector could be made for: a run that failed before its first stream.
    private func fail(
        _ request: SyncRequest, _ connection: ConnectionRow, _ lease: Lease, _ error: ConnectorError,
        _ progress: @escaping @Sendable (SyncEvent) -> Void
    ) async throws -> RunReport {
        let verdict = ErrorPolicy.verdict(error)
        let context = try await begin(request, connection, lease, [], [], progress)
        let report = RunReport(
            run: context.run, connection: connection.name, vendor: connection.vendor, state: verdict.run,
            reason: verdict.words, streams: [], seconds: 0)
        try await context.commit { session in
            try await context.runs.end(report.run, report.state, reason: report.reason, in: session)
            if let state = verdict.connection {
                try await context.runs.setConnection(state, reason: verdict.words, in: session)
            }
        }
        context.progress(.finished(report))
        return report
    }
}
