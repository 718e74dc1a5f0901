import Logging

/// A worker's housekeeping: looks now and then whose turn it is, and does it, until cancelled.
struct HousekeepingLoop: Sendable {
    let housekeeping: Housekeeping
    /// Between two looks; also before the first, so that a worker begins with syncs.
    let every: Duration
    let logger: Logger
    /// Is told of each tenant's turn.
    let told: @Sendable (HousekeepingReport) -> Void

    func run() async {
        while true {
            // Time itself is waited for: nothing tells that a row has become too old. Cancelling ends the sleep and the loop.
            do { try await Task.sleep(for: every) } catch { return }
            await look()
        }
    }

    /// One tenant after the other. What fails does not keep the worker from its syncs, and is tried at the next turn.
    private func look() async {
        do {
            while let report = try await housekeeping.runDue() {
                logger.info("housekeeping done", metadata: Self.facts(report))
                told(report)
            }
        } catch {
            if !Task.isCancelled { logger.warning("housekeeping failed", metadata: ["error": "\(error)"]) }
        }
    }

    private static func facts(_ report: HousekeepingReport) -> Logger.Metadata {
        [
            "tenant": "\(report.tenant)", "history": "\(report.history)", "changes": "\(report.changes)",
            "alerts": "\(report.alerts)", "runs": "\(report.runs)", "drift": "\(report.drift)",
            "holds": "\(report.holds)", "busy": "\(report.busyConnections)",
            "quarantine": "\(report.quarantine)",
        ]
    }
}
