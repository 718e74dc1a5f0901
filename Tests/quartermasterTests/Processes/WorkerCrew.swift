import Foundation
import Postgres
import Synchronization
import TestSupport

/// The worker processes of one seed.
final class WorkerCrew: Sendable {
    private let program: Program
    private let running = Mutex<[RunningProgram]>([])

    private let owner: PostgresClient

    init(_ program: Program, owner: PostgresClient) {
        self.program = program
        self.owner = owner
    }

    var all: [RunningProgram] { running.withLock { $0 } }

    /// Returns when it works: until then it may end for want of a database.
    func start() async throws {
        let worker = try program.start(["work"])
        running.withLock { $0.append(worker) }
        while !worker.complained.contains("Working") {
            try Violation.unless(!worker.hasEnded, "a worker did not start: \(worker.complained)")
            _ = try? await owner.query("SELECT pg_sleep(0.02)")
        }
    }

    /// None ends by itself.
    func judge() throws(Violation) {
        for worker in all where worker.hasEnded {
            throw Violation("a worker has ended by itself: \(worker.complained.suffix(300))")
        }
    }

    /// Takes one out; another is started in its place by who wants that.
    func leave(_ worker: RunningProgram) {
        running.withLock { $0.removeAll { $0 === worker } }
    }

    /// As a person stops them: each ends well, and soon.
    func stopAll() async throws {
        for worker in all { try await stop(worker) }
    }

    func stop(_ worker: RunningProgram) async throws {
        leave(worker)
        let began = ContinuousClock.now
        worker.signal(SIGTERM)
        let outcome = await worker.outcome()
        try Violation.unless(
            outcome.status == 0, "a worker that was asked to stop ended with \(outcome.status): \(outcome.errors)")
        try Violation.unless(ContinuousClock.now - began < .seconds(10), "a worker took its time to stop")
    }

    /// However it went; the last of what they said.
    func killAll() async -> String {
        var words: [String] = []
        for worker in all {
            words += worker.complained.split(separator: "\n").suffix(4).map {
                "worker \(worker.processIdentifier): \($0)"
            }
            worker.signal(SIGKILL)
            leave(worker)
            _ = await worker.outcome()
        }
        return words.joined(separator: "\n")
    }
}
