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
    let options: SyncOptions
    private let logger: Logger

    /// - Parameters:
    ///   - worker: the database as the role that writes.
    ///   - logger: what runs do is told there; without one, nowhere.
    public init(
        worker: PostgresClient, connect: @escaping Connect, options: SyncOptions = SyncOptions(),
        logger: Logger = Logger(label: "sync") { _ in SwiftLogNoOpLogHandler() }
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
        let connection = try await find(request)
        let keeper = LeaseKeeper(client: worker, options: options)
        let lease = try await keeper.take(connection, waits: request.waitsForLease, progress: progress)
        let order = Order(
            request: request, connection: connection, lease: lease, stop: StopSignal(), progress: progress)
        return try await keeper.releasing(lease) { try await run(order, keeper) }
    }

    /// Runs what a worker has claimed, and lets its lease go. A worker looks for more by itself; one that is being
    /// stopped leaves it to the others.
    /// - Parameter failed: What is to be stored of an error while the lease still holds: after it anybody may claim the
    ///   connection again.
    func run(
        _ claim: Claim, stop: StopSignal, progress: @escaping @Sendable (SyncEvent) -> Void = { _ in },
        failed: @escaping @Sendable (any Error) async -> Void = { _ in }
    ) async throws -> RunReport {
        let keeper = LeaseKeeper(client: worker, options: options)
        return try await keeper.releasing(claim.lease, wakes: { stop.isSet || Task.isCancelled }) {
            do {
                let request = try await request(claim)
                let connection = try await find(request)
                let order = Order(
                    request: request, connection: connection, lease: claim.lease, stop: stop, progress: progress)
                return try await run(order, keeper)
            } catch {
                await failed(error)
                throw error
            }
        }
    }

    private func request(_ claim: Claim) async throws -> SyncRequest {
        guard let run = claim.run else {
            return SyncRequest(
                tenant: claim.tenant, connection: .id(claim.connection), isDueOnly: true, trigger: .schedule)
        }
        return try await worker.transaction(tenant: claim.tenant, readOnly: true) { session in
            try await RunStore(tenant: claim.tenant, connection: claim.connection).request(of: run, in: session)
        }
    }

    private func find(_ request: SyncRequest) async throws -> ConnectionRow {
        let connection = try await worker.transaction(tenant: request.tenant, readOnly: true) { session in
            try await ConnectionStore.find(request, in: session)
        }
        guard connection.state != .paused else { throw SyncError.connectionPaused(connection.name) }
        return connection
    }

    /// A run that may begin.
    private struct Order: Sendable {
        let request: SyncRequest
        let connection: ConnectionRow
        let lease: Lease
        let stop: StopSignal
        let progress: @Sendable (SyncEvent) -> Void

        var tenant: UUID { connection.tenant }
        var runs: RunStore { RunStore(tenant: tenant, connection: connection.id) }
        var streams: StreamStore { StreamStore(tenant: tenant, connection: connection.id) }
    }

    /// Does the work while a child task keeps the lease; when that is lost, the work is cancelled.
    private func run(_ order: Order, _ keeper: LeaseKeeper) async throws -> RunReport {
        try await withThrowingTaskGroup(of: RunReport?.self) { group in
            group.addTask {
                do {
                    try await keeper.keep(order.lease)
                } catch is CancellationError {
                } catch let error as PostgresError where error.code == .cancelled {
                }
                return nil
            }
            // Beside the keeper: whichever ends first ends the other.
            group.addTask { try await work(order) }
            defer { group.cancelAll() }
            while let report = try await group.next() {
                if let report { return report }
            }
            throw CancellationError()
        }
    }

    private func work(_ order: Order) async throws -> RunReport {
        let connector: any Connector
        do throws(ConnectorError) {
            connector = try await connect(order.connection)
        } catch {
            return try await fail(order, error)
        }
        let declared = type(of: connector).streams
        let asked = try chosen(order.request.streams, of: declared)
        let (context, streams) = try await begin(order, declared, asked)
        if let record = order.request.record {
            return try await RecordRefresh(context: context, connector: connector, streams: streams, record: record)
                .run()
        }
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

    /// Ends what a worker that is gone left behind, and begins the run with those of the streams that it is to read.
    private func begin(
        _ order: Order, _ declared: [StreamDescription], _ asked: [StreamDescription]
    ) async throws -> (RunContext, [StreamDescription]) {
        try await commit(order) { try await order.runs.abandonOthers(in: $0) }
        let (run, streams) = try await commit(order) { session in
            try await order.streams.ensure(declared, in: session)
            let streams =
                order.request.isDueOnly
                ? DueStreams.choose(asked, try await order.streams.due(in: session)) : asked
            return (try await order.runs.begin(order.request, streams: streams, in: session), streams)
        }
        let log = RunLog(logger, order.connection, run: run)
        let context = RunContext(
            client: worker, connection: order.connection, lease: order.lease, run: run, request: order.request,
            declared: declared, options: options, logger: logger, stop: order.stop
        ) { event in
            log.note(event)
            order.progress(event)
        }
        return (context, streams)
    }

    private func commit<Result: Sendable>(
        _ order: Order, _ body: (PostgresConnection) async throws -> Result
    ) async throws -> Result {
        try await worker.retrying { client in
            try await client.transaction(tenant: order.tenant) { session in
                let result = try await body(session)
                try await order.lease.check(in: session)
                return result
            }
        }
    }

    /// A connection that no connector could be made for: a run that failed before its first stream.
    private func fail(_ order: Order, _ error: ConnectorError) async throws -> RunReport {
        let verdict = ErrorPolicy.verdict(error)
        let (context, _) = try await begin(order, [], [])
        let report = RunReport(
            run: context.run, connection: order.connection.name, vendor: order.connection.vendor, state: verdict.run,
            reason: verdict.words, streams: [], seconds: 0)
        try await context.commit { session in
            try await context.runs.end(report.run, report.state, reason: report.reason, in: session)
            try await context.breaker.take(CircuitBreaker.outcome(report), isBegun: false, in: session)
            if let state = verdict.connection {
                try await context.runs.setConnection(state, reason: verdict.words, in: session)
            }
        }
        context.progress(.finished(report))
        return report
    }
}
