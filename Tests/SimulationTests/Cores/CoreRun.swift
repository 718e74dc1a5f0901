import Connectors
import Inventory
import TestSupport

@testable import Sync

/// One run of the simulated connection.
extension CoreSimulation {
    /// A stream that is being read.
    struct Read {
        let index: Int
        var memory: StreamMemory
        var checkpoint: Checkpoint
        var restarts = 0
        var calls = 0
    }

    /// What a read came to.
    private enum Ending {
        case goesOn
        case read(Checkpoint)
        case failed(Verdict)
    }

    private struct Crash: Error {}

    mutating func run(isFull: Bool, releasesBrake: Bool = false, _ mood: Mood) throws(Violation) {
        let together = SweepPlan.together(
            streams.count > 1 ? streams.map(\.description) : [],
            Dictionary(uniqueKeysWithValues: streams.map { ($0.description.name, memory($0)) }), isFull: isFull,
            checkpointAge: checkpointAge)
        var order = StreamOrder(streams.map(\.description), width: dice.within(1...3))
        var reads: [Read] = []
        var pending: [Int: Read] = [:]
        while true {
            while let next = order.next() {
                guard let index = streams.firstIndex(where: { $0.description.name == next.name }) else { continue }
                reads.append(begin(index, isFull, together, mood))
            }
            _ = order.skipped()
            guard !reads.isEmpty else { break }
            let place = dice.below(reads.count)
            if dice.chance(mood.crashPercent) { return crash() }
            let ending = try step(&reads[place], isFull, together, mood, releasesBrake: releasesBrake)
            if dice.chance(mood.crashPercent) { return crash() }
            let name = streams[reads[place].index].description.name
            switch ending {
            case .goesOn: continue
            case .read(let checkpoint):
                var read = reads.remove(at: place)
                read.checkpoint = checkpoint
                if StreamFinish.waitsForAll(streams[read.index].description, checkpoint) {
                    pending[read.index] = read
                } else {
                    try finish(read)
                }
                order.end(name, .usable)
            case .failed(let verdict):
                reads.remove(at: place)
                order.end(
                    name, verdict.run == .held ? .usable : .blocking(verdict.run),
                    stopping: verdict.stopsRun ? verdict.run : nil)
            }
        }
        try finishPending(pending, releasesBrake: releasesBrake)
    }

    /// All that is not in a transaction is forgotten.
    private mutating func crash() {
        tell("crash")
        for index in streams.indices { streams[index].vendor.dropCursors() }
    }

    private func memory(_ stream: Stream) -> StreamMemory {
        var memory = stream.memory
        memory.now = Timestamp(microseconds: now)
        return memory
    }

    private mutating func begin(_ index: Int, _ isFull: Bool, _ together: Set<String>, _ mood: Mood) -> Read {
        begin(index, memory(streams[index]), isFull, together, mood)
    }

    private mutating func begin(
        _ index: Int, _ memory: StreamMemory, _ isFull: Bool, _ together: Set<String>, _ mood: Mood
    ) -> Read {
        now += 1
        var memory = memory
        // A read of a list that was a lie is not gone on with: nobody could tell.
        if streams[index].vendor.lie != nil { memory.checkpoint?.position = nil }
        let plan = ReadPlan.make(
            streams[index].description, memory, isFull: isFull,
            sweepsWithSibling: together.contains(streams[index].description.name), checkpointAge: checkpointAge)
        if case .begin = plan {
            if memory.checkpoint != nil {
                streams[index].seen = [:]
                streams[index].memory.checkpoint = plan.checkpoint
            }
            // What the account may see stays the same for the length of a read.
            streams[index].vendor.lie = nil
            if let lie = mood.lie, isNotBelieved(lie, index) { streams[index].vendor.lie = lie }
        }
        tell("\(index) begins: \(plan)")
        return Read(index: index, memory: memory, checkpoint: plan.checkpoint)
    }

    /// Whether the engine must notice: a list without a row, or one that lacks more than a tenth. By a rule of its own: one
    /// that the engine had lost would be asked of nobody else.
    private func isNotBelieved(_ lie: VendorEndpoint.Lie, _ index: Int) -> Bool {
        let live = warehouse.living.count
        let hidden = warehouse.living.keys.count { Int($0).map { !$0.isMultiple(of: 2) } ?? false }
        return lie == .empty ? live > 0 : hidden > 12 && hidden * 10 > live + 12
    }

