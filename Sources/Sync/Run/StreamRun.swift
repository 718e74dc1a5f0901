import Connectors
import Foundation
import HTTPTransport
import Inventory
import Postgres
import Synchronization

/// One stream within one run: reads its pages, stores each, and says what it came to.
struct StreamRun: Sendable {
    let context: RunContext
    let connector: any Connector
    let stream: StreamDescription
    /// Everything is read, because another stream of the entity reads everything too.
    let sweepsWithSibling: Bool

    /// What became of a stream, before the run's last step.
    struct Outcome: Sendable {
        var report: StreamReport
        var verdict: Verdict?
        /// The whole list was read: what is gone is deleted when all streams are through.
        var pending: Checkpoint?
        var memory: StreamMemory?
    }

    /// Never throws: what went wrong is the outcome's verdict, and is stored.
    func run() async -> Outcome {
        var report = StreamReport(stream: stream.name, entity: stream.entity.name)
        let began = ContinuousClock.now
        do {
            let memory = try await memory()
            let checkpoint = try await read(memory, &report, began)
            report.seconds = (ContinuousClock.now - began).inSeconds
            let last = StreamFinish(context: context, stream: stream)
            if StreamFinish.waitsForAll(stream, checkpoint), try await last.mayFindGone(checkpoint) {
                return Outcome(report: report, pending: checkpoint, memory: memory)
            }
            return Outcome(report: try await last.finish(checkpoint, memory, report))
        } catch {
            report.seconds = (ContinuousClock.now - began).inSeconds
            return await StreamFailure(context: context, stream: stream).outcome(of: error, report)
        }
    }

    private func memory() async throws -> StreamMemory {
        try await context.client.transaction(tenant: context.tenant, readOnly: true) { session in
            try await context.streams.memory(of: stream.name, in: session)
        }
    }

    /// Reads to the end of the list; starts again where the vendor lost our place.
    private func read(
        _ memory: StreamMemory, _ report: inout StreamReport, _ began: ContinuousClock.Instant
    ) async throws -> Checkpoint {
        var memory = memory
        var tries = 0
        while true {
            do {
                return try await readOnce(memory, &report, began)
            } catch {
                tries += 1
                guard case .wholeRead(let most) = ErrorPolicy.verdict(error).retry, tries < most else { throw error }
                memory = try await self.memory()
                memory.checkpoint?.position = nil
                memory.checkpoint?.isRead = false
            }
        }
    }

    private func readOnce(
        _ memory: StreamMemory, _ report: inout StreamReport, _ began: ContinuousClock.Instant
    ) async throws -> Checkpoint {
        let plan = ReadPlan.make(
            stream, memory, isFull: context.request.isFull, sweepsWithSibling: sweepsWithSibling,
            checkpointAge: context.options.checkpointAge)
        let checkpoint = plan.checkpoint
        if case .begin = plan { try await replace(memory.checkpoint, by: checkpoint) }
        report.isSweep = checkpoint.isSweep
        context.progress(
            .streamStarted(stream: stream.name, isSweep: checkpoint.isSweep, isResumed: checkpoint.isBegun))
        let priority = ReadPriority.of(stream, checkpoint, context.request.trigger)
        return try await CallContext.$current.withValue(CallContext(priority: priority)) {
            try await pages(from: checkpoint, &report, began)
        }
    }

    /// A read that starts again must not believe what another one saw; nor must that one, which has lost what it saw, be
    /// gone on with when this one fails before its first page.
    private func replace(_ other: Checkpoint?, by checkpoint: Checkpoint) async throws {
        guard other != nil else { return }
        try await context.commit { session in
            try await context.seen(stream.name).clear([.ids, .whole, .parents, .spared, .held], in: session)
            try await context.streams.save(checkpoint, of: stream.name, in: session)
        }
    }

    private func pages(
        from start: Checkpoint, _ report: inout StreamReport, _ began: ContinuousClock.Instant
    ) async throws -> Checkpoint {
        if start.isRead { return start }
        let gone = try await goneParents()
        let reader = PageReader(
            connector: connector, stream: stream, request: Parents.request(context, stream, start, without: gone),
            options: context.options)
        let store = try await PageStore(context, stream, began)
        try checkStop()
        // What was stored counts, however the read ends.
        let last = Mutex(report)
        defer { report = last.withLock { $0 } }
        let pipeline = PagePipeline(reader: reader, store: store) { standing in
            last.withLock { $0 = standing.report }
            context.progress(.progressed(standing.report))
            try checkStop()
        }
        return try await pipeline.run(from: PageStanding(checkpoint: start, report: report)).checkpoint
    }

    /// Their children count as seen, to their last: there are none any more.
    private func goneParents() async throws -> [String] {
        guard let parents = GoneParents(context, stream) else { return [] }
        return try await context.commit { session in
            let gone = try await parents.find(in: session)
            if stream.isPrimary, stream.deletion == .absenceWithinParent {
                // Before the page of any read.
                try await context.seen(stream.name).add(ParentList.bytes(gone), .parents, page: -1, in: session)
            }
            return gone
        }
    }

    /// Between two pages: whether the run goes on.
    private func checkStop() throws {
        try Task.checkCancellation()
        if context.stop.isSet { throw CancellationError() }
    }
}
