import Connectors
import HTTPTransport
import Inventory
import Logging
import Postgres

/// One run that reads one thing again, by the id that the vendor knows it by, because somebody waits for it.
///
/// What the streams as a whole have read stays as it was: their times, their places and their states.
struct RecordRefresh: Sendable {
    let context: RunContext
    let connector: any Connector
    /// Those that fill the thing and can read one by its id.
    let streams: [StreamDescription]
    let record: String

    func run() async throws -> RunReport {
        let began = ContinuousClock.now
        context.progress(
            .started(run: context.run, connection: context.connection.name, streams: streams.map(\.name)))
        var reports: [StreamReport] = []
        for stream in streams {
            let report = await read(stream)
            reports.append(report)
            context.progress(.streamFinished(report))
        }
        let report = RunReport(
            run: context.run, connection: context.connection.name, vendor: context.connection.vendor,
            state: RunState.ofRun(reports.map(\.state)), reason: reports.compactMap(\.reason).first, streams: reports,
            seconds: (ContinuousClock.now - began).inSeconds)
        try await uncancelled {
            try await context.commit { session in
                try await context.runs.end(report.run, report.state, reason: report.reason, in: session)
            }
        }
        context.progress(.finished(report))
        return report
    }

    /// Never throws: what went wrong is in the report.
    private func read(_ stream: StreamDescription) async -> StreamReport {
        var report = StreamReport(stream: stream.name, entity: stream.entity.name)
        let began = ContinuousClock.now
        do {
            let found = try await CallContext.$current.withValue(CallContext(priority: .interactive)) {
                try await connector.record(of: stream.name, externalID: record)
            }
            report = try await store(found, of: stream, report, began)
            if report.created + report.updated + report.deleted > 0 {
                try await RecordLoad(context: context, stream: stream).linkAfterwards()
            }
        } catch {
            let verdict = Task.isCancelled ? ErrorPolicy.verdict(.cancelled) : ErrorPolicy.verdict(error)
            (report.state, report.reason) = (verdict.run, verdict.words)
            await keep(report)
        }
        return report
    }

    private func store(
        _ found: SourceRecord?, of stream: StreamDescription, _ report: StreamReport,
        _ began: ContinuousClock.Instant
    ) async throws -> StreamReport {
        let records = RecordLoad(context: context, stream: stream)
        return try await context.commit { session in
            var report = report
            if let found {
                let load = try await records.store([found], try await records.loader(in: session), in: session)
                var tally = load.tally
                (tally.read, tally.quarantined) = (1, load.rejected.count)
                report.add(tally)
                report.reason = load.rejected.first.map { "The record was set aside: \($0.reason)" }
                try await context.append(load.changes, in: session)
            } else if stream.isPrimary {
                report.reason = "The vendor does not show it by its id; a whole read will tell whether it is gone."
                try await DriftStore(tenant: context.tenant, connection: context.connection.id, stream: stream)
                    .askForSweep(in: session)
            }
            report.state = report.quarantined > 0 ? .partlyDone : .done
            report.seconds = (ContinuousClock.now - began).inSeconds
            try await context.runs.save(report, run: context.run, in: session)
            return report
        }
    }

    private func keep(_ report: StreamReport) async {
        do {
            try await uncancelled {
                try await context.commit { try await context.runs.save(report, run: context.run, in: $0) }
            }
        } catch {
            // The run's own end, or the next owner of the lease, sets it right.
            context.logger.warning("a refresh's failure could not be stored", metadata: ["stream": "\(report.stream)"])
        }
    }
}
