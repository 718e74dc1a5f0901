import Foundation
import Logging
import Postgres
import TestSupport
import Testing

@testable import Sync

/// A worker keeps house beside its syncs.
@Suite(.serialized, .timeLimit(.minutes(1))) struct HousekeepingLoopTests {
    @Test func aWorkerGivesEveryTenantItsTurn() async throws {
        try await Workshop.with { shop in
            let tenants = [try await shop.connections("acme").tenant, try await shop.connections("other").tenant]
            let (reports, told) = AsyncStream.makeStream(of: HousekeepingReport.self)
            var options = WorkerOptions()
            options.housekeeping = .milliseconds(10)
            let worker = Worker(
                engine: shop.engine(), worker: shop.database.worker, listener: shop.listener, options: options,
                logger: Logger(label: "tests.worker") { _ in SwiftLogNoOpLogHandler() },
                afterHousekeeping: { told.yield($0) })
            let done = try await shop.working([worker]) {
                var done: Set<UUID> = []
                for await report in reports where done.insert(report.tenant).inserted && done.count == 2 { break }
                return done
            }
            #expect(done == Set(tenants))
        }
    }

    /// What fails is not the end of it.
    @Test func aLookThatFailsIsFollowedByAnother() async throws {
        try await Fixture.with([Make.organizations()]) { fixture in
            let owner = fixture.database.owner
            try await owner.query("ALTER FUNCTION control.claim_housekeeping RENAME TO away")
            let (reports, told) = AsyncStream.makeStream(of: HousekeepingReport.self)
            let (failures, failed) = AsyncStream.makeStream(of: Void.self)
            let loop = HousekeepingLoop(
                housekeeping: Housekeeping(worker: fixture.database.worker), every: .milliseconds(5),
                logger: Logger(label: "tests") { _ in Failures(failed: failed) }, told: { told.yield($0) })
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await loop.run() }
                for await _ in failures { break }
                try await owner.query("ALTER FUNCTION control.away RENAME TO claim_housekeeping")
                for await report in reports {
                    #expect(report.tenant == fixture.tenant)
                    break
                }
                group.cancelAll()
            }
        }
    }

    /// A log that tells of warnings.
    private struct Failures: LogHandler {
        let failed: AsyncStream<Void>.Continuation
        var logLevel = Logger.Level.warning
        var metadata: Logger.Metadata = [:]

        init(failed: AsyncStream<Void>.Continuation) { self.failed = failed }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) { failed.yield() }
    }
}
