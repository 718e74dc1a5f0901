import Foundation
import Logging
import Postgres

/// One claimed connection's run, from the claim to what follows from its end. Never throws: what goes wrong is stored and
/// logged.
struct ClaimedRun: Sendable {
    let engine: SyncEngine
    let worker: PostgresClient
    let claim: Claim
    let logger: Logger
    let afterRun: Worker.AfterRun

    func run(stop: StopSignal) async {
        logger.debug("a connection was taken", metadata: metadata(["waited": "\(claim.waited)"]))
        // What went wrong is kept before the lease is let go.
        guard let report = try? await engine.run(claim, stop: stop, failed: { await keep($0) }) else { return }
        if report.state != .abandoned { await follow(report) }
    }

    private func follow(_ report: RunReport) async {
        do {
            try await afterRun(claim.tenant, report)
        } catch {
            logger.warning(
                "what follows a run has failed",
                metadata: metadata(["run": "\(report.run)", "error": "\(error)"]))
        }
    }

    /// Keeps what kept the run from beginning, so that it is not claimed again at once and for ever.
    private func keep(_ error: any Error) async {
        let verdict = ErrorPolicy.claim(error)
        guard verdict != .leave else { return }
        logger.warning("a run could not be done", metadata: metadata(["error": "\(error)"]))
        do {
            try await worker.retrying { client in
                try await client.transaction(tenant: claim.tenant) { try await keep(verdict, in: $0) }
            }
        } catch {
            logger.warning("a run's failure could not be stored", metadata: metadata(["error": "\(error)"]))
        }
    }

    private func keep(_ verdict: ErrorPolicy.ClaimVerdict, in session: PostgresConnection) async throws {
        let runs = RunStore(tenant: claim.tenant, connection: claim.connection)
        switch verdict {
        case .leave: return
        case .refuse(let words):
            if let run = claim.run { try await runs.refuse(run, reason: words, in: session) }
        case .fail(let words):
            if let run = claim.run { try await runs.refuse(run, reason: words, in: session) }
            try await runs.setConnection(.failing, reason: words, in: session)
            try await BreakerStore(tenant: claim.tenant, connection: claim.connection)
                .take(.fails, isBegun: false, in: session)
        }
    }

    private func metadata(_ more: Logger.Metadata) -> Logger.Metadata {
        let own: Logger.Metadata = ["tenant": "\(claim.tenant)", "connection": "\(claim.connection)"]
        return own.merging(more) { $1 }
    }
}
