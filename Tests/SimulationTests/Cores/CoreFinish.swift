import Connectors
import Inventory
import TestSupport

@testable import Sync

/// A run's last step: what is gone goes, and the streams say how fresh they are, which is judged.
extension CoreSimulation {
    mutating func finishPending(_ pending: [Int: Read], releasesBrake: Bool) throws(Violation) {
        var isDeleted = false
        for index in streams.indices.reversed() {
            guard let read = pending[index] else { continue }
            let scope = isDeleted ? nil : scope(pending)
            isDeleted = isDeleted || scope != nil
            if read.checkpoint.isHolding {
                hold(index)
                continue
            }
            if let scope {
                guard try depart(scope, read.checkpoint, releasesBrake: releasesBrake) else {
                    hold(index)
                    continue
                }
            }
            try finish(read)
        }
    }

    /// All streams that fill the entity must have been read whole.
    private func scope(_ pending: [Int: Read]) -> Int64? {
        let checkpoints = streams.indices.compactMap { index -> Checkpoint? in
            guard let checkpoint = pending[index]?.checkpoint else { return nil }
            return StreamFinish.mayDelete(streams[index].description, checkpoint) ? checkpoint : nil
        }
        return checkpoints.count == streams.count ? checkpoints.map(\.startedAt.microseconds).min() : nil
    }

    /// False: the brake holds it.
    private mutating func depart(
        _ since: Int64, _ checkpoint: Checkpoint, releasesBrake: Bool
    ) throws(Violation) -> Bool {
        let seen = SeenSet(pages: streams.flatMap { Array($0.seen.values) })
        let missing = warehouse.missing(seen, since: since)
        let live = warehouse.living.count
        let going: [String]
        do throws(Held) {
            going = try Brake(isReleased: releasesBrake).absent(
                missing, of: live, isListEmpty: checkpoint.provesWhole && seen.isEmpty, "organizations", id: { $0 })
        } catch {
            return false
        }
        for id in going { try delete(id) }
        return true
    }

    private mutating func hold(_ index: Int) {
        streams[index].memory.state = .held
        streams[index].memory.checkpoint = nil
        streams[index].memory.lastSweepAt = nil
        streams[index].seen = [:]
    }

    mutating func finish(_ read: Read) throws(Violation) {
        let checkpoint = read.checkpoint
        if checkpoint.isHolding { return hold(read.index) }
        let stream = streams[read.index]
        let mark = ReadPlan.highWater(after: checkpoint, before: read.memory.highWater)
        try judge(mark, after: read.memory.highWater, of: stream)
        var memory = stream.memory
        memory.state = .current
        memory.failures = 0
        memory.checkpoint = nil
        memory.highWater = mark
        memory.asOf = checkpoint.startedAt
        memory.lastSuccessAt = Timestamp(microseconds: now)
        if isSwept(stream.description, checkpoint) { memory.lastSweepAt = checkpoint.startedAt }
        streams[read.index].memory = memory
        streams[read.index].seen = [:]
        try judgeFreshness(read.index)
    }

    private func isSwept(_ stream: StreamDescription, _ checkpoint: Checkpoint) -> Bool {
        checkpoint.isSweep && (stream.deletion == .never || checkpoint.provesWhole)
    }

    /// The mark never goes back, and never beyond what was read.
    private func judge(_ mark: Timestamp?, after before: Timestamp?, of stream: Stream) throws(Violation) {
        guard let mark else { return try Violation.unless(before == nil, "the high-water mark was lost") }
        let greatest = [before, stream.greatest, Timestamp(microseconds: now + skew)].compactMap { $0 }.max()
        try Violation.unless(before.map { $0 <= mark } ?? true, "the high-water mark went back")
        try Violation.unless(mark <= greatest ?? mark, "the high-water mark \(mark) is beyond what was read")
    }

    /// Everything that happened before `as_of` shows.
    private func judgeFreshness(_ index: Int) throws(Violation) {
        let stream = streams[index]
        // What the vendor hides from us we cannot know.
        guard stream.vendor.lie == nil, let asOf = stream.memory.asOf else { return }
        let isShared = streams.count > 1
        let judgement = judgement(stream)
        for id in stream.vendor.list.history.keys.sorted() {
            let row = warehouse.living[String(id)]
            // What is gone from one of several lists goes only when all of them were read whole.
            if isShared, let row, judgement.hasLeft(id, since: row.revision) { continue }
            try judgement.fresh(
                id, stored: row?.revision, asOf: asOf.microseconds, sweptAt: stream.memory.lastSweepAt?.microseconds)
        }
    }
}
