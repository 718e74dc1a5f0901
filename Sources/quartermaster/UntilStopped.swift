import Logging
import ServiceLifecycle
import UnixSignals

/// Runs a service until Ctrl-C or SIGTERM, which is its usual end and no error: it finishes what it is at, for some
/// seconds at most.
func untilStopped(_ body: @escaping @Sendable () async throws -> Void) async throws {
    var configuration = ServiceGroupConfiguration(
        services: [
            ServiceGroupConfiguration.ServiceConfiguration(
                service: Stoppable(body: body), successTerminationBehavior: .gracefullyShutdownGroup)
        ],
        gracefulShutdownSignals: [.sigint, .sigterm], logger: Logger(label: "") { _ in SwiftLogNoOpLogHandler() })
    configuration.maximumGracefulShutdownDuration = .seconds(8)
    do {
        try await ServiceGroup(configuration: configuration).run()
    } catch is CancellationError {}
}

private struct Stoppable: Service {
    let body: @Sendable () async throws -> Void
    func run() async throws { try await body() }
}
