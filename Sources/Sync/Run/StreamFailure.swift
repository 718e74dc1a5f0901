import Connectors
import Inventory
import Logging
import Postgres

/// Keeps how a stream failed: by its verdict, even while the run is being stopped. What was read stays.
struct StreamFailure: Sendable {
    let context: RunContext
    let stream: StreamDescription

    func outcome(of error: any Error, _ report: StreamReport) async -> StreamRun.Outcome {
        let verdict = Task.isCancelled ? ErrorPolicy.verdict(.cancelled) : ErrorPolicy.verdict(error)
        var report = report
        (report.state, report.reason) = (verdict.run, verdict.words)
        await keep(report, verdict)
        return StreamRun.Outcome(report: report, verdict: verdict)
    }

    /// A stream that was not begun, because of another.
    func outcome(of skip: StreamOrder.Skip) async -> StreamRun.Outcome {
        let words =
            "Not read, because of \(skip.blocker.map { "the stream \($0)" } ?? "streams that wait for each other")."
        let report = StreamReport(stream: stream.name, entity: stream.entity.name, state: skip.state, reason: words)
        // Its own state stays: nothing was learned of it.
        let verdict = Verdict(fault: .nobodys, run: skip.state, stream: nil, connection: nil, words: words)
        await keep(report, verdict, behind: skip.state == .abandoned ? nil : skip.blocker)
        return StreamRun.Outcome(report: report, verdict: verdict)
    }

    private func keep(_ report: StreamReport, _ verdict: Verdict, behind blocker: String? = nil) async {
        do {
            try await uncancelled {
                try await context.commit { session in
                    try await context.streams.fail(stream.name, verdict, in: session)
                    if let blocker { try await context.streams.postpone(stream.name, behind: blocker, in: session) }
                    try await context.runs.save(report, run: context.run, in: session)
                }
            }
        } catch {
            // The run's own end, or the next owner of the lease, sets it right.
            context.logger.warning("a stream's failure could not be stored", metadata: ["stream": "\(stream.name)"])
        }
    }
}
