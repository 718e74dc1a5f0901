import Connectors
import Foundation
import Inventory
import Logging
import Postgres

/// One run of one connection, from the lease in hand to the run's last word.
struct ConnectionRun: Sendable {
    let context: RunContext
    let connector: any Connector
    /// The streams that are asked for.
    let streams: [StreamDescription]

    func run() async throws -> RunReport {
        let began = ContinuousClock.now
        context.progress(
            .started(run: context.run, connection: context.connection.name, streams: streams.map(\.name)))
        let read = await readAll(sweepingTogether: try await sweepingTogether())
        let ended = await finishPending(read)
        let reports = streams.compactMap { stream in ended.first { $0.report.stream == stream.name } }
        let drift = await sampleDrift(reports.map(\.report))
        let report = RunReport(
            run: context.run, connection: context.connection.name, vendor: context.connection.vendor,
            state: RunState.ofRun(reports.map(\.report.state)), reason: reason(reports), streams: reports.map(\.report),
            seconds: (ContinuousClock.now - began).inSeconds, drift: drift)
        try await end(report, reports.compactMap(\.verdict))
        context.progress(.finished(report))
        return report
    }

    /// The streams that read everything because another one of their entity does.
    private func sweepingTogether() async throws -> Set<String> {
        let shared = streams.filter { stream in streams.contains { $0.isSibling(of: stream) } }
        guard !shared.isEmpty else { return [] }
        let memories = try await context.client.retrying { client in
            try await client.transaction(tenant: context.tenant, readOnly: true) { session in
                var memories: [String: StreamMemory] = [:]
                for stream in shared {
                    memories[stream.name] = try await context.streams.memory(of: stream.name, in: session)
                }
                return memories
            }
        }
        return SweepPlan.together(
            shared, memories, isFull: context.request.isFull, checkpointAge: context.options.checkpointAge)
    }

    /// Reads the streams, each after those it needs.
    private func readAll(sweepingTogether: Set<String>) async -> [StreamRun.Outcome] {
        var order = StreamOrder(streams, width: context.options.streams)
        var outcomes: [StreamRun.Outcome] = []
        await withTaskGroup(of: StreamRun.Outcome.self) { group in
            while true {
                while let stream = order.next() {
                    let run = StreamRun(
                        context: context, connector: connector, stream: stream,
                        sweepsWithSibling: sweepingTogether.contains(stream.name))
                    group.addTask { await run.run() }
                }
                for skip in order.skipped() { outcomes.append(await skipped(skip)) }
                guard let outcome = await group.next() else { return }
                tell(outcome)
                outcomes.append(outcome)
                order.end(
                    outcome.report.stream, outcome.verdict.map(Self.ending) ?? .usable,
                    stopping: outcome.verdict?.stopsRun == true ? outcome.verdict?.run : nil)
            }
        }
        return outcomes
    }

    private func skipped(_ skip: StreamOrder.Skip) async -> StreamRun.Outcome {
        guard let stream = streams.first(where: { $0.name == skip.stream }) else {
            preconditionFailure("a stream was skipped that was not asked for")
        }
        let outcome = await StreamFailure(context: context, stream: stream).outcome(of: skip)
        tell(outcome)
        return outcome
    }

    private func tell(_ outcome: StreamRun.Outcome) {
        if outcome.pending == nil { context.progress(.streamFinished(outcome.report)) }
    }

    private static func ending(_ verdict: Verdict) -> StreamOrder.Ending {
        switch verdict.run {
        case .done, .partlyDone, .held: .usable
        default: .blocking(verdict.run)
        }
    }

    /// The run's last step: what was not seen is deleted, children before their parents.
    private func finishPending(_ read: [StreamRun.Outcome]) async -> [StreamRun.Outcome] {
        var ended = read.filter { $0.pending == nil }
        let pending = read.filter { $0.pending != nil }
        var done: Set<String> = []
        for stream in streams.reversed() {
            guard let outcome = pending.first(where: { $0.report.stream == stream.name }) else { continue }
            let scope = done.contains(stream.entity.name) ? nil : scope(of: stream, pending)
            if scope != nil, BulkShape(stream) == nil { done.insert(stream.entity.name) }
            let finished = await finish(stream, outcome, scope)
            tell(finished)
            ended.append(finished)
        }
        return ended
    }

