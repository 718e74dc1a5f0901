public import Access
import Foundation
public import Hummingbird
import Inventory
public import Logging
import NIOCore
import NIOPosix
public import Postgres
public import Reports
public import ServiceLifecycle

/// The query service: REST and the Model Context Protocol over the warehouse, one tenant a key.
///
/// It is a service of `ServiceLifecycle`: ``run()`` returns after a graceful shutdown, when the requests under way have
/// been answered.
public struct QueryService: Service {
    private let configuration: QueryServiceConfiguration
    private let routes: Routes
    private let gate: Gate
    private let audit: RequestAudit
    private let reads: ReadCounter
    private let rates: RateExchange
    private let logger: Logger
    private let onRunning: @Sendable (_ port: Int) async -> Void

    /// `reader` takes on the reader's role, so that row-level security holds. `onRunning` is called once the port is open.
    public init(
        _ configuration: QueryServiceConfiguration = QueryServiceConfiguration(), reader: PostgresClient, keys: KeyRing,
        reports: ReportCatalogue = ReportCatalogue(), logger: Logger,
        onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) {
        self.init(
            configuration, reader: reader, keys: keys, vendors: .known, reports: reports, logger: logger,
            onRunning: onRunning)
    }

    init(
        _ configuration: QueryServiceConfiguration, reader: PostgresClient, keys: KeyRing, vendors: VendorCatalogue,
        reports: ReportCatalogue = ReportCatalogue(), logger: Logger,
        onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) {
        let catalogue = Catalogue(entities: Entities.all)
        let freshness = FreshnessReader(
            reader: reader, vendors: vendors, entities: Entities.all, memory: configuration.memory)
        rates = RateExchange(limiter: RateLimiter(limits: configuration.limits), client: reader)
        gate = Gate(keys: keys, limiter: rates.limiter)
        reads = ReadCounter(client: reader)
        audit = RequestAudit(client: reader, reads: reads)
        routes = Self.routes(catalogue, freshness, configuration, gate, reader, reports)
        self.configuration = configuration
        self.logger = logger
        self.onRunning = onRunning
    }

    private static func routes(
        _ catalogue: Catalogue, _ freshness: FreshnessReader, _ configuration: QueryServiceConfiguration, _ gate: Gate,
        _ reader: PostgresClient, _ reports: ReportCatalogue
    ) -> Routes {
        let tables = TableAnswers(reader: reader, catalogue: catalogue, freshness: freshness)
        let state = StateAnswers(reader: reader, catalogue: catalogue, freshness: freshness)
        func routes(_ document: [UInt8]) -> Routes {
            let documents = DocumentAnswers(
                configuration: configuration, gate: gate, freshness: freshness, document: document)
            return Routes(
                tables: tables, state: state, documents: documents,
                syncs: SyncAnswers(reader: reader, vendors: freshness.vendors), holds: HoldAnswers(reader: reader),
                lookups: LookupAnswers(reader: reader, freshness: freshness),
                search: SearchAnswers(reader: reader, catalogue: catalogue, freshness: freshness),
                matches: MatchAnswers(reader: reader),
                reports: ReportAnswers(reader: reader, catalogue: reports, tables: catalogue, freshness: freshness),
                agents: Routes.agents(ToolRunner(tables: tables, reports: reports), configuration))
        }
        // The document describes the routes, of which it is one itself.
        return routes(OpenAPIDocument(routes: routes([]).all, version: configuration.version).json.bytes)
    }

    /// Every route, for tests that hold of each.
    var allRoutes: [Route] { routes.all }

    /// The application, for running it in another group or testing it without a socket.
    public func application() -> some ApplicationProtocol {
        Application(
            router: routes.router(gate: gate, audit: audit),
            server: .http1(configuration: .init(idleTimeout: .seconds(75))),
            configuration: ApplicationConfiguration(address: .hostname(configuration.host, port: configuration.port)),
            onServerRunning: { [onRunning] channel in await onRunning(channel.localAddress?.port ?? 0) },
            logger: logger)
    }

    /// Serves until it is shut down. Throws ``QueryServiceError`` when the port cannot be opened.
    public func run() async throws {
        do {
            try await serve()
        } catch let error as IOError {
            throw failure(error) ?? error
        } catch let error as NIOConnectionError {
            throw error.dnsAError == nil && error.dnsAAAAError == nil
                ? error : QueryServiceError.addressUnknown(host: configuration.host)
        }
    }

    /// Beside the answers, what was read is written down, and how much was asked is told to other processes, both for as long
    /// as there are answers; the rest of the reads when no more is answered.
    private func serve() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask(executorPreference: LoopExecutor.any) { try await application().run() }
            group.addTask { await reads.keep(logger) }
            group.addTask { await rates.keep(logger) }
            defer { group.cancelAll() }
            try await group.next()
        }
        await reads.write(logger)
    }

    /// The reads that are counted and not yet written down, for tests.
    var countedReads: ReadCounter { reads }

    /// What this process and others tell each other of requests, for tests.
    var rateExchange: RateExchange { rates }

    private func failure(_ error: IOError) -> (any Error)? {
        switch error.errnoCode {
        case EADDRINUSE: QueryServiceError.portInUse(host: configuration.host, port: configuration.port)
        case EACCES: QueryServiceError.portForbidden(host: configuration.host, port: configuration.port)
        case EADDRNOTAVAIL: QueryServiceError.addressUnknown(host: configuration.host)
        default: nil
        }
    }
}
