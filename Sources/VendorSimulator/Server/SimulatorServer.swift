import HTTPTypes
import HummingbirdCore
public import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// Serves the simulated vendors, each at a port of its own.
public enum SimulatorServer {
    /// Runs the vendors while the closure runs, and ends them with it.
    public static func with<Result: Sendable>(
        _ configuration: SimulatorConfiguration = SimulatorConfiguration(), logger: Logger? = nil,
        _ body: @Sendable (SimulatorHandle) async throws -> Result
    ) async throws -> Result {
        let (ready, signal) = AsyncStream<SimulatorHandle>.makeStream()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { signal.finish() }
                try await run(configuration, logger: logger) { handle in
                    signal.yield(handle)
                    signal.finish()
                }
            }
            defer { group.cancelAll() }
            for await handle in ready { return try await body(handle) }
            try await group.next()
            throw CancellationError()
        }
    }

    /// Runs the vendors until the task is cancelled; `onReady` is called once, when all of them listen.
    public static func run(
        _ configuration: SimulatorConfiguration, logger: Logger? = nil,
        onReady: @escaping @Sendable (SimulatorHandle) async -> Void
    ) async throws {
        let tenants = configuration.tenants.map {
            SimulatedTenant($0, start: configuration.start, faults: configuration.faults)
        }
        let handle = SimulatorHandle(tenants: tenants)
        let desks = tenants.flatMap { tenant in tenant.vendors.map { VendorDesk(tenant: tenant, vendor: $0) } }
        let (listening, signal) = AsyncStream<Void>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (offset, desk) in desks.enumerated() {
                let port = configuration.firstPort == 0 ? 0 : configuration.firstPort + offset
                group.addTask {
                    try await serve(desk, host: configuration.host, port: port, logger: logger ?? quiet) {
                        signal.yield()
                    }
                }
            }
            group.addTask {
                var waiting = desks.count
                for await _ in listening {
                    waiting -= 1
                    if waiting == 0 { break }
                }
                try Task.checkCancellation()
                await onReady(handle)
            }
            defer { group.cancelAll() }
            for try await _ in group {}
        }
    }

    /// One vendor at its port, until cancelled.
    private static func serve(
        _ desk: VendorDesk, host: String, port: Int, logger: Logger, onListening: @escaping @Sendable () -> Void
    ) async throws {
        let server = try HTTPServerBuilder.http1().buildServer(
            configuration: ServerConfiguration(address: .hostname(host, port: port)),
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: logger,
            responder: { request, writer, _ in
                let response = try await desk.respond(to: request)
                try await writer.write(response: response.head, body: response.body)
            },
            onServerRunning: { channel in
                desk.vendor.baseURL = "http://\(host):\(channel.localAddress?.port ?? port)"
                onListening()
            })
        try await server.run()
    }

    private static let quiet = Logger(label: "vendor-simulator") { _ in SwiftLogNoOpLogHandler() }
}
