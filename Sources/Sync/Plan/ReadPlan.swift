import Connectors
import Inventory

/// What is known of a stream when a run comes to it.
struct StreamMemory: Sendable, Hashable {
    var state: StreamState = .neverRead
    var checkpoint: Checkpoint?
    var highWater: Timestamp?
    var asOf: Timestamp?
    var lastSuccessAt: Timestamp?
    var lastSweepAt: Timestamp?
    var failures = 0
    /// The database's time now.
    var now: Timestamp
}

/// How a stream is read this time.
enum ReadPlan: Sendable, Hashable {
    /// Goes on with an unfinished read.
    case resume(Checkpoint)
    /// Begins one.
    case begin(Checkpoint)

    /// The read as it begins, or goes on.
    var checkpoint: Checkpoint {
        switch self {
        case .resume(let checkpoint), .begin(let checkpoint): checkpoint
        }
    }

    static let lookBack: Int64 = 15 * 60 * 1_000_000

    /// `sweepsWithSibling`: everything must be read, because another stream of the entity reads everything too.
    static func make(
        _ stream: StreamDescription, _ memory: StreamMemory, isFull: Bool, sweepsWithSibling: Bool = false,
        checkpointAge: Duration
    ) -> ReadPlan {
        let isWhole = isFull || sweepsWithSibling
        // Who asks for everything wants it as it is now: no old half of it.
        let age = isFull ? min(checkpointAge, .seconds(3_600)) : checkpointAge
        if let checkpoint = memory.checkpoint, checkpoint.isResumable, checkpoint.isSweep || !isWhole,
            memory.now.microseconds - checkpoint.startedAt.microseconds <= age.microseconds
        {
            return .resume(checkpoint)
        }
        let since = isWhole || isSweepDue(stream, memory) ? nil : lowerBound(stream, memory)
        return .begin(
            Checkpoint(
                since: since, startedAt: memory.now, isFirstRead: memory.lastSuccessAt == nil, after: memory.checkpoint)
        )
    }

    /// Whether everything must be read, so that what is gone shows.
    private static func isSweepDue(_ stream: StreamDescription, _ memory: StreamMemory) -> Bool {
        guard let last = memory.lastSweepAt else { return true }
        return memory.now.microseconds - last.microseconds >= stream.sweepPeriod.microseconds
    }

    private static func lowerBound(_ stream: StreamDescription, _ memory: StreamMemory) -> Timestamp? {
        switch stream.reading {
        case .snapshot: nil
        case .incremental: memory.highWater.map { Timestamp(microseconds: $0.microseconds - lookBack) }
        // Parents change by the database's clock, which is also the one that as_of was taken from.
        case .perParent: memory.asOf
        }
    }

    /// The high-water mark that a finished read leaves: never later than what the vendor's own clock said when the read
    /// began, since what changed after that may have been behind us; never earlier than it was. Where the vendor does not
    /// tell its time, ours at the read's start stands in as the limit, never as the mark. What the skew asks for beyond the
    /// usual look-back is taken off here, while it is known.
    static func highWater(after checkpoint: Checkpoint, before: Timestamp?) -> Timestamp? {
        let limit = checkpoint.vendorDate ?? checkpoint.startedAt
        guard let reached = (checkpoint.highWater ?? checkpoint.vendorDate).map({ min($0, limit) }) else {
            return before
        }
        let extra = max(0, 2 * checkpoint.skewMicroseconds - lookBack)
        let mark = Timestamp(microseconds: reached.microseconds - extra)
        return before.map { max($0, mark) } ?? mark
    }
}

extension Duration {
    var microseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000_000 + attoseconds / 1_000_000_000_000
    }
}
