import Access
import Foundation
import Matching
import ServiceLifecycle
import Sync

extension Runtime {
    /// Works until it is shut down: syncs what is due, and has what is old removed.
    func work() async throws {
        let worker = try makeWorker()
        await withGracefulShutdownHandler {
            await worker.run()
        } onGracefulShutdown: {
            worker.stop()
        }
    }

    private func makeWorker() throws -> Worker {
        var options = WorkerOptions()
        options.connections = try settings.integer(.workerConnections, in: 1...1_000)
        options.poll = .seconds(try settings.integer(.workerPollSeconds, in: 1...3_600))
        return Worker(
            engine: try syncEngine(owner: "worker on \(ProcessInfo.processInfo.hostName)"), worker: worker,
            listener: listener, options: options, logger: logger
        ) { tenant, report in
            guard report.streams.contains(where: Self.mayMatch) else { return }
            try await MatchingPass(self.worker).run(tenant: tenant)
        }
    }

    private static let matched: Set = [
        "organizations", "sites", "devices", "companies", "company_sites", "contacts", "configurations",
    ]

    /// Whether a stream has brought what organisations and companies are matched by.
    private static func mayMatch(_ stream: StreamReport) -> Bool {
        matched.contains(stream.entity)
            && stream.created + stream.updated + stream.deleted > 0
    }
}