    private func finish(
        _ stream: StreamDescription, _ outcome: StreamRun.Outcome, _ scope: DeletionScope?
    ) async -> StreamRun.Outcome {
        guard let checkpoint = outcome.pending, let memory = outcome.memory else { return outcome }
        do {
            let report = try await StreamFinish(context: context, stream: stream)
                .finish(checkpoint, memory, outcome.report, deleting: scope)
            return StreamRun.Outcome(report: report)
        } catch {
            return await StreamFailure(context: context, stream: stream).outcome(of: error, outcome.report)
        }
    }

    /// What may be deleted of a stream's entity. Where several streams fill it, all of them must have been read whole:
    /// a row tells not which of them it came from.
    private func scope(of stream: StreamDescription, _ pending: [StreamRun.Outcome]) -> DeletionScope? {
        let group = context.declared.filter {
            $0.name == stream.name || $0.isSibling(of: stream)
        }
        let checkpoints = group.compactMap { member -> Checkpoint? in
            let checkpoint = pending.first { $0.report.stream == member.name }?.pending
            return checkpoint.flatMap { StreamFinish.mayDelete(member, $0) ? $0 : nil }
        }
        guard checkpoints.count == group.count, let since = checkpoints.map(\.startedAt).min() else { return nil }
        return DeletionScope(streams: group.map(\.name), startedAt: since)
    }

    /// Reads a sample of what was just read again by id. Whatever goes wrong with that is no fault of the run.
    private func sampleDrift(_ reports: [StreamReport]) async -> [DriftReport] {
        guard context.request.trigger != .refresh else { return [] }
        let read = Set(reports.filter { [.done, .partlyDone].contains($0.state) }.map(\.stream))
        var found: [DriftReport] = []
        for stream in streams where stream.canReadOne && read.contains(stream.name) {
            do {
                let sample = DriftSample(context: context, connector: connector, stream: stream)
                if let report = try await sample.run() { found.append(report) }
            } catch {
                context.logger.warning(
                    "a sample could not be compared",
                    metadata: ["run": "\(context.run)", "stream": "\(stream.name)", "error": "\(error)"])
                return found
            }
        }
        return found
    }

    private func reason(_ outcomes: [StreamRun.Outcome]) -> String? {
        let told = outcomes.filter { $0.report.state != .done && $0.report.reason != nil }
        guard let first = told.first, let words = first.report.reason else { return nil }
        return told.count == 1 ? "\(first.report.stream): \(words)" : "\(first.report.stream) and others: \(words)"
    }

    /// Says how the run ended, even while being stopped.
    private func end(_ report: RunReport, _ verdicts: [Verdict]) async throws {
        let change = ConnectionChange.after(report, verdicts)
        try await uncancelled {
            try await context.commit { session in
                try await context.runs.end(report.run, report.state, reason: report.reason, in: session)
                try await context.breaker.take(CircuitBreaker.outcome(report), isBegun: true, in: session)
                guard let change else { return }
                try await context.runs.setConnection(change.state, reason: change.reason, in: session)
            }
        }
    }
}

/// What a run makes of its connection's state.
struct ConnectionChange: Sendable, Hashable {
    var state: ConnectionState
    var reason: String?

    /// Nil: as it was.
    static func after(_ report: RunReport, _ verdicts: [Verdict]) -> ConnectionChange? {
        let isAnythingRead = report.streams.contains { [.done, .partlyDone, .held].contains($0.state) }
        // A permission that is missing for some streams does not keep the others from being read.
        if let blocking = verdicts.first(where: { $0.connection == .blocked && ($0.stopsRun || !isAnythingRead) }) {
            return ConnectionChange(state: .blocked, reason: blocking.words)
        }
        if let failing = verdicts.first(where: { $0.connection != nil }) {
            return ConnectionChange(state: .failing, reason: failing.words)
        }
        return isAnythingRead ? ConnectionChange(state: .active) : nil
    }
}
