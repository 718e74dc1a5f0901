import Access
import ArgumentParser
import Foundation
import QueryService
import Reports

/// `serve`: the query service.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Answers over REST and MCP from the warehouse.",
        discussion: "Example: quartermaster serve --host 127.0.0.1 --port 8080")

    @OptionGroup var options: GlobalOptions
    @Option(help: "The address to listen at (127.0.0.1).") var host: String?
    @Option(help: "The port to listen at (8080).") var port: String?
    @Flag(name: .customLong("with-worker"), help: "Sync what is due in the same process.") var withWorker = false

    func run() async throws {
        let more: [Setting: String?] = [.serverHost: host, .serverPort: port]
        try await untilStopped {
            try await Runtime.with(options, more) { runtime in
                try await runtime.serve(try runtime.queryService(), withWorker: withWorker)
            }
        }
    }
}

extension Runtime {
    /// For how long a key and how fresh a table is are not asked for again: a revoked key is refused after it.
    private static let memory = Duration.seconds(1)

    /// The query service at the configured address, which is said once it answers.
    func queryService(
        shown: [Tenant] = [], onRunning: @escaping @Sendable (String) async -> Void = Runtime.announce
    ) throws -> QueryService {
        let host = settings[.serverHost]
        let configuration = QueryServiceConfiguration(
            host: host, port: try settings.integer(.serverPort, in: 0...65_535),
            version: Quartermaster.configuration.version, shownTenants: shown,
            allowedHosts: settings[.serverAllowedHosts].split(separator: ",").map {
                $0.trimmingCharacters(in: .whitespaces)
            },
            limits: RateLimits(
                key: try settings.integer(.serverKeyRequests, in: 1...10_000_000),
                tenant: try settings.integer(.serverTenantRequests, in: 1...10_000_000)),
            memory: Self.memory)
        return QueryService(
            configuration, reader: reader,
            keys: KeyRing(reader: reader, profiles: try profiles(), memory: Self.memory),
            reports: try Self.reports(), logger: logger
        ) { port in await onRunning("http://\(host):\(port)") }
    }

    /// Serves, and works beside it, until shut down; when one of the two cannot go on, the other ends too.
    func serve(_ service: QueryService, withWorker: Bool) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            // Children of one group: a stop, or one's failure, reaches both, and both are waited for.
            group.addTask { try await service.run() }
            if withWorker { group.addTask { try await work() } }
            try await group.waitForAll()
        }
    }

    static func announce(_ url: String) async { Console.error("Listening at \(url); Ctrl-C stops.") }
}