    private mutating func step(
        _ read: inout Read, _ isFull: Bool, _ together: Set<String>, _ mood: Mood, releasesBrake: Bool
    ) throws(Violation) -> Ending {
        if read.checkpoint.isRead { return .read(read.checkpoint) }
        let answer: CoreAnswer
        do throws(ConnectorError) {
            answer = try ask(&read, mood)
        } catch {
            let verdict = ErrorPolicy.verdict(error)
            guard case .wholeRead(let most) = verdict.retry, read.restarts + 1 < most else {
                return fail(read, verdict)
            }
            var memory = memory(streams[read.index])
            memory.checkpoint?.position = nil
            memory.checkpoint?.isRead = false
            var again = begin(read.index, memory, isFull, together, mood)
            (again.restarts, again.calls) = (read.restarts + 1, read.calls)
            read = again
            return .goesOn
        }
        if dice.chance(mood.changePercent) { happen(read.index) }
        return try store(answer, &read, releasesBrake: releasesBrake)
    }

    /// Asks for the page, again where that may help; never for ever.
    private mutating func ask(_ read: inout Read, _ mood: Mood) throws(ConnectorError) -> CoreAnswer {
        var tries = 0
        while true {
            count()
            read.calls += 1
            pass(seconds: dice.chance(3) ? dice.below(1_200) : dice.below(20))
            do throws(ConnectorError) {
                if read.calls > 5_000 { throw .engine("thousands of calls, and no end") }
                if let down = mood.isDown { throw down }
                if dice.chance(mood.faultPercent), let fault = dice.pick(Self.faults) { throw fault }
                let scope = read.checkpoint.scope
                let (rows, step) = try streams[read.index].vendor.read(scope, at: read.checkpoint.position, &dice)
                return CoreAnswer(rows, streams[read.index].vendor.page(of: rows, step, scope, moment))
            } catch {
                tries += 1
                guard case .samePage(let most) = ErrorPolicy.verdict(error).retry, tries < most else { throw error }
                if tries > 50 { throw .engine("asked fifty times for a page") }
            }
        }
    }

    private static let faults: [ConnectorError] = [
        .malformedAnswer("half"), .malformedAnswer("half"), .unavailable("503"), .unavailable("503"),
        .throttled(retryAfterSeconds: 30, "slowly"), .positionLost("expired"), .positionLost("expired"),
        .rejectedCall(status: 400, "no"), .forbidden("not this"), .unauthorised("who"),
    ]

    private mutating func fail(_ read: Read, _ verdict: Verdict) -> Ending {
        tell("\(read.index) fails: \(verdict.words)")
        if let state = verdict.stream {
            streams[read.index].memory.state = state
            streams[read.index].memory.failures += state == .failing ? 1 : 0
        }
        return .failed(verdict)
    }

    /// A page's transaction: all of it, or nothing.
    private mutating func store(
        _ answer: CoreAnswer, _ read: inout Read, releasesBrake: Bool
    ) throws(Violation) -> Ending {
        now += 1
        let stored = warehouse.stored(answer.rows.map(\.externalID))
        let description = streams[read.index].description
        var comparison = PageComparison(
            answer.rows, stored: stored, isPrimary: true,
            believesOlder: { [checkpoint = read.checkpoint] in checkpoint.believesOlder(description, than: $0) })
        let page = PageBrake(comparison, Brake(isReleased: releasesBrake))
        let live = warehouse.living.count + read.checkpoint.flagged
        let held = page.holds(read.checkpoint, live: live) ? page.moved + page.flagged : []
        comparison.leave(Set(held))
        var checkpoint = read.checkpoint
        checkpoint.take(answer.page, now: Timestamp(microseconds: now))
        checkpoint.moved += page.moved.count
        checkpoint.flagged += page.flagged.count
        checkpoint.held += held.count
        for (row, action) in comparison.actions {
            if case .delete = action {
                try delete(row.externalID, by: row.updatedAt)
            } else if case .replace = action {
                let (id, judgement) = judgement(of: row.externalID)
                try judgement.deleted(id, stored: warehouse.living[row.externalID]?.revision ?? 0)
                try warehouse.apply(row, action, at: now)
            } else {
                try warehouse.apply(row, action, at: now)
            }
        }
        tell("\(read.index) stores \(comparison.actions.map { "\($0.row.externalID) r\($0.row.digest) \($0.action)" })")
        if StreamFinish.remembersSeen(streams[read.index].description, isSweep: checkpoint.isSweep) {
            let hashes = answer.rows.filter { !$0.isDeleted }.map { SeenSet.hash($0.externalID) }
            streams[read.index].seen[checkpoint.pages] = SeenSet.bytes(hashes)
        }
        streams[read.index].memory.checkpoint = checkpoint
        streams[read.index].greatest = [streams[read.index].greatest, answer.page.highWater].compactMap { $0 }.max()
        read.checkpoint = checkpoint
        return checkpoint.isRead ? .read(checkpoint) : .goesOn
    }
}
